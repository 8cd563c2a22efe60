"""The periods in which an indicator is read: their last days, counted in calendar months."""

from __future__ import annotations

import datetime as dt

from trousseau.ledger.facts.calendar import between, first_day, last_day, month, shift
from trousseau.plans.models.kpis import Rhythm

EVERY = {Rhythm.MONTHLY.value: 1, Rhythm.QUARTERLY.value: 3, Rhythm.YEARLY.value: 12}
"""Months from one reading to the next."""


def ends(rhythm: str, first: dt.date, last: dt.date) -> list[dt.date]:
    """The last days of the periods that end between two days, both included."""
    every = EVERY[rhythm]
    names = [name for name in between(month(first), month(last)) if int(name[5:7]) % every == 0]
    return [day for name in names if first <= (day := last_day(name)) <= last]


def last_end(rhythm: str, today: dt.date) -> dt.date:
    """The last day of the last period that is over."""
    every, name = EVERY[rhythm], shift(month(today), -1)
    return last_day(shift(name, -(int(name[5:7]) % every)))


def began(rhythm: str, day: dt.date) -> dt.date:
    """The first day of the period that a day is in."""
    every, name = EVERY[rhythm], month(day)
    return first_day(shift(name, -((int(name[5:7]) - 1) % every)))


def over(rhythm: str, day: dt.date) -> dt.date:
    """The last day of the period that a day is in."""
    return last_day(shift(month(began(rhythm, day)), EVERY[rhythm] - 1))


def ahead(rhythm: str, day: dt.date, count: int) -> list[dt.date]:
    """The last days of the periods after the one that a day is in."""
    every, start = EVERY[rhythm], month(began(rhythm, day))
    return [last_day(shift(start, every * step + every - 1)) for step in range(1, count + 1)]
