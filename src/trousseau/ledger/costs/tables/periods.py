"""Periods as people write them: 2025-03, 03/2025, mars 2025, 2025-Q1, T1 2025, S2 2025, 2025, a date (its month)."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from trousseau.ledger.costs.tables.headers import plain
from trousseau.ledger.facts.calendar import first_day, last_day
from trousseau.ledger.reading.shapes import CELL_MARKS

Period = tuple[date, date]
YEARS = range(1950, 2200)
MONTHS = (
    ("january", "janvier", "jan", "janv"),
    ("february", "fevrier", "feb", "fev", "fevr"),
    ("march", "mars", "mar"),
    ("april", "avril", "apr", "avr"),
    ("may", "mai"),
    ("june", "juin", "jun"),
    ("july", "juillet", "jul", "juil"),
    ("august", "aout", "aug", "aou"),
    ("september", "septembre", "sep", "sept"),
    ("october", "octobre", "oct"),
    ("november", "novembre", "nov"),
    ("december", "decembre", "dec"),
)
NAMED = {name: number for number, names in enumerate(MONTHS, 1) for name in names}
PART = re.compile(r"(?:([qtsh])(\d)[ -]*(?:de )?(\d{4})|(\d{4})[ -]*([qtsh])(\d))")
WORDED_MONTH = re.compile(r"([a-z]{3,9})[ -]+(\d{4})")
MONTH = re.compile(r"(\d{4})[-/ .](\d{1,2})|(\d{1,2})[-/ .](\d{4})")
NUMERIC_DAY = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})(?:[ t].*)?")
ISO_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ t].*)?")


@lru_cache(maxsize=10_000)
def period(text: str, order: str = "") -> Period | None:
    """The first and last day of a period; of a day, those of its month. None: not a period.

    `order` (dmy or mdy) says how numeric days are written; without it, an ambiguous one is None.
    """
    said = _said(text)
    if re.fullmatch(r"\d{4}", said) and int(said) in YEARS:
        return date(int(said), 1, 1), date(int(said), 12, 31)
    found = PART.fullmatch(said)
    if found:
        letter, number, year = (found[1], found[2], found[3]) if found[1] else (found[5], found[6], found[4])
        return _part(letter, int(number), int(year))
    if (found := WORDED_MONTH.fullmatch(said)) and found[1] in NAMED:
        return _month(int(found[2]), NAMED[found[1]])
    if found := MONTH.fullmatch(said):
        year, month = (found[1], found[2]) if found[1] else (found[4], found[3])
        return _month(int(year), int(month))
    on = day(text, order)
    return None if on is None else _month(on.year, on.month)


def day(text: str, order: str = "") -> date | None:
    """A day; None: not one, or one that could be two."""
    said = _said(text)
    try:
        if found := ISO_DAY.fullmatch(said):
            return _sensible(date(int(found[1]), int(found[2]), int(found[3])))
        if found := NUMERIC_DAY.fullmatch(said):
            first, second, year = int(found[1]), int(found[2]), int(found[3])
            if first > 12 or order == "dmy" or first == second:
                return _sensible(date(year, second, first))
            if second > 12 or order == "mdy":
                return _sensible(date(year, first, second))
    except ValueError:
        return None
    return None


def order_proven(text: str) -> str:
    """Which order a numeric day proves: dmy, mdy; "?": it could be both; "": it is no numeric day, or says the same."""
    found = NUMERIC_DAY.fullmatch(_said(text))
    if not found:
        return ""
    first, second = int(found[1]), int(found[2])
    if first > 12 or second > 12:
        return "dmy" if first > 12 else "mdy"
    return "" if first == second else "?"


def _said(text: str) -> str:
    return plain(text.strip(CELL_MARKS), keep="-/.")


def _sensible(on: date) -> date | None:
    return on if on.year in YEARS else None


def _month(year: int, month: int) -> Period | None:
    if year not in YEARS or not 1 <= month <= 12:
        return None
    name = f"{year:04d}-{month:02d}"
    return first_day(name), last_day(name)


def _part(letter: str, number: int, year: int) -> Period | None:
    """A quarter (q, t) or a half-year (s, h)."""
    length = 3 if letter in "qt" else 6
    if year not in YEARS or not 1 <= number <= 12 // length:
        return None
    return first_day(f"{year:04d}-{(number - 1) * length + 1:02d}"), last_day(f"{year:04d}-{number * length:02d}")
