"""The tabs of one account: each room registers its own, this room places them in the head.

tabs.register(Tab("people", _("People"), "knowledge:people", order=30, rule="read_contacts", count=counted))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.models import Account

Count = Callable[[User, Account], str | None]


@dataclass(frozen=True)
class Tab:
    """One tab; its URL takes the account's public id, `count` stands beside its label, such as “8” or “82 %”."""

    name: str
    label: str | Promise
    url_name: str
    order: int
    rule: str = "read_accounts"
    count: Count | None = None


@dataclass(frozen=True)
class Shown:
    """A tab as the page of an account shows it."""

    name: str
    label: str | Promise
    url: str
    count: str | None


_tabs: dict[str, Tab] = {}


def register(tab: Tab) -> None:
    """Add a tab; the same name again replaces it."""
    _tabs[tab.name] = tab


def shown(user: User, account: Account) -> list[Shown]:
    """The tabs someone may open, in their order."""
    return [
        Shown(
            tab.name,
            tab.label,
            reverse(tab.url_name, args=[account.public_id]),
            tab.count(user, account) if tab.count else None,
        )
        for tab in sorted(_tabs.values(), key=lambda one: one.order)
        if may(user, tab.rule)
    ]
