"""What needs someone's decision, offered by every room and shown together on Home.

A provider answers `(user) -> items`, only about what that user may see and act on. Home sorts by urgency,
then by what is at stake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from django.utils.functional import Promise

from trousseau.access.models import User

Urgency = Literal["now", "soon", "later"]
"""now: cannot wait (◆); soon: this week (▲); later: worth knowing (●)."""
ORDER: dict[str, int] = {"now": 0, "soon": 1, "later": 2}


@dataclass(frozen=True)
class Blank:
    """One field to fill before something is done in place."""

    name: str
    label: str | Promise
    value: str = ""
    day: bool = False
    """A day rather than words."""


@dataclass(frozen=True)
class Deed:
    """Something done where it is read: a form that posts to the room's own address and comes back to Home.

    That room's view redirects to `/` where it is sent `next=home`; what it refuses it shows on its own page, with
    what was typed.
    """

    label: str | Promise
    url: str
    said: tuple[tuple[str, str], ...] = ()
    """What goes with it unseen: the revision that was read."""
    blanks: tuple[Blank, ...] = ()
    """Empty: one press does it."""


@dataclass(frozen=True)
class DueItem:
    """One thing to decide or do: what, why, how much is at stake, and the action beside it."""

    title: str | Promise
    """The thing itself, as a sentence with its figures."""
    url: str
    action: str | Promise
    """What the button says."""
    kind: str | Promise = ""
    """The line above the title: “Quarantine, 12 days”."""
    why: str | Promise = ""
    urgency: Urgency = "soon"
    amount: Decimal | None = None
    """In the base currency; None where no amount says it."""
    amount_note: str | Promise = ""
    account: str = ""
    account_url: str = ""
    due: date | None = None
    deeds: tuple[Deed, ...] = ()
    """What can be done about it at once; the first is the one expected."""
    whose: str = ""
    """Whose it is, where it is told to their head: shown apart, and no decision of the reader's."""


Provider = Callable[[User], Iterable[DueItem]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Add a provider (as a decorator, or from ready())."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def items(user: User) -> list[DueItem]:
    """Everything due for someone, what cannot wait first, then the heaviest, then the earliest."""
    found = [item for provider in _providers for item in provider(user)]
    return sorted(found, key=lambda item: (ORDER[item.urgency], -(item.amount or 0), item.due or date.max))
