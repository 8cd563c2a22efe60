"""Working time: which days are worked, hours between two moments, and the moment after so many of them.

Days are worked from `opens` to `closes`, Monday to Friday but for those off; moments are in the zone of the house, and
what lies outside of working time counts nothing. Shorter and longer days of the change of clocks count as they are.

hours_between(asked, answered, week)        6.5
after(asked, 4, week)                       the next morning at 10
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

FRIDAY = 4
LONGEST = 366 * 5
"""Days looked ahead before a calendar is said to have no working day."""

Off = Callable[[dt.date], bool]


class NeverWorkedError(ValueError):
    """The calendar has no working day ahead, so no moment comes after so many working hours."""


def _never(_day: dt.date) -> bool:
    return False


@dataclass(frozen=True)
class Week:
    """When people work: the hours of a day, the zone they are in, and which days are off."""

    zone: dt.tzinfo
    opens: dt.time = dt.time(9)
    closes: dt.time = dt.time(17)
    off: Off = _never

    def __post_init__(self) -> None:
        """Raises `ValueError` for a day that ends before it begins."""
        if self.opens >= self.closes:
            raise ValueError("a working day ends after it begins")

    def works(self, day: dt.date) -> bool:
        """Whether a day is worked."""
        return day.weekday() <= FRIDAY and not self.off(day)

    def span(self, day: dt.date) -> tuple[dt.datetime, dt.datetime]:
        """When a day begins and ends, as moments that can be compared and subtracted (UTC)."""
        return self._moment(day, self.opens), self._moment(day, self.closes)

    def _moment(self, day: dt.date, time: dt.time) -> dt.datetime:
        return dt.datetime.combine(day, time, self.zone).astimezone(dt.UTC)


def hours_between(start: dt.datetime, end: dt.datetime, week: Week) -> float:
    """Working hours from one moment to a later one; 0 where the second is not later."""
    total = dt.timedelta()
    day = start.astimezone(week.zone).date()
    last = end.astimezone(week.zone).date()
    while day <= last:
        if week.works(day):
            opens, closes = week.span(day)
            total += max(min(closes, end) - max(opens, start), dt.timedelta())
        day += dt.timedelta(days=1)
    return total / dt.timedelta(hours=1)


def after(start: dt.datetime, hours: float, week: Week) -> dt.datetime:
    """The moment at which so many working hours have passed since another; 0 hours: the first worked moment.

    Raises:
        NeverWorkedError: five years ahead no such moment has come.
    """
    left = dt.timedelta(hours=hours)
    for day in _days(start.astimezone(week.zone).date(), LONGEST):
        if not week.works(day):
            continue
        opens, closes = week.span(day)
        begins = max(opens, start)
        if begins >= closes:
            continue
        if closes - begins >= left:
            return begins + left
        left -= closes - begins
    raise NeverWorkedError


def worked_days(first: dt.date, last: dt.date, off: Collection[dt.date] | Off = ()) -> list[dt.date]:
    """The days from one to another, both included, that are neither a weekend nor off."""
    is_off = off if callable(off) else off.__contains__
    count = (last - first).days + 1
    return [day for day in _days(first, max(0, count)) if day.weekday() <= FRIDAY and not is_off(day)]


def free_days(worked: int, days_a_week: float) -> float:
    """How many of so many working days someone has who is available so many days of a week of five."""
    return worked * days_a_week / 5


def _days(first: dt.date, count: int) -> Iterator[dt.date]:
    return (first + dt.timedelta(days=number) for number in range(count))
