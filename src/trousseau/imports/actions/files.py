"""A file comes in: copied into the data folder piece by piece, under a name that can harm nobody."""

from __future__ import annotations

import errno
import hashlib
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.conf import settings

from trousseau.accounts.models import opaque_id
from trousseau.imports import folders
from trousseau.jobs.registry import JobError

PIECE = 1 << 20
LONGEST_NAME = 120
OnPiece = Callable[[int], None]


def limit() -> int:
    """The largest file taken in, in bytes (setting UPLOAD_LIMIT, 4 GiB when it says nothing)."""
    return int(getattr(settings, "UPLOAD_LIMIT", 4 * 1024**3))


def harmless(name: str) -> str:
    """A file name without folders, signs that systems read, or length: `../a:b.csv` is `a_b.csv`."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = "".join(sign if sign.isalnum() or sign in " ._-()" else "_" for sign in last).strip(" .")
    stem, dot, suffix = plain.rpartition(".")
    if not dot:
        stem, suffix = plain, ""
    stem = stem[: LONGEST_NAME - len(suffix) - 1].strip(" .") or "file"
    return f"{stem}.{suffix[:12]}" if suffix else stem


def keep(pieces: Iterable[bytes], name: str, *, folder: str = "") -> tuple[str, int, str]:
    """Copy a stream under files/; gives the path relative to it, the size in bytes and the SHA-256.

    Raises JobError `file_too_large` (limit), `disk_full` (path), `not_writable` (path); nothing is left
    behind then.
    """
    stored = Path(folder) / opaque_id() / harmless(name)
    path = folders.files() / stored
    digest, size = hashlib.sha256(), 0
    try:
        path.parent.mkdir(parents=True)
        with path.open("xb") as copy:
            for piece in pieces:
                size = _within(size + len(piece))
                digest.update(piece)
                copy.write(piece)
    except OSError as error:
        drop(str(stored))
        code = "disk_full" if error.errno in {errno.ENOSPC, errno.EDQUOT} else "not_writable"
        raise JobError(code, path=str(folders.files())) from error
    except BaseException:
        drop(str(stored))
        raise
    return str(stored), size, digest.hexdigest()


def _within(size: int) -> int:
    if size > limit():
        raise JobError("file_too_large", limit=limit())
    return size


def pieces_of(path: Path) -> Iterator[bytes]:
    """A file in pieces of a megabyte."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def drop(stored: str) -> None:
    """Remove a copy and the folder made for it, never anything outside files/."""
    root = folders.files().resolve()
    folder = (root / stored).resolve().parent
    if folder != root and folder.is_relative_to(root):
        shutil.rmtree(folder, ignore_errors=True)
