"""Where the files of accounts lie: TROUSSEAU_HOME/files/documents, each under the digest of its content.

A file is written beside its place, forced to the disk and then renamed: a crash leaves the whole file or none. Two
documents of the same content are two files, so that removing one can never take the other's.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from trousseau.knowledge.models import Document


def path_of(document: Document) -> Path:
    """Where the content of a document is."""
    return _folder(document.digest) / f"{document.digest}.{document.public_id}"


def digest_of(pieces: Iterable[bytes]) -> tuple[str, int]:
    """The SHA-256 of a content, and its size."""
    digest, size = hashlib.sha256(), 0
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def write(document: Document, pieces: Iterable[bytes]) -> None:
    """Put a content in its place, whole or not at all."""
    target = path_of(document)
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".new-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
    _settle(target.parent)


def drop(document: Document) -> None:
    """Take a content away; nothing happens where there is none."""
    with contextlib.suppress(FileNotFoundError):
        path_of(document).unlink()


def _folder(digest: str) -> Path:
    return Path(settings.TROUSSEAU_HOME) / "files" / "documents" / digest[:2]


def _settle(folder: Path) -> None:
    """Have the new name itself written, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
