"""The Delta table under the ledger: its versions, the files of each, and commits of whole files.

Lines are partitioned by month; a commit adds and removes files, so an import rewrites only the files
that hold a line it corrects. What each commit did is written in the commit itself: whether an import
happened is asked of the log.
"""

from __future__ import annotations

import json
import urllib.parse
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties
from deltalake.exceptions import TableNotFoundError
from deltalake.transaction import AddAction, RemoveAction

from trousseau.ledger.lines import LINES
from trousseau.ledger.store.errors import StoreError

STORED = pa.schema(
    [
        *LINES,
        pa.field("source", pa.string()),  # whose numbering `document` and `line` are
        pa.field("import_id", pa.string()),  # the import that wrote the line as it is
        pa.field("key_high", pa.int64()),  # with key_low and occurrence: what makes it the same line, see key.sql
        pa.field("key_low", pa.int64()),
        pa.field("occurrence", pa.int64()),
        pa.field("content", pa.int64()),  # a digest of all fields: has the line changed?
        pa.field("month", pa.string()),  # YYYY-MM of `date`; the partition
    ]
)
"""What the ledger holds of a line."""

CONFIGURATION: dict[str, str | None] = {
    # Old versions are what undo and frozen check-ups stand on: only Ledger.vacuum removes them.
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
    "delta.enableExpiredLogCleanup": "false",
    "delta.checkpointInterval": "50",
}


@dataclass(frozen=True)
class Entry:
    """What one commit of the ledger did, kept in the commit."""

    action: str
    import_id: str
    source: str
    new: int
    changed: int
    unchanged: int
    removed: int
    months: str
    lines: int
    version: int = -1


def open_table(folder: Path, version: int | None = None) -> DeltaTable | None:
    """The table as of a version (newest: None), or None while there is no ledger."""
    try:
        return DeltaTable(folder, version=version)
    except TableNotFoundError:
        return None
    except Exception as error:
        if version is not None and (folder / "_delta_log").is_dir():
            raise StoreError("no_such_version", version=version) from error
        raise StoreError("ledger_unreadable", path=str(folder), detail=str(error)) from error


def create_table(folder: Path) -> DeltaTable:
    """An empty ledger (version 0)."""
    return DeltaTable.create(folder, STORED, mode="ignore", partition_by=["month"], configuration=CONFIGURATION)


def files(folder: Path, table: DeltaTable | None) -> dict[Path, int]:
    """The data files of a version, with the size of each in bytes."""
    if table is None:
        return {}
    actions = pa.table(table.get_add_actions(flatten=True))
    paths = [folder / urllib.parse.unquote(path) for path in actions["path"].to_pylist()]
    return dict(zip(paths, actions["size_bytes"].to_pylist(), strict=True))


def lines_held(table: DeltaTable | None) -> int:
    """How many lines a version holds, from its log."""
    if table is None:
        return 0
    return sum(pa.table(table.get_add_actions(flatten=True))["num_records"].to_pylist())


def commit(
    folder: Path, table: DeltaTable, added: dict[Path, tuple[int, int]], removed: dict[Path, int], entry: Entry
) -> int:
    """Add files (size in bytes and lines of each) and remove others, as one version; returns it."""
    now = 0
    actions: list[AddAction | RemoveAction] = []
    for path, (size, lines) in added.items():
        actions.append(
            AddAction(
                path=path.relative_to(folder).as_posix(),
                size=size,
                partition_values={"month": month_of(path)},
                modification_time=now,
                data_change=True,
                stats=json.dumps({"numRecords": lines}),
            )
        )
    for path, size in removed.items():
        actions.append(
            RemoveAction(
                path=path.relative_to(folder).as_posix(),
                data_change=True,
                deletion_timestamp=now,
                size=size,
                partition_values={"month": month_of(path)},
            )
        )
    properties = CommitProperties(
        custom_metadata={"trousseau": json.dumps({k: v for k, v in asdict(entry).items() if k != "version"})},
        max_commit_retries=0,
    )
    table.create_write_transaction(
        actions,
        mode="append",
        schema=STORED,
        partition_by=["month"],
        commit_properties=properties,
        post_commithook_properties=PostCommitHookProperties(cleanup_expired_logs=False),
    )
    table.update_incremental()
    return table.version()


def month_of(path: Path) -> str:
    """The partition a data file is in."""
    return path.parent.name.removeprefix("month=")


def entries(table: DeltaTable | None) -> list[Entry]:
    """What each commit did, newest first."""
    if table is None:
        return []
    found = []
    for commit_info in table.history():
        if "trousseau" in commit_info:
            said = json.loads(commit_info["trousseau"])
            found.append(Entry(**said, version=int(commit_info["version"])))
    return found
