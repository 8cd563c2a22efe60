"""How far the cells of a workbook reach, measured before it is loaded.

A sheet is loaded as a full grid: one stray cell at XFD1048576 would ask for seventeen thousand million cells.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from trousseau.ledger.reading.model import ReadingError

MOST_CELLS = 60_000_000
"""A full sheet of 57 columns; some 2 GB once loaded."""
_BLOCK = 1 << 20
_OVERLAP = 400
_ROW = re.compile(rb'<(?:x:)?row [^>]*?\br="(\d{1,7})"')
_COLUMN = re.compile(rb'<(?:x:)?c [^>]*?\br="([A-Z]{1,3})\d')
_TWO_LETTERS = 702
_REPEATED_CELL = re.compile(rb"<table:table-cell(?=[^>]*office:value-type)[^>]*number-columns-repeated=\"(\d{4,})\"")
_REPEATED_ROW = re.compile(
    rb"<table:table-row[^>]*number-rows-repeated=\"(\d{5,})\"[^>]*>(?:(?!</table:table-row>).){0,4000}?office:value-type",
    re.DOTALL,
)


def check_extent(archive: zipfile.ZipFile, kind: str, most: int = MOST_CELLS) -> None:
    """Refuse a workbook of which a sheet reaches too far to be loaded: beyond `most` cells.

    Raises:
        ReadingError: “sheet_too_large”.
    """
    for name in archive.namelist():
        if kind == "xlsx" and name.startswith("xl/worksheets/") and name.endswith(".xml"):
            _check_sheet(archive, name, most)
        elif kind == "ods" and name == "content.xml":
            _check_repeats(archive, name)


def _check_sheet(archive: zipfile.ZipFile, name: str, most: int) -> None:
    rows = 0
    for window in _windows(archive, name):
        rows = max([rows, *map(int, _ROW.findall(window))])
    if rows * _TWO_LETTERS <= most:
        return
    letters: set[bytes] = set()
    for window in _windows(archive, name):
        letters.update(_COLUMN.findall(window))
    columns = max(map(_number, letters), default=1)
    if rows * columns > most:
        raise ReadingError("sheet_too_large", rows=rows, columns=columns)


def _check_repeats(archive: zipfile.ZipFile, name: str) -> None:
    """An ODS repeats cells and rows by a count: fine for empty ones, a trap for filled ones."""
    for window in _windows(archive, name):
        for columns in _REPEATED_CELL.findall(window):
            raise ReadingError("sheet_too_large", rows=1, columns=int(columns))
        for rows in _REPEATED_ROW.findall(window):
            raise ReadingError("sheet_too_large", rows=int(rows), columns=1)


def _windows(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The content of an entry in blocks that overlap, so that no tag is cut."""
    tail = b""
    with archive.open(name) as stream:
        while block := stream.read(_BLOCK):
            window = tail + block
            yield window
            tail = window[-_OVERLAP:]


def _number(letters: bytes) -> int:
    """The number of a column: A is 1, XFD 16,384."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
