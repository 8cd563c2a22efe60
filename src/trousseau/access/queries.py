"""What is read about people and what was done."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db import connection
from django.db.models import Case, Q, QuerySet, When
from django.utils import timezone

from trousseau.access.audit import SENTENCES
from trousseau.access.models import ApiToken, AuditEvent, Invitation, Role, User
from trousseau.access.once import once
from trousseau.access.rules import limits, may

HOUSE = ("access.user", "access.invitation", "access.organisation", "access.apitoken")


def people() -> QuerySet[User]:
    """Give everybody with their roles and head, active first."""
    return (
        User.objects.select_related("reports_to")
        .prefetch_related("assignments")
        .order_by("-is_active", "name", "email")
    )


def holding(*roles: Role) -> QuerySet[User]:
    """Give the active people who hold one of the roles, by name."""
    return User.objects.filter(is_active=True, assignments__role__in=roles).distinct().order_by("name")


def open_invitations() -> QuerySet[Invitation]:
    """Give the invitations nobody has used yet, spent ones included until they are withdrawn."""
    return Invitation.objects.filter(user=None, used_at=None).select_related("created_by")


def tokens(user: User) -> QuerySet[ApiToken]:
    """Give the tokens a person may revoke: their own, and everybody's for who manages people; theirs first."""
    standing = ApiToken.objects.filter(revoked_at=None).select_related("user")
    if not may(user, "manage_people"):
        standing = standing.filter(user=user)
    return standing.order_by(Case(When(user=user, then=0), default=1), "user__name", "-created_at")


@dataclass(frozen=True)
class _Report:
    """Where someone stands below another."""

    head: int
    active: bool
    roles: frozenset[str]


def reports_of(head: User, *, active: bool = True, roles: Collection[str] = ()) -> frozenset[int]:
    """Give who reports to someone, directly or through others, as primary keys; a loop ends where it began.

    `active`: only who is in the house, through those who are; `roles`: only who holds one of them. One query, once
    a request, whoever is asked about.
    """
    below: dict[int, list[int]] = defaultdict(list)
    reporting = once("reporting", _reporting)
    for person, one in reporting.items():
        if one.active or not active:
            below[one.head].append(person)
    found, level = {head.pk}, {head.pk}
    while level:
        level = {person for boss in level for person in below[boss]} - found
        found |= level
    found.discard(head.pk)
    return frozenset(person for person in found if not roles or reporting[person].roles.intersection(roles))


def _reporting() -> dict[int, _Report]:
    """Everyone who reports to somebody."""
    rows = User.objects.exclude(reports_to=None).values_list("pk", "reports_to", "is_active", "assignments__role")
    held: dict[int, set[str]] = defaultdict(set)
    places: dict[int, tuple[int, bool]] = {}
    for person, boss, is_active, role in rows.order_by():
        if boss is not None:
            places[person] = (boss, is_active)
            held[person].add(role)
    return {person: _Report(boss, is_active, frozenset(held[person])) for person, (boss, is_active) in places.items()}


@dataclass(frozen=True)
class AuditFilter:
    """What part of the trail is looked at."""

    verb: str = ""
    person: int | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    text: str = ""
    room: str = ""
    """The app whose objects the events are about: `plans`."""
    objects: Mapping[str, Collection[str]] | None = None
    """Keys by kind of object, `plans.plan` → (`12`,); None: any."""


def trail(user: User, wanted: AuditFilter | None = None) -> QuerySet[AuditEvent]:
    """Give the events a person may read: a director all, an administrator those about people and settings.

    A director limited to zones or divisions reads the latter and their own doing: the rest names accounts of others.
    """
    wanted = wanted or AuditFilter()
    events = AuditEvent.objects.all()
    if not _reads_all(user):
        shown = Q(target_type__in=HOUSE)
        if Role.DIRECTOR in user.roles:
            shown |= Q(actor=user.pk)
        events = events.filter(shown) if may(user, "read_audit") else events.none()
    if wanted.objects is not None:
        about = [Q(target_type=kind, target_id__in=[*keys]) for kind, keys in wanted.objects.items() if keys]
        events = events.filter(reduce(or_, about)) if about else events.none()
    if wanted.since:
        events = events.filter(at__gte=_midnight(wanted.since))
    if wanted.until:
        events = events.filter(at__lt=_midnight(wanted.until + dt.timedelta(days=1)))
    if wanted.text:
        events = events.filter(Q(target_label__icontains=wanted.text) | Q(actor_label__icontains=wanted.text))
    exact = {
        "verb": wanted.verb,
        "actor_id": wanted.person,
        "target_type__startswith": wanted.room and f"{wanted.room}.",
    }
    return events.filter(**{name: value for name, value in exact.items() if value})


def _reads_all(user: User) -> bool:
    return any(limit.everything for limit in limits(user, "read_trail"))


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


@dataclass(frozen=True)
class TrailPage:
    """Some events, the newest first, and the place in the trail where the next ones begin; None: these are the last."""

    events: tuple[AuditEvent, ...]
    after: tuple[dt.datetime, int] | None


def page_of(events: QuerySet[AuditEvent], after: tuple[dt.datetime, int] | None, size: int) -> TrailPage:
    """Give a page of the trail from a place on: as dear for the thousandth page as for the first, and no count."""
    if after is not None:
        at, number = after
        events = events.filter(Q(at__lt=at) | Q(at=at, pk__lt=number), at__lte=at)
    found = tuple(events.order_by("-at", "-pk")[: size + 1])
    more = len(found) > size
    return TrailPage(found[:size], (found[size - 1].at, found[size - 1].pk) if more else None)


def verbs(user: User) -> list[tuple[str, str]]:
    """Give the verbs that occur in what the person may read, with their sentences, by sentence."""
    if _reads_all(user):
        with connection.cursor() as cursor:
            cursor.execute(_VERBS)
            found = [row[0] for row in cursor.fetchall()]
    else:
        found = [*trail(user).order_by("verb").values_list("verb", flat=True).distinct()]
    return sorted(((verb, str(SENTENCES.get(verb, verb))) for verb in found), key=lambda one: one[1])


_VERBS = """
WITH RECURSIVE v(verb) AS (
    SELECT min(verb) FROM access_auditevent
    UNION ALL
    SELECT (SELECT min(verb) FROM access_auditevent WHERE verb > v.verb) FROM v WHERE v.verb IS NOT NULL
) SELECT verb FROM v WHERE verb IS NOT NULL
"""  # from each verb to the next along the index: as dear as there are verbs, not events
