"""The facts of a client, for who may see them."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import QuerySet
from django.http import Http404

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.knowledge.access import accounts_of_client
from trousseau.knowledge.kinds import KINDS
from trousseau.knowledge.models import Fact

F = TypeVar("F", bound=Fact)
BESIDE: dict[str, tuple[str, ...]] = {
    "stake": ("who",),
    "entity": ("customer",),
    "control": ("owner", "owned"),
}
"""What is read with a kind, so that no row costs a query."""


def facts_of(user: User, account: Account, model: type[F], *, whole: bool = True) -> QuerySet[F]:
    """The facts of one kind that stand, of the whole client or of the account alone."""
    kind = next(kind.name for kind in KINDS.values() if kind.model is model)
    accounts = accounts_of_client(user, account)
    if not whole:
        accounts = accounts.filter(pk=account.pk)
    found: QuerySet[F] = model.objects.filter(account__in=accounts, removed_at=None)
    return found.select_related("account", "author", *BESIDE.get(kind, ()))


def fact_or_404(user: User, kind: str, public_id: str) -> Fact:
    """The fact of an address, also one that was taken away, for someone who may see its account."""
    if kind not in KINDS:
        raise Http404
    model = KINDS[kind].model
    found = model.objects.select_related("account", "author", *BESIDE.get(kind, ())).filter(public_id=public_id)
    fact: Fact | None = found.first()
    if fact is None or not access.visible_to(user).filter(pk=fact.account_id).exists():
        raise Http404
    return fact
