"""A small table read whole: its rows as a text or the first sheet of a workbook gives them, within limits."""

from __future__ import annotations

import csv
import io
import zipfile
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from trousseau.ledger.reading.extent import check_extent
from trousseau.ledger.reading.model import ReadingError
from trousseau.ledger.reading.opening import Opened, clear_errors, open_file, text_stream

MOST_BYTES = 32 << 20
"""Of text; a hundred thousand rows of a few names have five."""
MOST_CELLS = 2_000_000


def rows_of(path: Path) -> list[list[Any]]:
    """Every row of a CSV (comma, semicolon or tab; UTF-8, UTF-16 with its mark, cp1252) or of the first sheet.

    Packed files are unpacked. Texts are texts; what a workbook types is typed.

    Raises:
        ReadingError: what stands in the way; nothing beyond the limits is ever held.
    """
    opened = open_file(path)
    try:
        if opened.kind == "text":
            return _delimited(_text(opened))
        if opened.kind == "parquet":
            raise ReadingError("binary_file", kind="unknown")
        return _sheet(opened)
    finally:
        opened.close()


def _text(opened: Opened) -> str:
    with clear_errors(), opened.inner.open("rb") as raw:
        content = text_stream(opened, raw).read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ReadingError("too_large_unpacked", unpacked=len(content), limit=MOST_BYTES)
    try:
        return content.decode("utf-16" if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimited(text: str) -> list[list[Any]]:
    if "\0" in text[:4096]:
        raise ReadingError("binary_file", kind="unknown")
    delimiter = max(";,\t", key=text.partition("\n")[0].count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise ReadingError("cannot_read", detail=str(error)) from error


def _sheet(opened: Opened) -> list[list[Any]]:
    if opened.kind in {"xlsx", "ods"}:
        with zipfile.ZipFile(opened.inner) as archive:
            check_extent(archive, opened.kind, MOST_CELLS)
    try:
        with opened.inner.open("rb") as file:
            book = CalamineWorkbook.from_filelike(file)
            sheet = book.get_sheet_by_index(0) if book.sheet_names else None
            if sheet is None or not sheet.height:
                return []
            if sheet.height * sheet.width > MOST_CELLS:
                raise ReadingError("sheet_too_large", rows=sheet.height, columns=sheet.width)
            return sheet.to_python()
    except CalamineError as error:
        raise ReadingError("corrupt_workbook", format=opened.kind) from error
