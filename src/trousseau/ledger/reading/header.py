"""Finding the header row under title lines, and giving every column a name of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from trousseau.ledger.reading.dates import DateShape, date_shape
from trousseau.ledger.reading.model import Note, ReadingError
from trousseau.ledger.reading.numbers import NumberShape, number_shape
from trousseau.ledger.reading.shapes import CELL_MARKS
from trousseau.ledger.reading.synonyms import is_known

LOOKED_AT = 100
"""Rows in which the header is looked for."""
MAX_COLUMNS = 16_384
"""As many as a spreadsheet has."""

_TO_SHAPE = str.maketrans("123456789", "000000000")

Row = Sequence[str]


@dataclass(frozen=True)
class Header:
    """Where the header is and the names it gives.

    Attributes:
        place: Its place among the rows looked at, −1 when there is none.
        names: The names of the columns, all different.
        notes: What was done to the names, and the title rows left out.
    """

    place: int
    names: tuple[str, ...]
    notes: tuple[Note, ...]


def filled(row: Row) -> int:
    """How many cells of a row hold something."""
    return sum(1 for cell in row if cell.strip(CELL_MARKS + " \t\u00a0"))


def width(row: Row) -> int:
    """The number of cells up to the last that holds something."""
    for place in range(len(row), 0, -1):
        if row[place - 1].strip():
            return place
    return 0


def is_typed(cell: str) -> bool:
    """Whether a cell is a number or a date."""
    shape = cell.translate(_TO_SHAPE).encode()
    return isinstance(number_shape(shape), NumberShape) or isinstance(date_shape(shape), DateShape)


def is_label(cell: str) -> bool:
    """Whether a cell is words, neither a number nor a date nor empty."""
    return any(letter.isalpha() or letter in "°#%€$" for letter in cell) and not is_typed(cell)


def usual_width(rows: Sequence[Row]) -> int:
    """The width that most rows have, title lines and blank rows left aside."""
    # a stray cell far to the right makes no wide row
    spans = ((width(row), filled(row)) for row in rows)
    widths = Counter(span if count > span / 10 else count for span, count in spans if count)
    if not widths:
        return 0
    most = max(widths)
    wide = Counter({size: count for size, count in widths.items() if size > most / 3}) or widths
    return max(wide, key=lambda size: (wide[size], size))


def find_header(rows: Sequence[Row], chosen: int | None) -> int:
    """The place of the header among the first rows of a file; −1 when the choice says there is none.

    The header is the row with most names that sales files use; failing that, the first row of words as wide
    as the rows that follow it.

    Raises:
        ReadingError: When no row looks like one, or the chosen one is not there.
    """
    if chosen is not None:
        if chosen == 0:
            return -1
        if chosen > len(rows) or filled(rows[chosen - 1]) == 0:
            raise ReadingError("header_row_not_found", row=chosen, rows=len(rows))
        return chosen - 1
    usual = usual_width(rows)
    best, best_score = None, 0.0
    for place, row in enumerate(rows[:LOOKED_AT]):
        score = _score(row, usual)
        if score > best_score:
            best, best_score = place, score
    if best is None:
        raise ReadingError("header_not_found")
    return best


def _score(row: Row, usual: int) -> float:
    count = filled(row)
    if count == 0 or count < min(usual, 2) or count < usual / 2:
        return 0.0
    labels = sum(1 for cell in row if is_label(cell))
    known = sum(1 for cell in row if is_known(cell))
    if known >= 2 and known >= count / 4:
        return 10.0 + known
    if labels < 0.8 * count or (usual > 1 and count < 0.7 * usual):
        return 1.0 + known if known and labels >= count / 2 and known >= count / 2 else 0.0
    return 1.0 + known + labels / (count * 10)


def header_of(rows: Sequence[Row], place: int, columns: int) -> Header:
    """The names that the row at `place` gives to this many columns (at least its own)."""
    row = [" ".join(cell.strip(CELL_MARKS + "\ufeff").split()) for cell in rows[place]] if place >= 0 else []
    size = max(columns, width(row))
    if size > MAX_COLUMNS:
        raise ReadingError("too_many_columns", columns=size, limit=MAX_COLUMNS)
    given = row[:size] + [""] * (size - len(row))
    names: list[str] = []
    seen: Counter[str] = Counter()
    taken = {name for name in given if name}
    renamed: dict[str, str] = {}
    empty: list[str] = []
    for number, name in enumerate(given, 1):
        unique = name or f"Column {number}"
        seen[unique] += 1
        if seen[unique] > 1 or (not name and unique in taken):
            again = max(2, seen[unique])
            while f"{unique} ({again})" in taken or f"{unique} ({again})" in names:
                again += 1
            renamed[f"{unique} ({again})"] = unique
            unique = f"{unique} ({again})"
        if not name:
            empty.append(unique)
        names.append(unique)
    notes = []
    titles = sum(1 for title in rows[: max(place, 0)] if filled(title))
    if titles:
        notes.append(Note("title_rows", {"rows": titles}))
    if renamed:
        notes.append(Note("duplicate_headers", {"names": renamed}))
    if empty and place >= 0:
        notes.append(Note("empty_headers", {"names": empty}))
    return Header(place, tuple(names), tuple(notes))
