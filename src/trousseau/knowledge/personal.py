"""Where else data of a person at the client are kept: rooms register how they give them out and how they erase them.

personal.register("commitments", export=held_of, erase=forget)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from trousseau.knowledge.models import Contact

Export = Callable[[Contact], Iterable[Mapping[str, str]]]
"""What a room holds about a person, one mapping a record, in words."""
Erase = Callable[[Contact, str], None]
"""Put the given pseudonym where the room wrote the person's name; called inside the transaction of the erasure."""

_rooms: dict[str, tuple[Export, Erase]] = {}


def register(name: str, *, export: Export, erase: Erase) -> None:
    """Add a room; the same name again replaces it."""
    _rooms[name] = (export, erase)


def exported(contact: Contact) -> dict[str, list[dict[str, str]]]:
    """What every room holds about a person."""
    return {name: [dict(row) for row in export(contact)] for name, (export, _erase) in _rooms.items()}


def erase(contact: Contact, pseudonym: str) -> None:
    """Have every room forget a person's name."""
    for _export, forget in _rooms.values():
        forget(contact, pseudonym)
