"""The buttons beside the tabs of an account: each room registers its own, this room places them in the head.

buttons.register(Button("promise", _("Commitment"), promise_url, icon="plus", order=20, main=True))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from trousseau.access.models import User
from trousseau.accounts.models import Account


@dataclass(frozen=True)
class Button:
    """One button; `url` answers where it leads for someone on an account, or None where it is not theirs to press."""

    name: str
    label: str | Promise
    url: Callable[[User, Account], str | None]
    icon: str = ""
    order: int = 100
    main: bool = False
    """Filled; one an account at most."""


@dataclass(frozen=True)
class Shown:
    """A button as the head shows it."""

    button: Button
    url: str


_buttons: dict[str, Button] = {}


def register(button: Button) -> None:
    """Add a button; the same name again replaces it."""
    _buttons[button.name] = button


def shown(user: User, account: Account) -> list[Shown]:
    """The buttons someone may press, in their order."""
    placed = sorted(_buttons.values(), key=lambda one: (one.order, one.name))
    return [Shown(one, url) for one in placed if (url := one.url(user, account))]
