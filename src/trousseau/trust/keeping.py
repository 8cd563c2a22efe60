"""What goes because its time is over: reckoned for the page, done by a job each night."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trousseau.access import cutting
from trousseau.access.audit import record
from trousseau.access.models import Invitation, Organisation
from trousseau.knowledge.models import Contact
from trousseau.notices.models import Letter, Notice
from trousseau.trust.models import Keeping, Look

LABELS: dict[str, str | Promise] = {
    "audit": _("Events of the audit log"),
    "looks": _("Looks in the client space"),
    "notices": _("Notices, and the letters they went by"),
    "invitations": _("Invitations and sign-in links, after their last day"),
    "sessions": _("Sessions that have expired"),
    "contacts_left": _("People who left a client: proposed for erasure, never erased by themselves"),
}
PROPOSED = "contacts_left"


@dataclass(frozen=True)
class Due:
    """What would go tonight: how much, and from before when; None: it is kept for ever."""

    name: str
    label: str
    before: dt.datetime | None
    count: int


def due(now: dt.datetime | None = None) -> list[Due]:
    """Reckon what would go now, changing nothing."""
    now = now or timezone.now()
    found = []
    for name, label in LABELS.items():
        before = _before(name, now)
        found.append(Due(name, str(label), before, _count(name, before) if before else 0))
    return found


def tidy() -> dict[str, int]:
    """Have what is due go, but who left a client; gives how much went of each. Told in the trail where anything did."""
    gone = {one.name: _drop(one) for one in due() if one.name != PROPOSED and one.before and one.count}
    told = {name: count for name, count in gone.items() if name != "sessions"}
    if told:
        with transaction.atomic():
            record(None, "privacy.tidied", Organisation.current(), after=told)
    return gone


def proposed() -> models.QuerySet[Contact]:
    """Who left a client longer ago than they are kept, the longest first."""
    before = _before(PROPOSED, timezone.now())
    left = Contact.objects.filter(erased_at=None, left_on__lt=before.date()) if before else Contact.objects.none()
    return left.select_related("account").order_by("left_on", "pk")


def _before(name: str, now: dt.datetime) -> dt.datetime | None:
    """The moment before which things go: the audit log's is the first of a month, so that it is cut once a month."""
    if name == "sessions":
        return now
    months = getattr(Keeping.current(), name)
    if months is None:
        return None
    local = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    year, month = divmod(local.year * 12 + local.month - 1 - months, 12)
    if name == "audit":
        return local.replace(year=year, month=month + 1, day=1)
    last = (dt.date(year + month // 11, (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return local.replace(year=year, month=month + 1, day=min(local.day, last))


def _rows(name: str, before: dt.datetime) -> models.QuerySet[Any]:
    rows: dict[str, models.QuerySet[Any]] = {
        "looks": Look.objects.filter(on__lt=before.date()),
        "notices": Notice.objects.filter(at__lt=before),
        "invitations": Invitation.objects.filter(expires_at__lt=before),
        "sessions": Session.objects.filter(expire_date__lt=before),
    }
    return rows[name]


def _count(name: str, before: dt.datetime) -> int:
    if name == "audit":
        cut = cutting.due(before)
        return cut.events if cut else 0
    return proposed().count() if name == PROPOSED else _rows(name, before).count()


def _drop(one: Due) -> int:
    if one.before is None:
        return 0
    if one.name == "audit":
        cut = cutting.cut(one.before)
        return cut.events if cut else 0
    with transaction.atomic():
        gone = _rows(one.name, one.before).delete()[0]
        if one.name == "notices":
            Letter.objects.filter(claimed_at__lt=one.before, notices=None).delete()
    return gone
