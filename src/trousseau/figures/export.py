"""Tables out to a spreadsheet, as CSV or XLSX, without letting a cell run as a formula.

A text that a spreadsheet would take for a formula gets a leading apostrophe; numbers and dates stay so.
Source: OWASP, "CSV Injection".
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import IO, TextIO

import xlsxwriter

Cell = str | int | float | Decimal | date | None

SHEET_ROWS = 1_048_576
"""The most rows an XLSX sheet can hold."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def neutral(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would take it for a formula.

    Full-width signs and signs after leading spaces count too: some spreadsheets read them alike.
    """
    opening = text.lstrip(" \u00a0\u202f\ufeff")[:1].translate({0xFF1D: "=", 0xFF0B: "+", 0xFF0D: "-", 0xFF20: "@"})
    return f"'{text}" if text[:1] in _FORMULA or (opening in _FORMULA[:4] and opening) else text


def write_csv(
    file: TextIO,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    decimal: str = ".",
    delimiter: str = ",",
) -> int:
    """Write a table to an open text file (newline="", UTF-8); returns how many rows went out.

    French spreadsheets want `decimal=","` and `delimiter=";"`. Start the file with U+FEFF for Excel.
    """
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([neutral(name) for name in header])
    written = 0
    for row in rows:
        writer.writerow([_csv_cell(cell, decimal) for cell in row])
        written += 1
    return written


def write_xlsx(
    file: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[Cell]], *, sheet: str = "Trousseau"
) -> int:
    """Write a table to an open binary file as a workbook of one sheet; returns how many rows went out.

    Rows are streamed. Money and quantities become numbers, days become dates, text stays text: never a
    formula, never a link.

    Raises:
        ValueError: more rows than a sheet can hold.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "in_memory": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        formats = {
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "money": book.add_format({"num_format": "#,##0.00"}),
        }
        page = book.add_worksheet(_sheet_name(sheet))
        page.freeze_panes(1, 0)
        for column, name in enumerate(header):
            page.write_string(0, column, neutral(_CONTROL.sub("", name)), bold)
            page.set_column(column, column, min(max(len(name) + 2, 12), 40))
        written = 0
        for row in rows:
            written += 1
            if written >= SHEET_ROWS:
                raise ValueError(f"a sheet holds {SHEET_ROWS - 1} rows at most; export as CSV instead")
            for column, cell in enumerate(row):
                _write_cell(page, written, column, cell, formats)
    return written


def _write_cell(
    page: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell, formats: dict[str, object]
) -> None:
    """One cell by its type."""
    if cell is None:
        return
    if isinstance(cell, date):
        page.write_datetime(row, column, cell, formats["date"])
    elif isinstance(cell, str):
        page.write_string(row, column, neutral(_CONTROL.sub("", cell)))
    elif isinstance(cell, Decimal):
        page.write_number(row, column, float(cell), formats["money"])
    elif math.isfinite(cell):
        page.write_number(row, column, cell)


def _csv_cell(cell: Cell, decimal: str) -> str:
    """One cell as text: numbers without thousands, days as 2026-11-22, missing as nothing."""
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, str):
        return neutral(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    plain = f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
    return plain.replace(".", decimal)


def _sheet_name(name: str) -> str:
    """A name a workbook accepts: 31 characters, none of its own signs."""
    return re.sub(r"[\[\]:*?/\\']", " ", name)[:31].strip() or "Trousseau"
