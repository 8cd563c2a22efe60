"""What needs someone's decision, offered by every room and shown together on Home.

A provider answers `(user) -> items`, only about what that user may see and act on. Home sorts by urgency,
then weight.
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


Provider = Callable[[User], Iterable[DueItem]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Add a provider (as a decorator, or from ready())."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def items(user: User) -> list[DueItem]:
    """Everything due for someone, the heaviest of the most urgent first."""
    found = [item for provider in _providers for item in provider(user)]
    return sorted(found, key=lambda item: (ORDER[item.urgency], item.due or date.max, -(item.amount or 0)))
