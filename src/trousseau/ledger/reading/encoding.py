"""Bytes of any usual encoding given as UTF-8: mark, else strict UTF-8, else cp1252, over the whole file."""

from __future__ import annotations

import codecs
import io
from typing import BinaryIO

UTF8, UTF8_MARK, UTF16, CP1252 = "utf-8", "utf-8-sig", "utf-16", "cp1252"
MIXED = "utf-8+cp1252"
"""UTF-8 with some bytes of cp1252 among it (two files pasted together): right for both."""

_MARKS = ((codecs.BOM_UTF8, UTF8_MARK), (codecs.BOM_UTF16_LE, UTF16), (codecs.BOM_UTF16_BE, UTF16))
_BLOCK = 1 << 20
UNDEFINED = "\ufffd"


class WrongEncodingError(Exception):
    """The bytes are not of the encoding they were read in.

    Attributes:
        multibyte: Whether characters beyond ASCII had been read well before.
        lines: Line ends met before.
    """

    def __init__(self, lines: int, *, multibyte: bool) -> None:
        super().__init__(lines)
        self.lines = lines
        self.multibyte = multibyte


def marked_encoding(head: bytes) -> str | None:
    """The encoding that a byte-order mark announces, or UTF-16 without a mark recognised by its zeros."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    return unmarked_utf16(head)


def unmarked_utf16(head: bytes) -> str | None:
    """UTF-16 without a mark: in western text nearly every other byte is zero."""
    sample = head[:4096]
    half = len(sample) // 2
    if half < 8:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and odd < 0.1 * half else None


def after_failure(*, multibyte: bool) -> str:
    """What a file is that is not UTF-8: cp1252, or a mixture when characters of UTF-8 were met before."""
    return MIXED if multibyte else CP1252


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Read one byte that does not fit as cp1252, or as U+FFFD where cp1252 does not define it."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    byte = error.object[error.start : error.start + 1]
    try:
        return byte.decode(CP1252), error.start + 1
    except UnicodeDecodeError:
        return UNDEFINED, error.start + 1


codecs.register_error("trousseau-cp1252", _as_cp1252)


class Utf8Stream(io.RawIOBase):
    """A stream of bytes decoded block by block and given as UTF-8.

    Attributes:
        undefined: Bytes that cp1252 does not define (given as U+FFFD).
        error: The error met while reading, kept because callers written in C may lose it.
    """

    def __init__(self, raw: BinaryIO, encoding: str, *, skip: int = 0) -> None:
        super().__init__()
        self._raw = raw
        self._encoding = encoding
        self._left = b""
        self._at = 0
        self._skip = skip
        self._lines = 0
        self._multibyte = False
        self.undefined = 0
        self.error: BaseException | None = None
        lenient = encoding in (MIXED, CP1252)
        codec = UTF8 if encoding == MIXED else encoding
        self._decoder = codecs.getincrementaldecoder(codec)("trousseau-cp1252" if lenient else "strict")
        self._lenient = lenient

    def readable(self) -> bool:
        """Always: this is a stream to read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes of UTF-8, b"" at the end."""
        try:
            return self._read(size)
        except BaseException as error:
            self.error = error
            raise

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill a buffer."""
        got = self.read(len(buffer))
        buffer[: len(got)] = got
        return len(got)

    def _read(self, size: int) -> bytes:
        parts: list[bytes] = []
        wanted = size if size >= 0 else 1 << 62
        while wanted > 0:
            if self._at == len(self._left) and not self._fill():
                break
            part = self._left[self._at : self._at + wanted]
            self._at += len(part)
            wanted -= len(part)
            parts.append(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _fill(self) -> bool:
        while True:
            block = self._raw.read(_BLOCK)
            text = self._decode(block)
            if text and self._skip:
                cut = min(self._skip, len(text))
                self._skip -= cut
                text = text[cut:]
            self._left, self._at = text, 0
            if text:
                return True
            if not block:
                return False

    def _decode(self, block: bytes) -> bytes:
        # bytes held back by the decoder would make the short way wrong
        if self._encoding in (UTF8, CP1252) and block.isascii() and not self._decoder.getstate()[0]:
            self._lines += block.count(b"\n")
            return block
        try:
            text = self._decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            before = error.object[: error.start]
            lines = self._lines + before.count(b"\n")
            raise WrongEncodingError(lines, multibyte=self._multibyte or not before.isascii()) from error
        except UnicodeError as error:  # UTF-16 without its mark
            raise WrongEncodingError(self._lines, multibyte=False) from error
        if not text.isascii():
            self._multibyte = True
            if self._lenient:
                self.undefined += text.count(UNDEFINED)
        self._lines += block.count(b"\n")
        return text.encode("utf-8", "replace")
