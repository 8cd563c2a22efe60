"""What people do about their notices; each only about their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.notices import kinds, queries
from trousseau.notices.models import KindWish, Notice, Pace, Wishes


def read(user: User, notice: Notice) -> Notice:
    """Say that someone has read what they were told."""
    queries.of(user).filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())
    return notice


def read_all(user: User) -> int:
    """Say that someone has read everything; gives how many it was."""
    return queries.of(user).filter(read_at=None).update(read_at=timezone.now())


def wish(user: User, hours: Mapping[str, Any], paces: Mapping[str, Pace]) -> Wishes:
    """Say when and how soon someone wants mail; what is as the kind was made leaves no row."""
    with transaction.atomic():
        before = _said(user)
        wishes, _new = Wishes.objects.update_or_create(user=user, defaults=dict(hours))
        for kind in kinds.told_to(user):
            pace = paces.get(kind.name, Pace(kind.pace))
            if pace == kind.pace:
                KindWish.objects.filter(user=user, kind=kind.name).delete()
            else:
                KindWish.objects.update_or_create(user=user, kind=kind.name, defaults={"pace": pace})
        after = _said(user)
        if after != before:
            record(user, "notices.wished", user, before=before, after=after)
    return wishes


def unsubscribe(user: User, kind: str) -> None:
    """Stop the mail of a kind to someone, or all mail where none is named; what it tells stays in the app."""
    with transaction.atomic():
        if kind:
            KindWish.objects.update_or_create(user=user, kind=kind, defaults={"pace": Pace.NONE})
        else:
            Wishes.objects.update_or_create(user=user, defaults={"by_mail": False})
        record(user, "notices.stopped", user, after={"kind": kind or "all"})


def _said(user: User) -> dict[str, Any]:
    """What someone wishes, as the trail keeps it."""
    wishes = queries.wishes_of(user)
    hours = {
        "by_mail": wishes.by_mail,
        "quiet": f"{wishes.quiet_from:%H:%M}–{wishes.quiet_until:%H:%M}",
        "gathered": f"{wishes.digest_at:%H:%M}, {wishes.weekday}",
        "time_zone": wishes.time_zone,
    }
    return hours | dict(KindWish.objects.filter(user=user).values_list("kind", "pace"))
