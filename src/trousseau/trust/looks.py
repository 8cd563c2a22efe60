"""Who looked at what in the client space: written by its pages, read by the house and by who leads the account."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from trousseau.access.models import User
from trousseau.access.rules import limits
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.trust.models import Look, today

KINDS: dict[str, str | Promise] = {}


def describe(kinds: Mapping[str, str | Promise]) -> None:
    """Say what kinds of things are called on the page of looks: kind → translated text (“Document”)."""
    KINDS.update(kinds)


def looked(user: User, account: Account, kind: str, item: str = "") -> None:
    """Write that somebody looked at something shared with them: one row a day, with a count.

    `kind` is a word such as `document`, which `describe` gave a name; `item` its public id, empty
    for a page of the account itself.
    """
    with transaction.atomic():
        row, new = Look.objects.get_or_create(user=user, account=account, kind=kind, item=item, on=today())
        if not new:
            Look.objects.filter(pk=row.pk).update(times=F("times") + 1, last_at=timezone.now())


def looks(reader: User) -> QuerySet[Look]:
    """Give the looks somebody may read, latest first: a director who is not limited all, others at accounts they see.

    An administrator without a business role reads none: which client reads what is business.
    """
    found = Look.objects.select_related("user", "account").order_by("-on", "-pk")
    if any(limit.everything for limit in limits(reader, "read_trail")):
        return found
    return found.filter(account__in=access.visible_to(reader))
