"""The value that the demonstration's people brought to clients, as `value_stories` tells it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.demo import spaces
from trousseau.demo.value_stories import STORIES, YEAR, Brought
from trousseau.plans.actions import value as actions
from trousseau.plans.actions.value import Bringing
from trousseau.plans.models.value import Delivered, Opinion

SETTLED = 20
"""Days after which a client has said what it thinks of something, or on the day it was told where that is nearer."""


def tell(director: User) -> None:
    """Write down what the stories tell, for each account where nothing is."""
    names = {one.account for one in STORIES}
    accounts = {one.name: one for one in access.every_account().filter(name__in=names, delivered=None)}
    for story in STORIES:
        if story.account in accounts:
            with transaction.atomic():
                _tell(director, accounts[story.account], story)


def _tell(director: User, account: Account, story: Brought) -> None:
    today, writer = timezone.localdate(), account.manager or director
    since = today - dt.timedelta(days=story.ago)
    made = actions.add(
        writer,
        account,
        Bringing(
            category=story.category,
            what=story.what,
            since=since,
            amount=_money(story.amount),
            yearly=story.spread == YEAR,
            until=today - dt.timedelta(days=story.ended) if story.ended else None,
            method=story.method,
            evidence=story.evidence,
        ),
    )
    made = _said(writer, made, story, min(today, since + dt.timedelta(days=SETTLED)))
    if story.shared:
        spaces.show(director, account, "value", made.public_id)


def _said(writer: User, made: Delivered, story: Brought, on: dt.date) -> Delivered:
    if story.opinion == Opinion.CONFIRMED:
        return actions.confirm(
            writer, made, by=story.by, on=on, said=story.said, agreed=_money(story.agreed), revision=made.revision
        )
    if story.opinion == Opinion.CONTESTED:
        return actions.contest(writer, made, by=story.by, on=on, said=story.said, revision=made.revision)
    return made


def _money(amount: int | None) -> Decimal | None:
    return None if amount is None else Decimal(amount)
