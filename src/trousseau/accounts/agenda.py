"""What happens in a week: meetings, milestones and whatever else has a day, offered by every room to Home.

A provider answers `(user, first, last) -> entries`, only about what that user may see. What is due is there already.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from trousseau.access.models import User


@dataclass(frozen=True)
class Entry:
    """One thing of a day."""

    day: dt.date
    title: str | Promise
    url: str = ""
    at: dt.time | None = None
    account: str = ""
    done: bool = False


Provider = Callable[[User, dt.date, dt.date], Iterable[Entry]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Add a provider (as a decorator, or from ready())."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def entries(user: User, first: dt.date, last: dt.date) -> list[Entry]:
    """What happens to someone between two days, both included: by day, what has an hour first."""
    found = [entry for provider in _providers for entry in provider(user, first, last)]
    found = [entry for entry in found if first <= entry.day <= last]
    return sorted(found, key=lambda entry: (entry.day, entry.at is None, entry.at or dt.time(), str(entry.title)))
