"""Taking an import back, also after later ones: its lines go, what they replaced returns.

A commit removes whole files, so what an import replaced is in the files its commit removed: the lines
there whose key the commit did not carry over unchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import duckdb

from trousseau.ledger.duck import parquet, text
from trousseau.ledger.store.delta import Entry
from trousseau.ledger.store.errors import StoreError
from trousseau.ledger.store.files import COLUMNS, no_lines, write
from trousseau.ledger.store.upsert import SAME_KEY, Changes

FilesOf = Callable[[int], Iterable[Path]]
"""The data files of a version."""


def undo(
    con: duckdb.DuckDBPyConnection,
    entry: Entry,
    *,
    undone: Iterable[Entry],
    held: list[Path],
    files_of: FilesOf,
    folder: Path,
    prefix: str,
) -> Changes:
    """Write the files of a ledger without the import of `entry`; `undone` are the imports taken back before."""
    con.execute(
        f"CREATE TEMP TABLE mine AS SELECT key_high, key_low, occurrence, filename AS file "
        f"FROM {parquet(held, ', filename = true')} WHERE import_id = {text(entry.import_id)}"
        if held
        else "CREATE TEMP TABLE mine (key_high BIGINT, key_low BIGINT, occurrence BIGINT, file TEXT)"
    )
    _replaced(con, entry, files_of, "candidate")
    current = f"SELECT key_high, key_low, occurrence FROM {parquet(held)}" if held else "SELECT * FROM mine WHERE false"
    con.execute(
        "CREATE TEMP TABLE restored AS "
        f"SELECT a.* FROM candidate AS a SEMI JOIN mine AS b ON {SAME_KEY} WHERE a.replaced UNION ALL "
        f"SELECT a.* FROM candidate AS a ANTI JOIN ({current}) AS b ON {SAME_KEY} WHERE NOT a.replaced"
    )
    # What an import undone meanwhile had written does not come back: what it had replaced does.
    for other in sorted(undone, key=lambda e: e.version, reverse=True):
        if other.version < entry.version:
            _see_through(con, other, files_of)
    rewritten = {Path(f) for (f,) in con.execute("SELECT DISTINCT file FROM mine").fetchall()}
    removed, restored = (
        int(con.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]) for name in ("mine", "restored")
    )
    if not removed and not restored:
        return Changes({}, frozenset(), 0, 0, 0, 0)
    parts = [f"SELECT {COLUMNS} FROM restored"]
    if rewritten:
        parts.append(f"SELECT {COLUMNS} FROM {parquet(sorted(rewritten))} WHERE import_id <> {text(entry.import_id)}")
    added = write(con, " UNION ALL BY NAME ".join(parts), folder, prefix)
    both = int(con.execute(f"SELECT count(*) FROM restored AS a SEMI JOIN mine AS b ON {SAME_KEY}").fetchall()[0][0])
    return Changes(added, frozenset(rewritten), restored - both, both, 0, removed - both)


def _replaced(con: duckdb.DuckDBPyConnection, entry: Entry, files_of: FilesOf, table: str) -> None:
    """Fill `table` with the lines a commit replaced (`replaced`) or removed (not `replaced`)."""
    before, after = set(files_of(entry.version - 1)), set(files_of(entry.version))
    gone, came = sorted(before - after), sorted(after - before)
    if not gone or not (entry.changed or entry.removed):
        con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT *, true AS replaced FROM ({no_lines()})")
        return
    if not all(file.exists() for file in gone):
        raise StoreError("undo_too_old", import_id=entry.import_id)
    mine = text(entry.import_id)
    written = parquet(came) if came else f"({no_lines()})"
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS "
        f"SELECT {', '.join('a.' + c for c in COLUMNS.split(', '))}, b.key_high IS NOT NULL AS replaced "
        f"FROM {parquet(gone)} AS a LEFT JOIN {written} AS b ON {SAME_KEY} "
        f"WHERE b.key_high IS NULL OR (b.import_id = {mine} AND a.import_id <> {mine})"
    )


def _see_through(con: duckdb.DuckDBPyConnection, other: Entry, files_of: FilesOf) -> None:
    """In `restored`, put what an undone import had replaced in the place of what it had written."""
    theirs = f"import_id = {text(other.import_id)}"
    if not con.execute(f"SELECT count(*) FROM restored WHERE {theirs}").fetchall()[0][0]:
        return
    _replaced(con, other, files_of, "earlier")
    con.execute(
        f"CREATE TEMP TABLE instead AS SELECT a.* FROM earlier AS a "
        f"SEMI JOIN (FROM restored WHERE {theirs}) AS b ON {SAME_KEY}"
    )
    con.execute(f"DELETE FROM restored WHERE {theirs}")
    con.execute("INSERT INTO restored SELECT * FROM instead")
    con.execute("DROP TABLE instead")
