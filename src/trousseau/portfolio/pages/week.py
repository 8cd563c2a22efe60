"""The week beside what is due: what has a day in it, what is done of it, and where today is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from trousseau.access.models import User
from trousseau.accounts import agenda
from trousseau.accounts.agenda import Entry
from trousseau.accounts.due import DueItem

WORKING = 5
"""Days of a week that are shown even where nothing is in them."""


@dataclass(frozen=True)
class Day:
    """One day of the week."""

    day: dt.date
    today: bool
    past: bool
    entries: tuple[Entry, ...]


def week(user: User, items: Iterable[DueItem], today: dt.date) -> tuple[Day, ...]:
    """The week that a day is in, from Monday; a Saturday or Sunday only where something is in it."""
    first = today - dt.timedelta(days=today.weekday())
    last = first + dt.timedelta(days=6)
    found = agenda.entries(user, first, last)
    there = {entry.url for entry in found if entry.url}
    found += [
        Entry(item.due, item.title, item.url, account=item.account)
        for item in items
        if item.due is not None and first <= item.due <= last and not item.whose and item.url not in there
    ]
    days = (first + dt.timedelta(days=number) for number in range(7))
    shown = (Day(day, day == today, day < today, tuple(e for e in found if e.day == day)) for day in days)
    return tuple(day for day in shown if day.day.weekday() < WORKING or day.entries or day.today)
