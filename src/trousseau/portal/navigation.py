"""The places of the client space, each with what waits there for the reader's answer.

Each part of the room registers its place; the shell of the client shows them in their order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from trousseau.portal.access import Window

Waiting = Callable[[Window], int]


@dataclass(frozen=True)
class Place:
    """One place: its word, a shorter one for a phone, its address (of a space), its drawing, what waits there."""

    name: str
    label: str | Promise
    short: str | Promise
    url_name: str
    icon: str
    order: int
    waiting: Waiting | None = None
    phone: bool = True
    """Whether the bar of a phone has it: there is room for five."""


@dataclass(frozen=True)
class Entry:
    """A place as one page shows it."""

    label: str | Promise
    short: str | Promise
    url: str
    icon: str
    here: bool
    waiting: int
    phone: bool


_places: dict[str, Place] = {}


def register(place: Place) -> None:
    """Add a place; the same name again replaces it."""
    _places[place.name] = place


def entries(window: Window, here: str) -> list[Entry]:
    """The places of a space, of which `here` is the one that is open."""
    return [
        Entry(
            one.label,
            one.short,
            reverse(one.url_name, args=[window.space.public_id]),
            one.icon,
            one.name == here,
            one.waiting(window) if one.waiting else 0,
            one.phone,
        )
        for one in sorted(_places.values(), key=lambda place: place.order)
    ]
