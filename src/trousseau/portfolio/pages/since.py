"""What happened since yesterday, each thing once: ten facts told of one client are one line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from trousseau.access.audit import SENTENCES
from trousseau.access.models import AuditEvent, User
from trousseau.access.queries import trail
from trousseau.access.rules import may

EVENTS = 6
READ = 60
"""Events of which the lines are made."""


@dataclass(frozen=True)
class Event:
    """One thing that happened, as often as it did."""

    at: dt.datetime
    today: bool
    who: str
    sentence: str
    target: str
    times: int = 1


@dataclass(frozen=True)
class Since:
    """The last things done."""

    events: tuple[Event, ...]
    yesterday: bool
    """Whether all of them are of yesterday or today; else they are just the last ones."""


def since(user: User, own: Collection[int]) -> Since:
    """What the trail shows to who reads it, else one's own doing and what was done to one's accounts; one query."""
    today = timezone.localdate()
    rows = list(_seen(user, own).order_by("-at", "-pk")[:READ])
    recent = [row for row in rows if timezone.localdate(row.at) >= today - dt.timedelta(days=1)]
    lines: dict[tuple[str, str, str], list[AuditEvent]] = {}
    for row in recent or rows:
        lines.setdefault((row.verb, row.target_label, row.actor_label), []).append(row)
    # What Trousseau did by itself comes after what people did: it is seldom news.
    told = sorted(lines.items(), key=lambda one: one[1][0].actor_id is None)
    events = tuple(
        Event(
            at=same[0].at,
            today=timezone.localdate(same[0].at) == today,
            who=who,
            sentence=str(SENTENCES.get(verb, verb)),
            target=target,
            times=len(same),
        )
        for (verb, target, who), same in told[:EVENTS]
    )
    return Since(events, yesterday=bool(recent))


def _seen(user: User, own: Collection[int]) -> QuerySet[AuditEvent]:
    """The events someone may be told of."""
    if may(user, "read_audit"):
        return trail(user)
    mine = Q(actor=user.pk) | Q(target_type="accounts.account", target_id__in=[str(key) for key in own])
    if may(user, "read_portfolio"):
        mine |= Q(target_type__startswith="imports.") | Q(target_type__startswith="portfolio.")
    return AuditEvent.objects.filter(mine).exclude(target_type__startswith="access.")
