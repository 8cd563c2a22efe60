"""DuckDB as this room uses it: bounded, in memory, spilling where it is told to, SQL in files beside the code.

The SQL files are plain on purpose (no ASOF, no generate_series, no EXCLUDE): the same text,
transpiled, can run on another engine. Names in `{braces}` are filled with relations, which are ours,
never with people's input.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import duckdb

MEMORY = os.environ.get("TROUSSEAU_MEMORY", "600MB")
"""What DuckDB may hold in memory for one heavy step before it spills to disk."""

QUERIES = Path(__file__).parent


@contextmanager
def session(scratch: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection for one piece of heavy work; what does not fit in memory goes to `scratch`."""
    with duckdb.connect(":memory:") as con:
        con.execute(f"SET memory_limit = '{MEMORY}'")
        con.execute("SET preserve_insertion_order = false")
        con.execute("SET enable_progress_bar = false")
        if scratch is not None:
            con.execute(f"SET temp_directory = {text(scratch)}")
        yield con


@contextmanager
def reading() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection for one answer: a cursor on one database of this process, cheap to get, safe in any thread."""
    with _database(os.getpid()).cursor() as con:
        yield con


@cache
def _database(_process: int) -> duckdb.DuckDBPyConnection:
    """The process's database in memory; after a fork the child makes its own."""
    con = duckdb.connect(":memory:")
    con.execute(f"SET memory_limit = '{MEMORY}'")
    con.execute("SET enable_progress_bar = false")
    return con


@cache
def query(name: str) -> str:
    """The text of a SQL file of this room, such as `facts/prepare.sql`."""
    return (QUERIES / name).read_text(encoding="utf-8")


def text(value: object) -> str:
    """A SQL string literal."""
    return "'" + str(value).replace("'", "''") + "'"


def parquet(files: Iterable[Path | str], options: str = "") -> str:
    """A relation over Parquet files of the same schema."""
    names = ", ".join(text(file) for file in files)
    return f"read_parquet([{names}]{options})"
