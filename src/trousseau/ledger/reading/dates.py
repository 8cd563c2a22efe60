"""How dates are written, understood shape by shape and gathered as days.

Numeric dates in any order, with any separator, with or without a time (which is left out: the day is taken
as it is written, whatever the zone); months by name in French and English; compact dates; Excel's serial
days. Two-digit years fall in the hundred years that end next year.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from trousseau.ledger.reading.currencies import plain
from trousseau.ledger.reading.shapes import CELL_MARKS, NUMBER_CELL, Ints, Shapes

ORDERS = ("dmy", "mdy", "ymd")
FIRST_YEAR = 1950
"""Earlier dates are mistakes (1900-01-00 is how a spreadsheet shows an empty cell)."""

Mask = npt.NDArray[np.bool_]
Run = tuple[int, int]
Part = Run | int

_MONTHS: tuple[tuple[str, ...], ...] = (
    ("january", "janvier", "jan", "janv"),
    ("february", "fevrier", "feb", "fev", "fevr"),
    ("march", "mars", "mar"),
    ("april", "avril", "apr", "avr"),
    ("may", "mai"),
    ("june", "juin", "jun"),
    ("july", "juillet", "jul", "juil", "jui"),
    ("august", "aout", "aug", "aou"),
    ("september", "septembre", "sep", "sept"),
    ("october", "octobre", "oct"),
    ("november", "novembre", "nov"),
    ("december", "decembre", "dec"),
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim)[a-z]*\.?,?\s+(?=\S)", re.IGNORECASE)
_ZONE = r"(?:Z|UTC|GMT|[+\-−]0{2}:?0{2})?"
_TIME = r"(?:[T\s,]+0{1,2}[:hH]0{2}(?:[:m]0{2}(?:[.,]0{1,9})?)?\s*(?:[APap]\.?[Mm]\.?)?\s*" + _ZONE + ")?"
_NUMERIC = re.compile(rf"(0{{1,4}})\s?([-/. ])\s?(0{{1,2}})\s?\2\s?(0{{1,4}}){_TIME}")
_COMPACT = re.compile(rf"(0{{8}}|0{{6}})(?:0{{6}})?{_TIME}")
_NAMED = re.compile(
    rf"(0{{1,2}})(?:er|st|nd|rd|th)?[\s\-/.,]*([^\W\d_]{{3,9}})\.?[\s\-/.,]*(0{{2,4}}){_TIME}", re.IGNORECASE
)
_NAMED_FIRST = re.compile(rf"([^\W\d_]{{3,9}})\.?[\s\-/.]*(0{{1,2}})(?:st|nd|rd|th)?[\s,\-/.]+(0{{2,4}}){_TIME}")
_NAMED_YEAR_FIRST = re.compile(rf"(0{{4}})[\s\-/.]+([^\W\d_]{{3,9}})\.?[\s\-/.]+(0{{1,2}}){_TIME}")
_MONTH_NUMBER = re.compile(r"(0{4})[-/](0{1,2})|(0{1,2})[-/](0{4})")
_MONTH_NAME = re.compile(r"([^\W\d_]{3,9})\.?[\s\-/.]*(0{4}|0{2})")
_SERIAL = re.compile(r"(0{5})(?:[.,]0+)?")


@dataclass(frozen=True)
class DateShape:
    """A shape that may be a date.

    Attributes:
        kind: "numeric" (several orders may be possible), "compact" (the same without separators), "named"
            (the month is), "month" (no day) or "serial".
        readings: For each order it may be read in, its year, month and day: runs of digits, or a known
            number.
    """

    kind: str
    readings: Mapping[str, tuple[Part, Part, Part]]


@dataclass(frozen=True)
class Days:
    """Dates as days since 1970-01-01, and why each is refused (empty where it is not)."""

    days: npt.NDArray[np.int32]
    impossible: Mask
    early: Mask
    late: Mask

    @property
    def valid(self) -> Mask:
        """Where the date exists and is sensible."""
        return np.asarray(~(self.impossible | self.early | self.late))


@lru_cache(maxsize=50_000)
def date_shape(shape: bytes) -> DateShape | str | None:
    """What a shape says: a date, "date_text" when it is none, None when it is empty."""
    text = shape.decode("utf-8", "replace")
    bare = text.strip().strip(CELL_MARKS + "\u200e\u200f\ufeff").strip()
    if not bare or bare.casefold() in {"null", "(null)", "none", "\\n", "-", "nat"}:
        return None
    if len(bare) > 64 or "0" not in bare:
        return "date_text"
    start, end = text.index(bare[0]), text.rindex(bare[-1]) + 1
    if text.startswith(NUMBER_CELL):
        return _cell(text, start, end)
    found = _parts(text, start, end)
    if found is None and (weekday := _WEEKDAY.match(text, start)):
        found = _parts(text, weekday.end(), end)
    return found or "date_text"


def days_of(shapes: Shapes, rows: Ints, date: DateShape, order: str) -> Days:
    """The dates of the values of one shape, read in this order where the shape allows several."""
    parts = date.readings.get(order) or next(iter(date.readings.values()))
    year, month, day = (_number(shapes, rows, part) for part in parts)
    if date.kind == "serial":
        # Excel counts a 29 February 1900 that never was: from March 1900 on its day 0 is 1899-12-30
        return judged((day - 25_569).astype(np.int32))
    if not isinstance(parts[0], int) and parts[0][1] == 2:
        last = two_digit_years()[1]
        year = year + last // 100 * 100
        year = np.where(year > last, year - 100, year)
    return from_parts(year, month, day)


def from_parts(year: Ints, month: Ints, day: Ints) -> Days:
    """Days since 1970-01-01 of dates given by their parts."""
    possible = (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31) & (year >= 1)
    safe_month = np.where(possible, month, 1)
    months = (year - 1970) * 12 + safe_month - 1
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    following = (months + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    impossible = ~possible | (day > following - first)
    return _judged((first + day - 1).astype(np.int32), np.asarray(impossible))


def judged(days: npt.NDArray[np.int32]) -> Days:
    """Days since 1970-01-01 that exist, judged by the sensible window alone."""
    return _judged(days, np.zeros(len(days), dtype=np.bool_))


def last_day() -> dt.date:
    """The last sensible date: a year (and a month, for orders booked ahead) from today."""
    return dt.date.today() + dt.timedelta(days=396)  # noqa: DTZ011 - the user's own calendar


def two_digit_years() -> tuple[int, int]:
    """First and last year that two digits may mean."""
    last = dt.date.today().year + 1  # noqa: DTZ011
    return last - 99, last


def _judged(days: npt.NDArray[np.int32], impossible: Mask) -> Days:
    first = (dt.date(FIRST_YEAR, 1, 1) - dt.date(1970, 1, 1)).days
    last = (last_day() - dt.date(1970, 1, 1)).days
    return Days(days, impossible, np.asarray(~impossible & (days < first)), np.asarray(~impossible & (days > last)))


def _number(shapes: Shapes, rows: Ints, part: Part) -> Ints:
    if isinstance(part, int):
        return np.full(len(rows), part, dtype=np.int64)
    return shapes.number(rows, range(part[0], part[0] + part[1]))


def _place(text: str, found: re.Match[str], group: int) -> Run:
    """Where a group stands, in bytes, and its length."""
    return len(text[: found.start(group)].encode()), len(found[group])


def _cell(text: str, start: int, end: int) -> DateShape | str:
    """A number cell of a workbook in a column of dates: a serial day, or 20240112."""
    if found := _SERIAL.fullmatch(text, start, end):
        return DateShape("serial", {"": (0, 0, _place(text, found, 1))})
    found = _COMPACT.fullmatch(text, start, end)
    return _compact(*_place(text, found, 1)) if found else "date_text"


def _parts(text: str, start: int, end: int) -> DateShape | None:
    """The date written between two places of a text."""
    if found := _NUMERIC.fullmatch(text, start, end):
        runs = tuple(_place(text, found, group) for group in (1, 3, 4))
        readings = {
            order: (runs[order.index("y")], runs[order.index("m")], runs[order.index("d")])
            for order in _orders(runs[0][1], runs[2][1])
        }
        return DateShape("numeric", readings) if readings else None
    if found := _COMPACT.fullmatch(text, start, end):
        return _compact(*_place(text, found, 1))
    if found := _SERIAL.fullmatch(text, start, end):
        return DateShape("serial", {"": (0, 0, _place(text, found, 1))})
    return _named(text, start, end) or _month_only(text, start, end)


def _named(text: str, start: int, end: int) -> DateShape | None:
    """A date whose month is named."""
    for pattern, (day, month, year) in (
        (_NAMED, (1, 2, 3)),
        (_NAMED_FIRST, (2, 1, 3)),
        (_NAMED_YEAR_FIRST, (3, 2, 1)),
    ):
        found = pattern.fullmatch(text, start, end)
        number = _MONTH.get(plain(found[month])) if found else None
        if found and number and len(found[year]) != 3:
            return DateShape("named", {"": (_place(text, found, year), number, _place(text, found, day))})
    return None


def _month_only(text: str, start: int, end: int) -> DateShape | None:
    """A month without its day: 2024-01, 01/2024, janv. 2024, Jan-24."""
    if found := _MONTH_NUMBER.fullmatch(text, start, end):
        year, month = (1, 2) if found[1] else (4, 3)
        return DateShape("month", {"": (_place(text, found, year), _place(text, found, month), 1)})
    found = _MONTH_NAME.fullmatch(text, start, end)
    number = _MONTH.get(plain(found[1])) if found else None
    return DateShape("month", {"": (_place(text, found, 2), number, 1)}) if found and number else None


def _orders(first: int, last: int) -> tuple[str, ...]:
    """The orders that runs of these lengths allow, the year having 2 or 4 digits."""
    if first == 4:
        return ("ymd",) if last <= 2 else ()
    if first == 3 or last in (1, 3):
        return ()
    return ORDERS if first == 2 and last == 2 else ("dmy", "mdy")


def _compact(start: int, length: int) -> DateShape:
    """A date without separators: 20240112, 12012024 or 120124."""
    year = 4 if length == 8 else 2
    first = ((start, year), (start + year, 2), (start + year + 2, 2))
    one, two, last = (start, 2), (start + 2, 2), (start + 4, year)
    return DateShape("compact", {"ymd": first, "dmy": (last, two, one), "mdy": (last, one, two)})
