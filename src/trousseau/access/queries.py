"""What is read about people and what was done."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

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


def trail(user: User, wanted: AuditFilter | None = None) -> QuerySet[AuditEvent]:
    """Give the events a person may read: a director all, an administrator those about people and settings.

    A director limited to zones or divisions reads the latter and their own doing: the rest names accounts of others.
    """
    wanted = wanted or AuditFilter()
    events = AuditEvent.objects.select_related("actor")
    if not any(limit.everything for limit in limits(user, "read_trail")):
        shown = Q(target_type__in=HOUSE)
        if Role.DIRECTOR in user.roles:
            shown |= Q(actor=user.pk)
        events = events.filter(shown) if may(user, "read_audit") else events.none()
    if wanted.verb:
        events = events.filter(verb=wanted.verb)
    if wanted.person is not None:
        events = events.filter(actor_id=wanted.person)
    if wanted.since:
        events = events.filter(at__gte=_midnight(wanted.since))
    if wanted.until:
        events = events.filter(at__lt=_midnight(wanted.until + dt.timedelta(days=1)))
    if wanted.text:
        events = events.filter(Q(target_label__icontains=wanted.text) | Q(actor_label__icontains=wanted.text))
    return events


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def verbs(user: User) -> list[tuple[str, str]]:
    """Give the verbs that occur in what the person may read, with their sentences."""
    found = trail(user).order_by("verb").values_list("verb", flat=True).distinct()
    return [(verb, str(SENTENCES.get(verb, verb))) for verb in found]
