"""The hand-over of an account: open ones, who may look back, the packs taken."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from trousseau.access.models import User
from trousseau.accounts.models import Account
from trousseau.support.models import Handover, Paper

LOOK_BACK = timedelta(days=60)
"""Who hands an account over still reads it for so long, unless it is taken over before."""


def open_handover(account: Account) -> Handover | None:
    """The hand-over of an account that is not done."""
    return Handover.objects.filter(account=account, done_at=None).select_related("leaving", "taking").first()


def handed_over_by(user: User) -> Q:
    """A grant: who hands an account over reads it until it is taken over, 60 days at most."""
    since = timezone.localdate() - LOOK_BACK
    return Q(pk__in=Handover.objects.filter(leaving=user.pk, done_at=None, begun_on__gte=since).values("account"))


def of_person(user: User) -> QuerySet[Handover]:
    """The open hand-overs that someone gives or takes."""
    mine = Q(leaving=user.pk) | Q(taking=user.pk)
    return Handover.objects.filter(mine, done_at=None).select_related("account", "leaving", "taking")


def taken(account: Account) -> QuerySet[Paper]:
    """The packs taken of an account, latest first."""
    return Paper.objects.filter(account=account, size__gt=0).select_related("by", "account")[:10]


def throw_away(accounts: Iterable[int]) -> None:
    """Delete the packs taken of some accounts: they name people one of whom must be forgotten. They can be made again.

    The trail still says who took them.
    """
    rows = Paper.objects.filter(account__in=list(accounts))
    files = [path_of(one) for one in rows]
    rows.delete()
    for file in files:
        transaction.on_commit(partial(file.unlink, missing_ok=True))


def path_of(paper: Paper) -> Path:
    """Where the file of a pack is kept."""
    return Path(settings.TROUSSEAU_HOME) / "files" / "papers" / f"{paper.public_id}.pdf"
