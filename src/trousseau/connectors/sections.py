"""Sections of a connection's page: what other parts of the room show of it, in their order.

register(Section("runs", 20, "connectors/connection/runs.html", runs_of))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from trousseau.access.models import User
from trousseau.connectors.models import Connection

Read = Callable[[User, Connection], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Section:
    """One section: its template is given what `read` gives as `part`, and is left out where that is None."""

    name: str
    order: int
    template: str
    read: Read


@dataclass(frozen=True)
class Shown:
    """A section with what it shows."""

    template: str
    part: Mapping[str, Any]


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    """Add a section; the same name again replaces it."""
    _sections[section.name] = section


def shown(user: User, connection: Connection) -> list[Shown]:
    """The sections of a connection for someone who may read it."""
    found = []
    for one in sorted(_sections.values(), key=lambda one: one.order):
        part = one.read(user, connection)
        if part is not None:
            found.append(Shown(one.template, part))
    return found
