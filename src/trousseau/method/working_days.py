"""A date so many working days after another, or before it: weekends and the days off of a calendar do not count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

Off = Callable[[dt.date], bool]
"""Whether a day is off, beyond the weekends."""
NEVER = 366
"""No calendar has this many days off in a row: one that has is wrong."""
DAY = dt.timedelta(days=1)


class NoWorkingDayError(ValueError):
    """The calendar holds no working day within a year."""


def works(day: dt.date, off: Off) -> bool:
    """Whether people work on a day."""
    return day.weekday() < 5 and not off(day)


def together(*calendars: Off) -> Off:
    """The calendar of people who work in several places: a day is off where it is off in one of them."""
    return lambda day: any(off(day) for off in calendars)


def shifted(day: dt.date, days: int, off: Off) -> dt.date:
    """The working day `days` working days after `day` (before it where negative).

    0: the day itself, or the next working day where it is none. `NoWorkingDayError` of a calendar without any.
    """
    step = -DAY if days < 0 else DAY
    left, idle = abs(days), 0
    if left == 0 and not works(day, off):
        left = 1
    while left:
        day += step
        idle = 0 if works(day, off) else idle + 1
        if idle > NEVER:
            raise NoWorkingDayError
        left -= not idle
    return day


def counted(first: dt.date, last: dt.date, off: Off) -> int:
    """How many working days after `first` until `last`, that day with them; 0 where it is not after."""
    return sum(works(day, off) for day in _between(first + DAY, last))


def passed_over(day: dt.date, days: int, off: Off) -> tuple[dt.date, ...]:
    """The days off, weekends aside, that moved `shifted(day, days, off)`: the earliest first; () where none did."""
    found = shifted(day, days, off)
    first, last = sorted((day, found))
    return tuple(one for one in _between(first, last) if one.weekday() < 5 and off(one) and (one != day or days == 0))


def _between(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The days from one to another, both included."""
    return (first + n * DAY for n in range((last - first).days + 1))
