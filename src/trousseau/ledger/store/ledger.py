"""The door of the store: open a ledger, append to it, undo an import, look at any of its versions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from trousseau.ledger.duck import session
from trousseau.ledger.store import delta
from trousseau.ledger.store.delta import STORED, Entry
from trousseau.ledger.store.errors import StoreError
from trousseau.ledger.store.files import stage
from trousseau.ledger.store.undo import undo
from trousseau.ledger.store.upsert import Changes, Replace, upsert
from trousseau.ledger.store.workplace import alone

Progress = Callable[[int, int | None, str], None]
"""`report(done, total or None, step)`; step is one of waiting, reading, comparing, writing. Raising
cancels."""


@dataclass(frozen=True)
class Written:
    """What an import or an undo did.

    For an import `new + changed + unchanged` is the number of lines given; for an undo `new` came
    back after having been removed, `changed` are again what they were, `removed` went. `version` is
    the ledger's version afterwards (the same as before when nothing changed); `months_touched` are
    written YYYY-MM; `lines_total` is what the ledger now holds.
    """

    version: int
    version_before: int
    new: int
    changed: int
    unchanged: int
    removed: int
    months_touched: tuple[str, ...]
    lines_total: int


class Ledger:
    """A ledger in a folder (made by the first append). Opening one costs nothing and needs no lock."""

    def __init__(self, folder: Path | str, *, scratch: Path | str | None = None) -> None:
        """`scratch` is where batches are spilled while they are read; in the ledger when not given."""
        self.folder = Path(folder).absolute()
        self.scratch = Path(scratch).absolute() if scratch is not None else self.folder / ".scratch"

    @property
    def version(self) -> int:
        """The newest version, -1 while the ledger is empty."""
        table = delta.open_table(self.folder)
        return -1 if table is None else table.version()

    def files(self, version: int | None = None) -> dict[Path, int]:
        """The Parquet files of a version (the newest: None), by month folder, with their size in bytes."""
        return delta.files(self.folder, delta.open_table(self.folder, version))

    def lines(self, version: int | None = None) -> pa.RecordBatchReader:
        """Stream the lines of a version, with `source`, `import_id` and `month` (tests, exports; unordered)."""
        names = sorted(self.files(version))
        kept = [*STORED.names[: STORED.get_field_index("key_high")], "month"]
        schema = pa.schema([STORED.field(name) for name in kept])

        def batches() -> Iterator[pa.RecordBatch]:
            for name in names:
                with pq.ParquetFile(name) as file:
                    for batch in file.iter_batches(columns=kept[:-1]):
                        month = pa.array([delta.month_of(name)] * batch.num_rows, pa.string())
                        arrays = {**dict(zip(batch.schema.names, batch.columns, strict=True)), "month": month}
                        yield pa.RecordBatch.from_arrays(
                            [arrays[n].cast(schema.field(n).type) for n in kept], schema=schema
                        )

        return pa.RecordBatchReader.from_batches(schema, batches())

    def append(
        self,
        batches: Iterable[pa.RecordBatch],
        *,
        source: str,
        import_id: str,
        on_progress: Progress | None = None,
        replace: Replace = "ask",
        gone: Sequence[str] = (),
        patience: float = 600.0,
    ) -> Written:
        """Upsert a stream of LINES batches as one version.

        A line is the same line when (source, document, line, occurrence in the file) are the same,
        or, where it lacks a document or a line number, when all its fields are (with the occurrence).
        Same lines: no version at all. Lines without a key that the ledger holds in the file's scope
        (its documents, else its period) and the file no longer has: see `AskReplaceError`; with `whole`
        the file stands for all of its source, and they go; with `keyed` a line's number alone says which line of
        its source it is, and those numbered in `gone` go. Called
        again with an `import_id` that has been committed, it does nothing and says what was done (a
        job started again after a kill). Waits `patience` seconds for another writer. Raises
        `StoreError`, or what `batches` or `on_progress` raised; then the ledger is as before.
        """
        report = on_progress or _silent
        with self._alone(report, patience) as (room, prefix):
            table = delta.open_table(self.folder)
            done = _last(delta.entries(table), import_id)
            if done is not None and done.action == "import":
                return _written(done, done.version, done.version - 1)
            with session(room) as con:
                staged = stage(
                    con,
                    batches,
                    room,
                    source=source,
                    import_id=import_id,
                    report=lambda lines: report(lines, None, "reading"),
                )
                changes = upsert(
                    con,
                    staged,
                    sorted(delta.files(self.folder, table)),
                    self.folder,
                    prefix,
                    source=source,
                    replace=replace,
                    gone=gone,
                    report=report,
                )
            return self._commit("import", import_id, source, changes)

    def holds(self, import_id: str) -> bool:
        """Whether an import was committed and has not been undone."""
        last = _last(delta.entries(delta.open_table(self.folder)), import_id)
        return last is not None and last.action == "import"

    def undo(self, import_id: str, *, on_progress: Progress | None = None, patience: float = 600.0) -> Written:
        """Take an import back: the lines it was the last to write go, what they replaced or removed returns.

        Lines overwritten by a later import stay as that import left them. Undoing twice changes nothing.
        Raises `StoreError` (`no_such_import`, `undo_too_old`, and those of `append`).
        """
        report = on_progress or _silent
        with self._alone(report, patience) as (room, prefix):
            table = delta.open_table(self.folder)
            log = delta.entries(table)
            last = _last(log, import_id)
            if last is None:
                raise StoreError("no_such_import", import_id=import_id)
            if last.action == "undo":
                return _written(last, last.version, last.version - 1)
            latest = {entry.import_id: entry for entry in reversed(log)}
            undone = [e for e in log if e.action == "import" and latest[e.import_id].action == "undo"]
            with session(room) as con:
                report(0, None, "comparing")
                changes = undo(
                    con,
                    last,
                    undone=undone,
                    held=sorted(delta.files(self.folder, table)),
                    files_of=self.files,
                    folder=self.folder,
                    prefix=prefix,
                )
            return self._commit("undo", import_id, last.source, changes)

    def vacuum(self, keep_versions: Iterable[int] = (), *, undoable: int = 20, patience: float = 600.0) -> int:
        """Delete data files no kept version needs and return how many.

        Kept: the newest version, `keep_versions` (those frozen by check-ups) and what is needed to
        undo the last `undoable` imports. A reader that opened another version before loses its files:
        call it when quiet.
        """
        with self._alone(_silent, patience):
            table = delta.open_table(self.folder)
            if table is None:
                return 0
            recent = [entry.version for entry in delta.entries(table) if entry.action == "import"][:undoable]
            versions = {table.version(), *keep_versions, *recent, *(v - 1 for v in recent)}
            kept = {file for version in versions if version >= 0 for file in self.files(version)}
            old = [file for file in self.folder.glob("month=*/*.parquet") if file not in kept]
            for file in old:
                file.unlink(missing_ok=True)
            return len(old)

    def _alone(self, report: Progress, patience: float) -> AbstractContextManager[tuple[Path, str]]:
        """Be the one writer of this ledger."""
        return alone(
            self.folder,
            self.scratch,
            patience=patience,
            waiting=lambda: report(0, None, "waiting"),
            committed=self.files,
        )

    def _commit(self, action: str, import_id: str, source: str, changes: Changes) -> Written:
        """Make the changes a version, if there are any; an undo is one even then, so that later ones know of it."""
        table = delta.open_table(self.folder)
        before = -1 if table is None else table.version()
        sizes, total = delta.files(self.folder, table), delta.lines_held(table)
        months = {delta.month_of(f) for f in (*changes.added, *changes.removed_files)}
        entry = Entry(
            action=action,
            import_id=import_id,
            source=source,
            new=changes.new,
            changed=changes.changed,
            unchanged=changes.unchanged,
            removed=changes.removed,
            months=" ".join(sorted(months)),
            lines=total + changes.new - changes.removed,
        )
        if not months and action == "import":
            return _written(entry, before, before)
        table = table or delta.create_table(self.folder)
        removed = {file: sizes[file] for file in changes.removed_files}
        version = delta.commit(self.folder, table, changes.added, removed, entry)
        return _written(entry, version, version - 1)


def _written(entry: Entry, version: int, before: int) -> Written:
    """What a commit did, in the words of the door."""
    return Written(
        version=version,
        version_before=before,
        new=entry.new,
        changed=entry.changed,
        unchanged=entry.unchanged,
        removed=entry.removed,
        months_touched=tuple(entry.months.split()),
        lines_total=entry.lines,
    )


def _last(log: list[Entry], import_id: str) -> Entry | None:
    """The last thing done with an import (the log is newest first)."""
    return next((entry for entry in log if entry.import_id == import_id), None)


def _silent(done: int, total: int | None, step: str) -> None:
    """Nobody watches."""
