"""What leads to an account: the objects whose events are that account's part of the trail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast

from trousseau.access.audit import kind_of
from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.models import Account, folded
from trousseau.knowledge.forgetting import way

MOST = 20
"""Accounts one name may stand for: a group's."""


def accounts_named(user: User, said: str) -> list[Account]:
    """The accounts somebody sees under a code, a name, or part of one; none where it stands for too many."""
    seen, said = access.visible_to(user), said.strip()
    for found in (
        seen.filter(code=said),
        seen.filter(name__iexact=said),
        seen.filter(search_text__contains=folded(said)),
    ):
        rows = [*found[: MOST + 1]]
        if rows:
            return rows if len(rows) <= MOST else []
    return []


def objects_of(accounts: Iterable[Account]) -> Mapping[str, frozenset[str]]:
    """The keys of everything that leads to some accounts, by kind as the trail writes it; one statement."""
    keys = [account.pk for account in accounts]
    found: dict[str, set[str]] = defaultdict(set)
    found[kind_of(Account)] |= {str(key) for key in keys}
    rows: list[QuerySet[Any, Any]] = []
    for model in apps.get_models():
        path = way(model) if model.__module__.startswith("trousseau.") else ""
        if path:
            own = model._base_manager.filter(**{f"{path}__in": keys}).order_by()  # noqa: SLF001 - Django's documented door
            kind = Value(kind_of(model), output_field=CharField())
            rows.append(own.annotate(of_kind=kind, of_key=Cast("pk", CharField())).values_list("of_kind", "of_key"))
    for of_kind, key in rows[0].union(*rows[1:], all=True):
        found[of_kind].add(key)
    return {kind: frozenset(keys) for kind, keys in found.items()}
