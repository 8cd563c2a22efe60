"""What people can be told of: each kind is named by the room that tells it, and worded when it is shown or sent.

kinds.register(Kind("request.proposed", _("A request is proposed to me"), text=proposed))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise

from trousseau.access.models import Role, User

Pace = Literal["immediate", "daily", "weekly", "none"]


@dataclass(frozen=True)
class Line:
    """One line under a notice in its letter, and the page it leads to (a path of ours; "" for none)."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Kind:
    """One thing to be told of: how it is called in the settings, and the sentence it makes of its parameters.

    `text` is called in the language of who reads it.
    """

    name: str
    label: str | Promise
    text: Callable[[Mapping[str, Any]], str]
    pace: Pace = "immediate"
    """How it goes by mail unless the person chose otherwise."""
    lines: Callable[[User, Mapping[str, Any]], Iterable[Line]] | None = None
    """What its letter lists below it, read as the letter is made: with the rights and the facts of then."""
    to_clients: bool = False
    """Whether it is told to people of clients; they are not to know what else the house tells its own."""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind; the same name again replaces it."""
    _kinds[kind.name] = kind


def known() -> tuple[Kind, ...]:
    """All kinds, as they were registered."""
    return tuple(_kinds.values())


def told_to(user: User) -> tuple[Kind, ...]:
    """The kinds that someone may be told of: people of clients know of theirs alone."""
    client = user.roles == {Role.CLIENT.value}
    return tuple(kind for kind in known() if kind.to_clients or not client)


def find(name: str) -> Kind | None:
    """The kind of a name; None where the room that told it is gone."""
    return _kinds.get(name)
