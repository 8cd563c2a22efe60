"""Sheets of XLSX, XLS, XLSB and ODS workbooks as a stream of columns; a sheet is loaded once."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from trousseau.ledger.reading.header import filled, find_header, header_of, width
from trousseau.ledger.reading.model import Choices, Note, Question, ReadingError
from trousseau.ledger.reading.opening import Opened
from trousseau.ledger.reading.shapes import DATE_CELL, NUMBER_CELL
from trousseau.ledger.reading.source import Chunk, Layout, without_blank
from trousseau.ledger.reading.synonyms import meanings

_ROWS = 1 << 14
_LOOKED_AT = 400
_EMPTY_FORMULA = re.compile(rb"</f>(?:<v\s*/>|<v></v>)?</c>|<f[^>]*/>(?:<v\s*/>|<v></v>)?</c>")

Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


class WorkbookSource:
    """One sheet of a workbook, its header known."""

    def __init__(self, opened: Opened, sheet: CalamineSheet, layout: Layout) -> None:
        self._opened = opened
        self._sheet: CalamineSheet | None = sheet
        self._layout = layout
        self._share = 0.0

    @property
    def path(self) -> Path:
        """The file as given."""
        return self._opened.path

    @property
    def layout(self) -> Layout:
        """How the file was understood."""
        return self._layout

    @property
    def bytes_total(self) -> int:
        """Size on disk of what is read."""
        return self._opened.inner.stat().st_size

    @property
    def bytes_done(self) -> int:
        """How much of it the current pass has read, judged by the rows."""
        return int(self.bytes_total * self._share)

    def notes(self) -> tuple[Note, ...]:
        """Nothing is learnt on the way."""
        return ()

    def close(self) -> None:
        """Forget the sheet and remove the unpacked copy, if there is one."""
        self._sheet = None
        self._opened.close()

    def noting(self, note: Note | None) -> WorkbookSource:
        """The same source with one more note."""
        if note is not None:
            self._layout = replace(self._layout, notes=(*self._layout.notes, note))
        return self

    def uncalculated(self) -> int:
        """Formulas of the workbook that were never calculated: their cells come out empty."""
        if self._layout.format != "xlsx":
            return 0
        count = 0
        with zipfile.ZipFile(self._opened.inner) as archive:
            for name in archive.namelist():
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    count += _count_empty(archive, name)
        return count

    def chunks(self) -> Iterator[Chunk]:
        """The rows under the header; blank ones are left out but counted in the numbers."""
        if self._sheet is None:
            raise ReadingError("cannot_read", detail="closed")
        size = len(self._layout.names)
        number = self._layout.header_row
        total = max(self._sheet.total_height, 1)
        rows = islice(self._sheet.iter_rows(), number, None)
        while block := list(islice(rows, _ROWS)):
            numbers = np.arange(number + 1, number + len(block) + 1, dtype=np.int64)
            number += len(block)
            self._share = number / total
            columns = [
                pa.array([cell_text(row[place]) if place < len(row) else "" for row in block], pa.string())
                for place in range(size)
            ]
            kept, columns_kept = without_blank(numbers, columns)
            if len(kept):
                yield Chunk(kept, columns_kept)


def cell_text(cell: Cell) -> str:
    """A cell as text; numbers and dates that the workbook types bear a mark: no reading order applies."""
    if isinstance(cell, str | bool):
        return cell if isinstance(cell, str) else str(cell).lower()
    if isinstance(cell, float):
        text = repr(cell)
        if "e" in text:
            text = format(Decimal(text), "f")
        return NUMBER_CELL + text.removesuffix(".0")
    if isinstance(cell, int):
        return f"{NUMBER_CELL}{cell}"
    if isinstance(cell, dt.datetime):
        text = cell.isoformat(sep=" ", timespec="seconds")
        return DATE_CELL + text.removesuffix(" 00:00:00")
    if isinstance(cell, dt.date):
        return DATE_CELL + cell.isoformat()
    return str(cell)


def open_workbook(opened: Opened, choices: Choices) -> tuple[WorkbookSource, tuple[Question, ...]]:
    """Find the sheet that holds the lines, and its header.

    Raises:
        ReadingError: When the workbook is damaged, protected, or holds no table.
    """
    try:
        with opened.inner.open("rb") as file:
            book = CalamineWorkbook.from_filelike(file)
        return _choose(opened, book, choices)
    except PasswordError as error:
        raise ReadingError("password") from error
    except (CalamineError, zipfile.BadZipFile) as error:
        raise ReadingError("corrupt_workbook", format=opened.kind) from error


def _choose(opened: Opened, book: CalamineWorkbook, choices: Choices) -> tuple[WorkbookSource, tuple[Question, ...]]:
    names = [meta.name for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet] or book.sheet_names
    if choices.sheet is not None:
        found = [name for name in names if name.casefold().strip() == choices.sheet.casefold().strip()]
        if not found:
            raise ReadingError("sheet_not_found", sheet=choices.sheet, sheets=tuple(names))
        return _load(opened, book, found[0], names, choices), ()
    sales: list[str] = []
    tables: list[str] = []
    kept: WorkbookSource | None = None
    failed: ReadingError | None = None
    hidden = {meta.name for meta in book.sheets_metadata if meta.visible != SheetVisibleEnum.Visible}
    for name in sorted(names, key=hidden.__contains__):
        if name in hidden and sales:
            break  # what was put out of sight is only looked at where nothing in sight holds lines
        try:
            source = _load(opened, book, name, names, choices)
        except ReadingError as error:
            failed = failed if failed and failed.code != "no_sheet" else error
            continue
        tables.append(name)
        if looks_like_sales(source.layout.names):
            sales.append(name)
        if kept is None or sales == [name]:
            kept = source
    if kept is None:
        raise failed or ReadingError("no_sheet")
    candidates = tuple(sales or tables)
    if len(candidates) > 1:
        return kept, (Question("sheet", "--sheet", None, {"sheets": candidates}),)
    others = tuple(name for name in names if name != kept.layout.sheet)
    return kept.noting(Note("sheet_chosen", {"sheet": kept.layout.sheet, "others": others}) if others else None), ()


def looks_like_sales(names: Sequence[str]) -> bool:
    """Whether columns name at least a date, an amount, and a customer."""
    fields = {meaning.field for name in names for meaning in meanings(name)[:2]}
    return "date" in fields and "amount" in fields and bool(fields & {"customer", "code"})


def _load(opened: Opened, book: CalamineWorkbook, name: str, names: Sequence[str], choices: Choices) -> WorkbookSource:
    sheet = book.get_sheet_by_name(name)
    rows = [tuple(cell_text(cell) for cell in row) for row in islice(sheet.iter_rows(), _LOOKED_AT)]
    if not any(filled(row) for row in rows):
        raise ReadingError("no_sheet")
    place = find_header(rows, choices.header_row)
    if not any(filled(row) for row in rows[place + 1 :]):
        raise ReadingError("no_lines", row=place + 1)
    header = header_of(rows, place, max(width(row) for row in rows[max(place, 0) :]))
    layout = Layout(
        opened.kind,
        header.names,
        place + 1,
        compression=opened.compression,
        sheet=name,
        sheets=tuple(names),
        notes=header.notes,
    )
    return WorkbookSource(opened, sheet, layout)


def _count_empty(archive: zipfile.ZipFile, name: str) -> int:
    """Cells of a sheet that hold a formula and no value."""
    count, tail = 0, b""
    with archive.open(name) as stream:
        while block := stream.read(1 << 20):
            window = tail + block
            count += len(_EMPTY_FORMULA.findall(window))
            last = max((found.end() for found in _EMPTY_FORMULA.finditer(window)), default=0)
            tail = window[max(last, len(window) - 200) :]
    return count
