"""Where the days spent on clients, and those promised to them, are known: later rooms tell, people do until then.

    days.register("plans", spent=plans.days_spent)

A provider gives what it knows; a client it does not know is absent, never 0. Where two know of one client, the one
registered last counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

Spent = Callable[[date, date], Mapping[str, float]]
"""The days spent on each client from one day to another, both included."""

_spent: dict[str, Spent] = {}


def register(name: str, *, spent: Spent) -> None:
    """Have a later room tell the days spent; the same name again replaces it."""
    _spent.pop(name, None)
    _spent[name] = spent


def known_elsewhere(start: date, end: date) -> Mapping[str, float]:
    """What later rooms know of the days spent on each client."""
    known: dict[str, float] = {}
    for tell in _spent.values():
        known |= tell(start, end)
    return known
