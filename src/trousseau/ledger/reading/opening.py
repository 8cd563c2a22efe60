"""What a file is, by its content and never by its name; packed files are unpacked, within limits."""

from __future__ import annotations

import errno
import gzip
import io
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from trousseau.ledger.reading.encoding import marked_encoding
from trousseau.ledger.reading.extent import check_extent
from trousseau.ledger.reading.model import ReadingError

FREE = 256 << 20
"""Bytes that may be unpacked whatever the ratio."""
RATIO = 100
"""Beyond FREE, sales unpack to a few dozen times their size; a bomb to a thousand."""
WORKBOOK_LIMIT = 2 << 30
"""Most bytes of XML a workbook may hold: it is loaded at once."""
_DEFLATE = 1032  # the best deflate can do
_BLOCK = 1 << 20
_HEAD = 1 << 16

_KINDS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"SQLite format 3", "sqlite"),
    (b"ARROW1", "arrow"),
    (b"FEA1", "arrow"),
    (b"{\\rtf", "word"),
    (b"\x7fELF", "unknown"),
    (b"MZ", "unknown"),
)
_PACKERS = (
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "rar"),
)


@dataclass
class Opened:
    """A file whose kind is known.

    Attributes:
        path: The file as given.
        kind: "text", "parquet", "xlsx", "xlsb", "xls" or "ods".
        compression: "gzip", "zip" or None.
        inner: Where the content is: the file itself, or its unpacked copy.
        folder: The temporary folder that holds the copy.
    """

    path: Path
    kind: str
    compression: str | None
    inner: Path
    folder: tempfile.TemporaryDirectory[str] | None = None

    def close(self) -> None:
        """Remove the unpacked copy."""
        if self.folder is not None:
            self.folder.cleanup()


@contextmanager
def clear_errors() -> Iterator[None]:
    """Turn what the system says into a ReadingError."""
    try:
        yield
    except FileNotFoundError as error:
        raise ReadingError("missing_file") from error
    except IsADirectoryError as error:
        raise ReadingError("is_folder") from error
    except PermissionError as error:
        raise ReadingError("no_permission") from error
    except gzip.BadGzipFile as error:
        raise ReadingError("corrupt_gzip") from error
    except EOFError as error:
        raise ReadingError("truncated_gzip") from error
    except zlib.error as error:
        raise ReadingError("corrupt_gzip") from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ReadingError("no_space") from error
        raise ReadingError("cannot_read", detail=error.strerror or str(error)) from error


def open_file(path: Path) -> Opened:
    """Find what a file is; an archive or a packed workbook is unpacked into a temporary folder.

    Raises:
        ReadingError: When it is not a table that can be read.
    """
    with clear_errors():
        if path.is_dir():
            raise ReadingError("is_folder")
        with path.open("rb") as file:
            head = file.read(_HEAD)
    if not head:
        raise ReadingError("empty_file")
    if head.startswith(b"\x1f\x8b"):
        return _open_gzip(path)
    if head.startswith(b"PK\x05\x06"):
        raise ReadingError("zip_empty")
    if head.startswith(b"PK\x03\x04"):
        return _open_zip(path)
    return Opened(path, _kind(head, path), None, path)


def limited(stream: IO[bytes], packed: int) -> Iterator[bytes]:
    """The blocks of an unpacked stream, until there are too many for what was packed."""
    limit = max(FREE, RATIO * packed)
    total = 0
    while block := stream.read(_BLOCK):
        total += len(block)
        if total > limit:
            raise ReadingError("too_large_unpacked", unpacked=total, limit=limit)
        yield block


class Limited(io.RawIOBase):
    """The stream of a packed text, which stops with a ReadingError when it grows beyond belief."""

    def __init__(self, stream: IO[bytes], packed: int) -> None:
        super().__init__()
        self._stream = stream
        self._limit = max(FREE, RATIO * packed)
        self._total = 0

    def read(self, size: int = -1) -> bytes:
        """At most `size` unpacked bytes."""
        with clear_errors():
            block = self._stream.read(size)
        self._total += len(block)
        if self._total > self._limit:
            raise ReadingError("too_large_unpacked", unpacked=self._total, limit=self._limit)
        return block

    def close(self) -> None:
        """Close the packed stream too."""
        self._stream.close()
        super().close()


def text_stream(opened: Opened, raw: BinaryIO) -> BinaryIO:
    """The unpacked bytes of a text file, from its open file."""
    if opened.compression == "gzip":
        packed = cast("IO[bytes]", gzip.GzipFile(fileobj=raw))
        return cast("BinaryIO", Limited(packed, opened.path.stat().st_size))
    return raw


def _open_gzip(path: Path) -> Opened:
    with clear_errors():
        packed = path.stat().st_size
        with path.open("rb") as raw:
            raw.seek(max(packed - 4, 0))
            declared = int.from_bytes(raw.read(4), "little")
        limit = max(FREE, RATIO * packed)
        if declared > limit and _unpacks_beyond(path, limit):
            raise ReadingError("too_large_unpacked", unpacked=declared, limit=limit)
        with gzip.open(path) as stream:
            head = stream.read(_HEAD)
    if not head:
        raise ReadingError("empty_file")
    if not head.startswith((b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0")):
        return Opened(path, _kind(head, path), "gzip", path)
    with clear_errors(), gzip.open(path) as stream:
        return _unpacked(path, cast("IO[bytes]", stream), path.stat().st_size, "gzip")


def _unpacks_beyond(path: Path, limit: int) -> bool:
    """Count what a gzip file really holds: the size at its end may be rubbish when it is cut short."""
    total = 0
    with gzip.open(path) as stream:
        try:
            while total <= limit and (block := stream.read(_BLOCK)):
                total += len(block)
        except (EOFError, OSError, zlib.error):
            return False
    return total > limit


def _open_zip(path: Path) -> Opened:
    try:
        with zipfile.ZipFile(path) as archive:
            kind = _office(archive)
            if kind:
                check_workbook(archive)
                check_extent(archive, kind)
                return Opened(path, kind, None, path)
            files = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_litter(entry.filename)]
            if not files:
                raise ReadingError("zip_empty")
            if len(files) > 1:
                names = [entry.filename for entry in files[:5]]
                raise ReadingError("zip_several_files", files=len(files), names=names)
            if files[0].flag_bits & 1:
                raise ReadingError("zip_encrypted")
            _check_declared(files, max(FREE, RATIO * path.stat().st_size))
            with clear_errors(), archive.open(files[0]) as stream:
                return _unpacked(path, stream, files[0].compress_size, "zip")
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError, RuntimeError) as error:
        with clear_errors(), path.open("rb") as raw:
            head = raw.read(4096)
        if b"[Content_Types].xml" in head or b"xl/" in head:
            raise ReadingError("corrupt_workbook", format="xlsx") from error
        if b"mimetypeapplication/vnd.oasis" in head:
            raise ReadingError("corrupt_workbook", format="ods") from error
        raise ReadingError("corrupt_zip") from error


def _office(archive: zipfile.ZipFile) -> str | None:
    """The workbook that an archive is, if it is one; other office files are refused."""
    names = set(archive.namelist())
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "[Content_Types].xml" in names:
        if any(name.startswith("xl/") for name in names):
            return "xlsx"
        if any(name.startswith("word/") for name in names):
            raise ReadingError("binary_file", kind="word")
        if any(name.startswith("ppt/") for name in names):
            raise ReadingError("binary_file", kind="powerpoint")
    if "mimetype" in names and "content.xml" in names:
        if b"spreadsheet" in archive.read("mimetype")[:200]:
            return "ods"
        raise ReadingError("binary_file", kind="word")
    return None


def check_workbook(archive: zipfile.ZipFile) -> None:
    """Refuse a workbook that would unpack to too much, whatever it declares."""
    entries = archive.infolist()
    _check_declared(entries, WORKBOOK_LIMIT)
    if sum(entry.compress_size for entry in entries) * _DEFLATE <= WORKBOOK_LIMIT:
        return
    total = 0
    for entry in entries:
        with archive.open(entry) as stream:
            while block := stream.read(_BLOCK):
                total += len(block)
                if total > WORKBOOK_LIMIT:
                    raise ReadingError("too_large_unpacked", unpacked=total, limit=WORKBOOK_LIMIT)


def _check_declared(entries: list[zipfile.ZipInfo], limit: int) -> None:
    declared = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if declared > limit or (declared > FREE and declared > RATIO * packed):
        raise ReadingError("too_large_unpacked", unpacked=declared, limit=limit)


def _is_litter(name: str) -> bool:
    return name.startswith("__MACOSX/") or Path(name).name in (".DS_Store", "Thumbs.db")


def _unpacked(path: Path, stream: IO[bytes], packed: int, compression: str) -> Opened:
    """Unpack into a temporary folder, under a name of ours."""
    with clear_errors():
        folder = tempfile.TemporaryDirectory(prefix="trousseau-")
    try:
        inner = Path(folder.name) / "content"
        with clear_errors(), inner.open("wb") as copy:
            for block in limited(stream, packed):
                copy.write(block)
        kind = _kind_inside(inner)
    except BaseException:
        shutil.rmtree(folder.name, ignore_errors=True)
        folder.cleanup()
        raise
    return Opened(path, kind, compression, inner, folder)


def _kind_inside(inner: Path) -> str:
    """The kind of an unpacked file, which may not be packed again."""
    opened = open_file(inner)
    if opened.folder is not None or opened.compression:
        opened.close()
        raise ReadingError("binary_file", kind="archive")
    return opened.kind


def _kind(head: bytes, path: Path) -> str:
    """The kind of a file that is not packed, by its first bytes."""
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound(path)
    for start, packer in _PACKERS:
        if head.startswith(start):
            raise ReadingError("compression", kind=packer)
    for start, kind in _KINDS:
        if head.startswith(start):
            raise ReadingError("binary_file", kind=kind)
    if not marked_encoding(head):
        _refuse_markup(head)
        controls = sum(head.count(bytes([byte])) for byte in (*range(9), *range(14, 27), 28, 29))
        if controls > max(1, len(head) // 200) or head.count(0) > len(head) // 1000 + 4:
            raise ReadingError("binary_file", kind="unknown")
    return "text"


def _refuse_markup(head: bytes) -> None:
    """Refuse pages, XML and JSON: text, but no table."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    low = text[:512].lower()
    if low.startswith((b"<!doctype html", b"<html")) or (low.startswith(b"<") and b"<table" in head.lower()):
        raise ReadingError("html_table")
    if low.startswith(b"<?xml") or (low.startswith(b"<") and low.rstrip().endswith(b">")):
        raise ReadingError("binary_file", kind="xml")
    if low.startswith((b"{", b"[{")):
        raise ReadingError("binary_file", kind="json")


def _compound(path: Path) -> str:
    """An old Office file: a workbook, a protected workbook, or something else."""
    with clear_errors(), path.open("rb") as file:
        content = file.read(64 << 20)
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise ReadingError("password")
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return "xls"
    kind = "word" if "WordDocument".encode("utf-16-le") in content else "outlook"
    raise ReadingError("binary_file", kind=kind)
