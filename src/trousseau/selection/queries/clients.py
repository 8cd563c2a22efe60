"""Clients as selection speaks of them: a group of the ledger, or an account that has none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.models import Account


@dataclass(frozen=True)
class Client:
    """One client, with its accounts as far as someone sees them."""

    key: str
    name: str
    accounts: tuple[Account, ...]
    """Those the person sees, by name."""
    whole: bool
    """Whether the person sees all of them."""


def with_group(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows with a `client`, each with the `group` that client is part of as an account of the ledger; None: of none."""
    owner = access.every_account().filter(key=OuterRef("client"), group__isnull=False)
    found: QuerySet[Any] = rows.annotate(group=Subquery(owner.values("group__name")[:1]))
    return found


def client_of(user: User, key: str) -> Client | None:
    """The client of a key, for someone who sees one of its accounts; None for others. Two or three queries."""
    condition = Q(group__name=key) | Q(key=key, group=None)
    seen = tuple(access.visible_to(user).filter(condition).select_related("group").order_by("name", "key"))
    if not seen:
        return None
    grouped = [account for account in seen if account.group is not None]
    seen = tuple(grouped) or seen  # a group and an account without one may bear the same name: the group is meant
    name = key if grouped else seen[0].name
    everyone = access.every_account().filter(condition)
    if grouped:
        everyone = everyone.filter(group__isnull=False)
    return Client(key, name, seen, access.sees_everything(user) or everyone.count() == len(seen))
