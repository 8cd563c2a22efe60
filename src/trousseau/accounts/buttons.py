"""The buttons in the head of one account, beside its tabs: each room registers what it offers there.

buttons.register(Button("brief", _("Brief"), "support:brief", icon="file", order=10))
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.accounts.models import Account


@dataclass(frozen=True)
class Button:
    """One button; its URL takes the account's public id. A filled one is what people come for."""

    name: str
    label: str | Promise
    url_name: str
    icon: str
    order: int = 100
    rule: str = "read_accounts"
    filled: bool = False
    writes: bool = False
    """Only for who may change the account."""


@dataclass(frozen=True)
class Shown:
    """A button as the page of an account shows it."""

    button: Button
    url: str


_buttons: dict[str, Button] = {}


def register(button: Button) -> None:
    """Add a button; the same name again replaces it."""
    _buttons[button.name] = button


def shown(user: User, account: Account) -> list[Shown]:
    """The buttons someone may press, in their order."""
    allowed = [one for one in sorted(_buttons.values(), key=lambda one: one.order) if may(user, one.rule)]
    writes = any(one.writes for one in allowed) and access.may_write(user, account)
    return [Shown(one, reverse(one.url_name, args=[account.public_id])) for one in allowed if writes or not one.writes]
