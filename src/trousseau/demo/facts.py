"""What the demonstration knows of its clients: Alstrom's structure, stakes and contracts; less of the others.

Told through the same actions as people use, by who leads the account; an account of which something is told already is
left alone. Days are counted back from today, so that the story keeps its ages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.demo import facts_of_others, facts_of_the_first
from trousseau.knowledge.actions.coverage import gathered, refresh
from trousseau.knowledge.actions.facts import tell as tell_fact
from trousseau.knowledge.kinds import KINDS
from trousseau.knowledge.models import Contact, Fact, LegalEntity, Stake

Told = tuple[str, Mapping[str, Any]]
"""A kind and what is said; `days` is its age."""


def tell(seed: int = 0) -> None:
    """Tell what is missing."""
    with transaction.atomic(), gathered():
        _missing(seed)


def _missing(seed: int) -> None:
    known = set(Stake.objects.values_list("account", flat=True))
    led = access.every_account().filter(manager__isnull=False).select_related("manager", "group").order_by("name")
    for account in led:
        if account.pk in known:
            continue
        if account.name == facts_of_the_first.NAME:
            _tell(account, facts_of_the_first.facts(timezone.localdate()))
        elif not _sister(account, led):
            _tell(account, facts_of_others.facts(account, _chance(seed, account.name), timezone.localdate()))
    refresh(led)


def _chance(seed: int, name: str) -> Random:
    return Random(f"{seed}:{name}")  # noqa: S311 - a story, no secret


def _sister(account: Account, led: Iterable[Account]) -> bool:
    """Whether another account of the group, led too, comes first: what is told of it is seen from both."""
    sisters = [one for one in led if one.group_id is not None and one.group_id == account.group_id]
    first = next((one for one in sisters if one.name == facts_of_the_first.NAME), sisters[0] if sisters else account)
    return first.pk != account.pk


def _tell(account: Account, facts: Iterable[Told]) -> None:
    """Tell facts one after the other; companies and people are named, and looked up."""
    manager = account.manager
    if manager is None:
        return
    today = timezone.localdate()
    entities: dict[str, Fact] = {}
    for name, said in facts:
        values = dict(said)
        values["said_on"] = today - dt.timedelta(days=values.pop("days", 60))
        for role in ("owner", "owned"):
            if role in values:
                values[role] = entities[values[role]]
        if "who" in values:
            _who(account, values)
        if isinstance(values.get("customer"), str):
            values["customer"] = access.every_account().filter(name=values["customer"]).first()
        for key in ("percent", "share", "value", "amount"):
            if key in values:
                values[key] = Decimal(values[key])
        made = tell_fact(manager, account, KINDS[name], values)
        if isinstance(made, LegalEntity):
            entities[made.name] = made


def _who(account: Account, values: dict[str, Any]) -> None:
    """The contact who said something, or their name as the source where they are not known."""
    name = values.pop("who")
    contact = Contact.objects.filter(account__group=account.group_id, name=name).first()
    if contact is None:
        values["source"] = name
    else:
        values["who"] = contact
