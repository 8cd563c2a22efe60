"""A date so many working days after another, or before it: weekends and the days off of a calendar do not count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

Off = Callable[[dt.date], bool]
"""Whether a day is off, beyond the weekends."""
NEVER = 366
"""No calendar has this many days off in a row: one that has is wrong."""


class NoWorkingDayError(ValueError):
    """The calendar holds no working day within a year."""


def works(day: dt.date, off: Off) -> bool:
    """Whether people work on a day."""
    return day.weekday() < 5 and not off(day)


def shifted(day: dt.date, days: int, off: Off) -> dt.date:
    """The working day `days` working days after `day` (before it where negative).

    0: the day itself, or the next working day where it is none. `NoWorkingDayError` of a calendar without any.
    """
    step = dt.timedelta(days=-1 if days < 0 else 1)
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


def between(first: dt.date, last: dt.date, off: Off) -> int:
    """How many working days after `first` until `last`, that day with them; 0 where it is not after."""
    return sum(works(first + dt.timedelta(days=n), off) for n in range(1, (last - first).days + 1))
