"""The door of the store: open a ledger, append to it, undo an import, look at any of its versions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pyarrow as pa

Progress = Callable[[int, int | None, str], None]
"""`report(done, total or None, step)`; step is one of waiting, reading, comparing, writing. Raising cancels."""

Replace = Literal["ask", "add", "replace"]


@dataclass(frozen=True)
class Written:
    """What an import or an undo did: `new + changed + unchanged` is the number of lines given.

    `version` is the ledger's version afterwards (the same as before when nothing changed); `version_before` the one
    before; `months_touched` as YYYY-MM; `lines_total` the lines the ledger now holds.
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
        """`scratch` is where batches are spilled while they are read; beside the ledger when not given."""
        raise NotImplementedError

    @property
    def version(self) -> int:
        """The newest version, -1 while the ledger is empty."""
        raise NotImplementedError

    def append(
        self,
        batches: Iterable[pa.RecordBatch],
        *,
        source: str,
        import_id: str,
        on_progress: Progress | None = None,
        replace: Replace = "ask",
        patience: float = 600.0,
    ) -> Written:
        """Upsert a stream of LINES batches as one version.

        A line is the same line when (source, document, line, occurrence in the file) are the same, or, where it
        lacks a document or a line number, when all its fields are (with the occurrence). Same lines: no version at
        all. Lines without a key that the ledger holds in the file's scope (its documents, else its period) and the
        file no longer has: see `AskReplaceError`. Called again with an `import_id` that has been committed, it does
        nothing and says what was done (a job started again after a kill). Waits `patience` seconds for another
        writer. Raises `StoreError`; whatever is raised, the ledger is as before.
        """
        raise NotImplementedError

    def undo(
        self, import_id: str, *, on_progress: Progress | None = None, patience: float = 600.0
    ) -> Written:
        """Take an import back: the lines it was the last to write go, what they replaced or removed returns.

        Lines overwritten by a later import stay as that import left them. Undoing twice changes nothing.
        """
        raise NotImplementedError

    def lines(self, version: int | None = None) -> pa.RecordBatchReader:
        """Stream the lines of a version, with `source`, `import_id` and `month` (tests, exports; unordered)."""
        raise NotImplementedError

    def vacuum(self, keep_versions: Iterable[int] = (), *, undoable: int = 20) -> int:
        """Delete files no kept version needs and return how many.

        Kept: the newest version, `keep_versions` (those frozen by check-ups) and what is needed to undo the last
        `undoable` imports.
        """
        raise NotImplementedError
