"""Lines on their way to the ledger: spilled while they are read, then written as data files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa

from trousseau.ledger.duck import query, text
from trousseau.ledger.lines import LINES
from trousseau.ledger.store.delta import STORED

COLUMNS = ", ".join(f'"{name}"' for name in STORED.names)
"""The stored columns, quoted, in their order."""

KINDS = {"string": "TEXT", "int64": "BIGINT", "date32[day]": "DATE", "decimal128(18, 4)": "DECIMAL(18, 4)"}
"""How the engine calls the types of the stored columns."""

ROW_GROUP = 100_000
"""Lines a row group: small enough that two threads share a month."""


def stage(
    con: duckdb.DuckDBPyConnection,
    batches: Iterable[pa.RecordBatch],
    into: Path,
    *,
    source: str,
    import_id: str,
    report: Callable[[int], None],
) -> Path:
    """Spill a stream of lines, each with its key and digest, to one Parquet file; `report(lines so far)`."""
    failure: list[BaseException] = []

    def watched() -> Iterator[pa.RecordBatch]:
        done = 0
        try:
            for batch in batches:
                yield batch if batch.schema.equals(LINES) else batch.select(LINES.names).cast(LINES)
                done += batch.num_rows
                report(done)
        except BaseException as error:
            failure.append(error)
            raise

    staged = into / "staged.parquet"
    con.register("batches", pa.RecordBatchReader.from_batches(LINES, watched()))
    select = query("store/key.sql").format(source=text(source), import_id=text(import_id), batches="batches")
    try:
        con.execute(f"COPY ({select}) TO {text(staged)} (FORMAT parquet, COMPRESSION lz4)")
    except duckdb.Error:
        if failure:  # DuckDB wraps what the reader raised: a cancel, a refusal
            raise failure[0] from None
        raise
    finally:
        con.unregister("batches")
    return staged


def write(con: duckdb.DuckDBPyConnection, select: str, folder: Path, prefix: str) -> dict[Path, tuple[int, int]]:
    """Write stored lines into the folder of their month; gives each file's size in bytes and number of lines."""
    pattern = prefix + "-{uuid}"
    rows = con.execute(
        f"COPY (SELECT {COLUMNS} FROM ({select})) TO {text(folder)} (FORMAT parquet, COMPRESSION snappy, APPEND, "
        f"PARTITION_BY (month), FILENAME_PATTERN {text(pattern)}, ROW_GROUP_SIZE {ROW_GROUP}, RETURN_STATS)"
    ).fetchall()
    return {Path(name): (size, count) for name, count, size, *_ in rows}


def no_lines() -> str:
    """A query with the stored columns and no row."""
    columns = ", ".join(f'CAST(NULL AS {KINDS[str(field.type)]}) AS "{field.name}"' for field in STORED)
    return f"SELECT {columns} WHERE false"
