"""Where it is known whether the plans of clients were carried out: later rooms tell, people do until then.

    execution.register("plans", executed=plans.executed)

A provider is asked of some clients over a period and gives, of each, the share done of what should be done by then, or
None where it does not know. Where two know of one client, the one registered last counts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

Executed = Callable[[Collection[str], date, date], Mapping[str, float | None]]

_executed: dict[str, Executed] = {}


def register(name: str, *, executed: Executed) -> None:
    """Have a later room tell what was carried out; the same name again replaces it."""
    _executed.pop(name, None)
    _executed[name] = executed


def known_elsewhere(clients: Collection[str], start: date, end: date) -> Mapping[str, float]:
    """What later rooms know of some clients."""
    known: dict[str, float] = {}
    for tell in _executed.values():
        known |= {client: share for client, share in tell(clients, start, end).items() if share is not None}
    return known
