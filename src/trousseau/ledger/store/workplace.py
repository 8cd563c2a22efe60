"""The one writer's place of work: alone by a lock, swept before and after, its failures told in our words."""

from __future__ import annotations

import errno
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from deltalake.exceptions import DeltaError

from trousseau.ledger.store.errors import StoreError
from trousseau.ledger.store.lock import writing


@contextmanager
def alone(
    folder: Path,
    scratch: Path,
    *,
    patience: float,
    waiting: Callable[[], None],
    committed: Callable[[], Iterable[Path]],
) -> Iterator[tuple[Path, str]]:
    """Be the only writer of a folder; gives a scratch folder and a prefix for the names of new data files.

    Data files under the prefix that no commit names (`committed` lists those it does) are removed: at
    once when the work fails, by the next writer when it was killed, who finds the prefix in the file
    `.writing`. Raises `StoreError` for a busy ledger, a full disk, a folder that may not be written.
    """
    prefix = f"part-{uuid.uuid4().hex}"
    room = scratch / prefix
    marker = folder / ".writing"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with writing(folder / ".lock", patience=patience, waiting=waiting):
            if marker.exists():
                _sweep(folder, Path(marker.read_text(encoding="utf-8")), committed())
            try:
                marker.write_text(str(room), encoding="utf-8")
                room.mkdir(parents=True)
                yield room, prefix
            finally:
                _sweep(folder, room, committed())
                marker.unlink(missing_ok=True)
    except (OSError, duckdb.Error, DeltaError) as error:
        reason = refusal(error, folder)
        if reason is None:
            raise
        raise reason from error


def _sweep(folder: Path, room: Path, committed: Iterable[Path]) -> None:
    """Remove a writer's room and the data files that bear its name, except committed ones."""
    if not room.name.startswith("part-"):  # the writer was killed before it had written where it works
        return
    shutil.rmtree(room, ignore_errors=True)
    written = set(folder.glob(f"month=*/{room.name}-*"))
    if written:
        for file in written - set(committed):
            file.unlink(missing_ok=True)


def refusal(error: BaseException, folder: Path) -> StoreError | None:
    """What to tell when a failure comes from the disk, directly or inside a library; None for any other."""
    said = str(error)
    number = getattr(error, "errno", None)
    if number in {errno.ENOSPC, errno.EDQUOT} or "No space left" in said or "quota exceeded" in said:
        return StoreError("disk_full", path=str(folder))
    if number in {errno.EACCES, errno.EPERM, errno.EROFS} or any(
        sign in said for sign in ("Permission denied", "Read-only file system", "Operation not permitted")
    ):
        return StoreError("ledger_read_only", path=str(folder))
    return None
