"""One per cent more lines, half of them corrections of the last two months: upsert ≤ 5 ×, refresh ≤ 2 × bare."""

import shutil
import statistics
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from ground import (
    HERE,
    LINES_WANTED,
    REPEATS,
    as_lines,
    bare,
    copied,
    in_process,
    prepared,
    rates,
    raw,
    refreshed,
    stored,
    told,
)
from trousseau.ledger.store import Ledger, Written


def more(file: Path) -> None:
    """The lines of an export of the day: half are lines of the last two months with another amount, half are new."""
    count = LINES_WANTED // 200
    with duckdb.connect() as con:
        con.execute(
            f"CREATE TABLE late AS SELECT * FROM '{raw()}' WHERE date >= DATE '2025-11-01' "
            f"ORDER BY hash(document, line) LIMIT {2 * count}"
        )
        con.execute(
            "COPY (SELECT * REPLACE (amount + 1 AS amount) FROM "
            f"(FROM late ORDER BY hash(document, line) LIMIT {count}) "
            "UNION ALL SELECT * REPLACE ('X' || document AS document) FROM "
            f"(FROM late ORDER BY hash(document, line) DESC LIMIT {count})) TO '{file}'"
        )


def append(folder: Path, file: Path) -> Written:
    """Upsert the export."""
    table = pq.read_table(file).combine_chunks().to_batches()[0]
    return Ledger(folder).append([as_lines(table, 2)], source="bench", import_id="more")


if __name__ == "__main__":
    export, known = HERE / "more.parquet", rates()
    more(export)
    base, upserts, refreshes, memory = [], [], [], []
    for _ in range(REPEATS):
        ledger, facts = copied(stored().folder, "ledger-copy"), copied(prepared(), "facts-copy")
        bare()
        base.append(bare())
        for times, run in ((upserts, (append, ledger, export)), (refreshes, (refreshed, ledger, facts, known))):
            seconds, most = in_process(*run)
            times.append(seconds)
            memory.append(most)
        shutil.rmtree(ledger)
        shutil.rmtree(facts)
    before = statistics.median(base)
    for claim, times, limit in (("upsert of 1 % more", upserts, 5), ("refresh after it", refreshes, 2)):
        after = statistics.median(times)
        told(claim, f"{after:.2f} s", f"{before:.2f} s", figure=after / before, limit=limit)
    told("their memory", f"{max(memory)} MB", "", figure=max(memory) / 1024, limit=1.5, unit="GB")
