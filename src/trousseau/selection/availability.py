"""Where the days each manager has for their accounts are known: staffing tells later, a director does until then.

    availability.register("staffing", staffing.days_a_month)

A provider gives what it knows, in days a month by the key of the person; someone it does not know is absent, never 0.
Where two know of one person, the one registered last counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from trousseau.selection.models import ManagerDays

Available = Callable[[], Mapping[int, float]]

_told: dict[str, Available] = {}


def register(name: str, available: Available) -> None:
    """Have a later room tell the days a month; the same name again replaces it."""
    _told.pop(name, None)
    _told[name] = available


def days_a_month() -> dict[int, float]:
    """The days a month of each person of whom they are known. One query, and those of other rooms."""
    known = {person: float(days) for person, days in ManagerDays.objects.values_list("manager_id", "days")}
    for tell in _told.values():
        known |= tell()
    return known
