"""What else is kept of a person at the client: rooms register what they tell of it better, and what they throw away.

personal.register("commitments", Commitment, export=held_of)
personal.discards(throw_packs_away)

Texts that name someone need no registering: `forgetting` finds and rewrites them in every room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.db.models import Model

from trousseau.knowledge.models import Contact

Export = Callable[[Contact], Iterable[Mapping[str, str]]]
"""What a room holds about a person, one mapping a record, in words."""
Discard = Callable[[Iterable[int]], None]
"""Throw away files made of what is known at some accounts; called inside the transaction of the erasure."""

_rooms: dict[str, tuple[type[Model], Export]] = {}
_discards: list[Discard] = []


def register(name: str, model: type[Model], *, export: Export) -> None:
    """Add what a room tells of a model; the same name again replaces it."""
    _rooms[name] = (model, export)


def discards(discard: Discard) -> None:
    """Add what a room throws away once someone is erased."""
    _discards.append(discard)


def told() -> list[type[Model]]:
    """The models that rooms tell themselves."""
    return [model for model, _export in _rooms.values()]


def exported(contact: Contact) -> dict[str, list[dict[str, str]]]:
    """What every room tells about a person."""
    return {name: [dict(row) for row in export(contact)] for name, (_model, export) in _rooms.items()}


def discard(accounts: Iterable[int]) -> None:
    """Have every room throw away what it made of the knowledge of some accounts."""
    for one in _discards:
        one(accounts)
