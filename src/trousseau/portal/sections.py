"""The sections of the first page of a client, each of which a part of the room registers.

A section says whether it stands in the wide column or beside it, in what order, and how it is filled for a window;
what has nothing to say stays away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from trousseau.portal.access import Window

Where = Literal["main", "side"]
Build = Callable[[Window], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Section:
    """One section: its template reads what `build` gives as `section`, and the page around it as it is."""

    name: str
    place: Where
    order: int
    template: str
    build: Build
    """None: nothing to show, the section stays away."""


@dataclass(frozen=True)
class Filled:
    """A section as one page shows it."""

    name: str
    template: str
    content: Mapping[str, Any]


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    """Add a section; the same name again replaces it."""
    _sections[section.name] = section


def filled(window: Window, place: Where) -> list[Filled]:
    """The sections of one column that have something to show, in their order."""
    wanted = sorted((one for one in _sections.values() if one.place == place), key=lambda one: one.order)
    built = [(one, one.build(window)) for one in wanted]
    return [Filled(one.name, one.template, content) for one, content in built if content is not None]
