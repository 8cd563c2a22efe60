"""Value brought to a client over time: amounts that came once, and amounts a year that run.

An amount a year is spread evenly over its months, and over the days of a month: twelve months bring the whole amount.
Where they begin within a February and end within a longer or shorter one, it is less than a third of a per cent away.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Brought:
    """One thing that was brought: how much, from when on; `yearly` until it ends, where it does."""

    amount: Decimal
    since: dt.date
    yearly: bool = False
    until: dt.date | None = None


def between(one: Brought, first: dt.date, last: dt.date) -> Decimal:
    """What fell within two days, both included; 0 where the last lies before the first.

    >>> between(Brought(Decimal(1200), dt.date(2026, 1, 1), yearly=True), dt.date(2026, 1, 1), dt.date(2026, 3, 31))
    Decimal('300.00')
    """
    if not one.yearly:
        return one.amount if first <= one.since <= last else Decimal(0)
    start = max(first, one.since)
    end = last if one.until is None else min(last, one.until)
    if end < start:
        return Decimal(0)
    months = _months(end) + Decimal(1) / _days(end) - _months(start)
    return (one.amount * months / 12).quantize(CENT, ROUND_HALF_EVEN)


def year_to(day: dt.date) -> dt.date:
    """The first day of the twelve months that end on a day.

    >>> year_to(dt.date(2026, 11, 26))
    datetime.date(2025, 11, 27)
    """
    after = day + dt.timedelta(days=1)
    return after.replace(year=after.year - 1, day=28 if (after.month, after.day) == (2, 29) else after.day)


def _months(day: dt.date) -> Decimal:
    """Where a day begins on a scale of months."""
    return Decimal(day.year * 12 + day.month - 1) + Decimal(day.day - 1) / _days(day)


def _days(day: dt.date) -> int:
    return calendar.monthrange(day.year, day.month)[1]
