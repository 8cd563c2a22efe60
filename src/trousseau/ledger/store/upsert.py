"""Upsert: which incoming lines are new, changed or the same, and the files that must be written to say so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal

import duckdb

from trousseau.ledger.duck import parquet, query, text
from trousseau.ledger.store.delta import month_of
from trousseau.ledger.store.errors import AskReplaceError
from trousseau.ledger.store.files import write

Replace = Literal["ask", "add", "replace", "whole", "keyed"]
"""What becomes of lines known by their content that a file of the same scope no longer has.

`whole`: the scope is all of its source. `keyed`: a line's number alone says which line of its source it is, so that one
which comes under another document takes the place of the former; `gone` names those that are no more.
"""

MANY_FILES = 8
"""A month in this many files is written as one the next time it is touched."""

SAME_KEY = "a.key_high = b.key_high AND a.key_low = b.key_low AND a.occurrence = b.occurrence"


@dataclass(frozen=True)
class Changes:
    """Data files to add (bytes and lines of each) and to remove, and the lines they account for."""

    added: dict[Path, tuple[int, int]]
    removed_files: frozenset[Path]
    new: int
    changed: int
    unchanged: int
    removed: int


def upsert(
    con: duckdb.DuckDBPyConnection,
    staged: Path,
    held: list[Path],
    folder: Path,
    prefix: str,
    *,
    source: str,
    replace: Replace,
    gone: Sequence[str] = (),
    report: Callable[[int, int, str], None],
) -> Changes:
    """Compare staged lines with the lines held, and write the files of the difference (none when there is none).

    `report(lines done, lines in all, step)`. Raises `AskReplaceError` before anything is written.
    """
    _identify(con, staged)
    total = _count(con, "SELECT count(*) FROM incoming")
    report(0, total, "comparing")
    _compare(con, held)
    same = _count(con, "SELECT count(*) FROM met WHERE same")
    changed = _count(con, "SELECT count(*) FROM met WHERE NOT same")
    new = total - same - changed
    if replace == "keyed":
        removed = _superseded(con, held, source=source, gone=gone)
    else:
        removed = _missing(con, held, source=source, replace=replace, new=new)
    if not new and not changed and not removed:
        return Changes({}, frozenset(), 0, 0, same, 0)
    dropped = {Path(f) for (f,) in con.execute("SELECT DISTINCT file FROM dropped").fetchall()}
    report(0, new + changed, "writing")
    rewritten = dropped | _crowded(held, _months(con))
    added = write(con, _outcome(rewritten), folder, prefix)
    return Changes(added, frozenset(rewritten), new, changed, same, removed)


def _identify(con: duckdb.DuckDBPyConnection, staged: Path) -> None:
    """`staged`: the lines with their occurrence; `incoming`: their keys and digests, in memory."""
    con.execute(f"CREATE TEMP VIEW spilled AS SELECT * FROM {parquet([staged])}")
    con.execute("CREATE TEMP TABLE repeated AS SELECT key_high, key_low FROM spilled GROUP BY ALL HAVING count(*) > 1")
    if _count(con, "SELECT count(*) FROM repeated"):
        con.execute(f"CREATE TEMP VIEW staged AS {query('store/occurrence.sql').format(staged='spilled')}")
    else:
        con.execute("CREATE TEMP VIEW staged AS SELECT *, CAST(1 AS BIGINT) AS occurrence FROM spilled")
    con.execute("CREATE TEMP TABLE incoming AS SELECT key_high, key_low, occurrence, content FROM staged")


def _compare(con: duckdb.DuckDBPyConnection, held: list[Path]) -> None:
    """`met`: the incoming keys the ledger holds, and whether they say the same; `dropped`: what they replace."""
    con.execute("CREATE TEMP TABLE met (key_high BIGINT, key_low BIGINT, occurrence BIGINT, same BOOLEAN, file TEXT)")
    if held:
        con.execute(
            "INSERT INTO met SELECT a.key_high, a.key_low, a.occurrence, a.content = b.content, "
            "CASE WHEN a.content <> b.content THEN a.filename END "
            f"FROM {parquet(held, ', filename = true')} AS a JOIN incoming AS b ON {SAME_KEY}"
        )
    con.execute("CREATE TEMP TABLE dropped AS SELECT key_high, key_low, occurrence, file FROM met WHERE NOT same")


def _missing(con: duckdb.DuckDBPyConnection, held: list[Path], *, source: str, replace: Replace, new: int) -> int:
    """How many lines without a key the file no longer has, which then are `dropped` too; 0 when they are kept."""
    if replace == "add" or not held:
        return 0
    if not _count(con, "SELECT count(*) FROM (FROM staged WHERE document IS NULL OR line IS NULL LIMIT 1)"):
        return 0
    whole = "true" if replace == "whole" else "false"
    scope = {"ledger": parquet(held, ", filename = true"), "source": text(source), "whole": whole}
    gone = query("store/missing.sql").format(**scope)
    con.execute(f"CREATE TEMP TABLE missing AS {gone}")
    count, amount = con.execute("SELECT count(*), coalesce(sum(amount), 0) FROM missing").fetchall()[0]
    if not count or (replace == "ask" and not new):
        return 0
    if replace == "ask":
        raise AskReplaceError(missing=count, amount=Decimal(amount), added=new)
    con.execute("INSERT INTO dropped SELECT key_high, key_low, occurrence, file FROM missing")
    return int(count)


def _superseded(con: duckdb.DuckDBPyConnection, held: list[Path], *, source: str, gone: Sequence[str]) -> int:
    """How many lines of the same numbers are told otherwise or are gone; they then are `dropped` too."""
    if not held:
        return 0
    con.execute("CREATE TEMP TABLE gone AS SELECT unnest(?::VARCHAR[]) AS line", [list(gone)])
    sql = query("store/keyed.sql").format(ledger=parquet(held, ", filename = true"), source=text(source))
    con.execute(f"CREATE TEMP TABLE missing AS {sql}")
    con.execute("INSERT INTO dropped SELECT key_high, key_low, occurrence, file FROM missing")
    return _count(con, "SELECT count(*) FROM missing")


def _months(con: duckdb.DuckDBPyConnection) -> set[str]:
    """The months that get lines."""
    rows = con.execute(f"SELECT DISTINCT month FROM staged AS a ANTI JOIN (FROM met WHERE same) AS b ON {SAME_KEY}")
    return {month for (month,) in rows.fetchall()}


def _crowded(held: list[Path], months: set[str]) -> set[Path]:
    """The files of touched months that have many."""
    by_month: dict[str, list[Path]] = {}
    for file in held:
        by_month.setdefault(month_of(file), []).append(file)
    return {f for month in months if len(by_month.get(month, ())) >= MANY_FILES for f in by_month[month]}


def _outcome(rewritten: set[Path]) -> str:
    """The lines to write: what stays of the files rewritten, and the incoming lines that are new or changed."""
    incoming = f"SELECT a.* FROM staged AS a ANTI JOIN (FROM met WHERE same) AS b ON {SAME_KEY}"
    if not rewritten:
        return incoming
    kept = f"SELECT a.* FROM {parquet(sorted(rewritten))} AS a ANTI JOIN dropped AS b ON {SAME_KEY}"
    return f"{kept} UNION ALL BY NAME {incoming}"


def _count(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    """The one number a query gives."""
    return int(con.execute(sql).fetchall()[0][0])
