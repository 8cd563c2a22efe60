"""Two periods to compare, and what speaks against comparing them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from trousseau.ledger.answers import Window, WindowError, window
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.calendar import between, first_day, last_day, month, shift

SLACK = 1
"""Days by which periods that are no whole months may differ: a leap day."""

Side = Literal["current", "previous"]


@dataclass(frozen=True)
class Gap:
    """Why two periods cannot be compared without saying so.

    Codes: `months` (months of one side without any line), `unfinished` (its last month is not over), `length` (one is
    longer; `days` of both), `overlap` (they share days).
    """

    code: Literal["months", "unfinished", "length", "overlap"]
    side: Side = "current"
    months: tuple[date, ...] = ()
    """The first day of each month."""
    days: tuple[int, int] = (0, 0)
    """How many days the period has, and the one it is held against."""


@dataclass(frozen=True)
class Comparison:
    """A period and the one it is held against, all days included."""

    start: date
    end: date
    against_start: date
    against_end: date

    @property
    def key(self) -> str:
        """The two periods as a part of a file's name."""
        return f"{self.start}-{self.end}-{self.against_start}-{self.against_end}"

    def months(self) -> list[str]:
        """The months the period touches."""
        return between(month(self.start), month(self.end))

    def distance(self) -> int:
        """By how many months the period begins after the one it is held against."""
        return (self.start.year - self.against_start.year) * 12 + self.start.month - self.against_start.month


def comparison(facts: Facts, current: Window, against: str | None = None) -> Comparison:
    """The period and what it is held against: a period of `answers.window`, or (None) the same a year earlier.

    Raises `WindowError`: that of `against`; `nothing_against` (start, end) for a period longer than a year, of which
    none a year earlier is free.
    """
    if against:
        other = window(facts, against)
        return Comparison(current.start, current.end, other.start, other.end)
    if current.previous_start is not None and current.previous_end is not None:
        return Comparison(current.start, current.end, current.previous_start, current.previous_end)
    whole = current.start.day == 1 and current.end == last_day(month(current.end))
    if whole:
        start = first_day(shift(month(current.start), -12))
        end = last_day(shift(month(current.end), -12))
    else:
        start, end = current.start - timedelta(days=365), current.end - timedelta(days=365)
    if end >= current.start:
        raise WindowError("nothing_against", start=current.start, end=current.end)
    return Comparison(current.start, current.end, start, end)


def gaps(facts: Facts, compared: Comparison) -> tuple[Gap, ...]:
    """What must be said before the two periods are compared; nothing: they compare."""
    return tuple(_gaps(facts, compared))


def _gaps(facts: Facts, compared: Comparison) -> Iterator[Gap]:
    sides: tuple[tuple[Side, date, date], ...] = (
        ("current", compared.start, compared.end),
        ("previous", compared.against_start, compared.against_end),
    )
    for side, start, end in sides:
        names = between(month(start), month(end))
        empty = [name for name in names if not _has_lines(facts, name, start, end)]
        if empty:
            yield Gap("months", side, tuple(first_day(name) for name in empty))
        elif facts.last is not None and facts.last < end and facts.today <= last_day(month(end)):
            yield Gap("unfinished", side, (first_day(month(end)),))
    if compared.start <= compared.against_end and compared.against_start <= compared.end:
        yield Gap("overlap")
    months, other_months = _months(compared.start, compared.end), _months(compared.against_start, compared.against_end)
    days = (compared.end - compared.start).days + 1, (compared.against_end - compared.against_start).days + 1
    alike = months == other_months if months and other_months else abs(days[0] - days[1]) <= SLACK
    if not alike:
        yield Gap("length", days=days)


def _has_lines(facts: Facts, name: str, start: date, end: date) -> bool:
    """Whether a month has lines in a period."""
    found = facts.months.get(name)
    return found is not None and found.first <= end.isoformat() and start.isoformat() <= found.last


def _months(start: date, end: date) -> int:
    """How many whole months a period is; 0 where it cuts one."""
    whole = start.day == 1 and end == last_day(month(end))
    return len(between(month(start), month(end))) if whole else 0
