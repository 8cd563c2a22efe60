"""A table opened as text: its header, its rows, and its numbers once their decimal mark is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pyarrow as pa

from trousseau.ledger.reading import Choices, inspect
from trousseau.ledger.reading.model import Question
from trousseau.ledger.reading.numbers import decimal_marks, is_ambiguous, number_shape
from trousseau.ledger.reading.shapes import CELL_MARKS, NUMBER_CELL, shapes_of
from trousseau.ledger.reading.text import as_text, clean
from trousseau.ledger.reading.values import REASON_NAMES, numbers

LAYOUT = ("delimiter", "sheet")
"""Questions about a file that come before any other."""


@dataclass(frozen=True)
class Opened:
    """A table as text, column by column."""

    names: tuple[str, ...]
    rows: tuple[int, ...]
    """The number of each row, as a spreadsheet shows it."""
    cells: tuple[pa.StringArray, ...]
    questions: tuple[Question, ...]

    def texts(self, place: int) -> list[str]:
        """A column cleaned, its marks of typed cells gone."""
        return [clean((value or "").strip(CELL_MARKS)) for value in self.cells[place].to_pylist()]

    def row(self, at: int) -> tuple[str, ...]:
        """A whole row as the file writes it."""
        return tuple((column[at].as_py() or "").strip(CELL_MARKS) for column in self.cells)


def opened(path: Path, choices: Choices, most: int | None = None) -> Opened:
    """Open a table; its only questions are those of its layout. Raises ReadingError.

    `most`: no chunk is read once there are more rows than that, so that the caller can refuse them.
    """
    with inspect(path, choices=choices) as found:
        asked = tuple(question for question in found.questions if question.code in LAYOUT)
        names = tuple(column.name for column in found.columns)
        if asked or found.source is None:
            return Opened(names, (), (), asked)
        rows: list[int] = []
        parts: list[list[pa.StringArray]] = [[] for _ in names]
        for chunk in found.source.chunks():
            rows += chunk.rows.tolist()
            for place, column in enumerate(chunk.columns):
                text = column if pa.types.is_string(column.type) else _typed(column)
                parts[place].append(text.fill_null(""))
            if most is not None and len(rows) > most:
                break
    return Opened(names, tuple(rows), tuple(_joined(part) for part in parts), ())


def _typed(column: pa.Array) -> pa.StringArray:
    """A column of numbers or days as a workbook's cells are: the dot is decimal, always."""
    text = as_text(column)
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type) or pa.types.is_decimal(column.type):
        return pa.array([None if value is None else NUMBER_CELL + value for value in text.to_pylist()], pa.string())
    return text


def _joined(parts: Sequence[pa.StringArray]) -> pa.StringArray:
    return pa.concat_arrays(parts) if parts else pa.array([], pa.string())


def decimal_mark(table: Opened, places: Sequence[int], chosen: str | None) -> tuple[str, tuple[Question, ...]]:
    """The decimal mark of some columns: chosen, or proven by their values; else what to ask."""
    if chosen:
        return chosen, ()
    proven: dict[str, tuple[int, str]] = {}
    doubtful: tuple[int, str] | None = None
    for place in places:
        shapes = shapes_of(table.cells[place])
        for at, rows in shapes.groups():
            shape = shapes.names[at]
            example = (table.rows[int(rows[0])], table.texts(place)[int(rows[0])])
            number = number_shape(shape)
            if number is None or isinstance(number, str) or number.typed:
                continue
            marks = decimal_marks(shape)
            if len(marks) == 1:
                proven.setdefault(next(iter(marks)), example)
            elif is_ambiguous(shape):
                doubtful = doubtful or example
    if len(proven) == 2:
        examples = {mark: {"row": row, "value": value} for mark, (row, value) in proven.items()}
        params: dict[str, object] = {"counts": dict.fromkeys(proven, 1), "examples": examples}
        return ".", (Question("decimal_conflict", "--decimal", table.names[places[0]], params),)
    if proven:
        return next(iter(proven)), ()
    if doubtful:
        params = {"row": doubtful[0], "value": doubtful[1]}
        return ".", (Question("decimal", "--decimal", table.names[places[0]], params),)
    return ".", ()


def decimals(table: Opened, place: int, mark: str) -> list[Decimal | str | None]:
    """A column's numbers: the value, None where the cell is empty, or the code of what is wrong with it."""
    found = numbers(table.cells[place], mark, percent=True)
    return [
        REASON_NAMES[reason] if reason else None if missing else Decimal(value).scaleb(-4)
        for value, missing, reason in zip(
            found.values.tolist(), found.missing.tolist(), found.reasons.tolist(), strict=True
        )
    ]
