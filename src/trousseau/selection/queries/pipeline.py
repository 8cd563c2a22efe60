"""Business that may come: the open deals of clients, as a later room knows them from the company's tools.

They are said beside a forecast and change none: a deal is a hope of ours, and the potential is what a client spends.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Open:
    """The open deals of a client in one tool and one currency, never added to another's."""

    tool: str
    currency: str
    """Empty: the tool says none, which is the company's own."""
    deals: int
    amount: Decimal | None
    """None: the tool says no amount of any."""
    expected: Decimal | None
    """Amount times probability; None where one of those with an amount has no probability."""


Tell = Callable[[Collection[str]], Mapping[str, Sequence[Open]]]
_rooms: dict[str, Tell] = {}


def register(name: str, tell: Tell) -> None:
    """Have a later room tell the open deals of some clients; the same name again replaces it."""
    _rooms[name] = tell


def open_deals(clients: Collection[str]) -> dict[str, list[Open]]:
    """The open deals of some clients; a query a room that tells any."""
    found: dict[str, list[Open]] = {}
    for tell in _rooms.values():
        for client, some in tell(clients).items():
            found.setdefault(client, []).extend(some)
    return found
