"""Who could answer a request, the best first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from trousseau.access.models import User
from trousseau.accounts.models import Account, TeamMember
from trousseau.method.routing import Fit, Person, Wanted, ranked
from trousseau.support.models import Request, State
from trousseau.support.queries.experts import Expert, experts


@dataclass(frozen=True)
class Candidate:
    """One expert with how well they fit."""

    expert: Expert
    fit: Fit


def candidates(
    account: Account,
    skills: Mapping[str, int],
    due: dt.date,
    *,
    language: str = "",
    zone: str = "",
    without: frozenset[int] = frozenset(),
) -> list[Candidate]:
    """All experts but some, the best for a request first; seven queries."""
    today = timezone.localdate()
    knowing = set(_knowing(account))
    found = {one.user.pk: one for one in experts() if one.user.pk not in without}
    people = [
        Person(
            key=key,
            skills=one.levels,
            languages=frozenset(one.languages),
            zones=frozenset(one.zones),
            free=one.free(today, max(today, due)),
            load=one.load,
            knows=key in knowing,
        )
        for key, one in found.items()
    ]
    return [Candidate(found[fit.person.key], fit) for fit in ranked(Wanted(skills, language, zone), people)]


def _knowing(account: Account) -> list[int]:
    """Who is on the account's team or has answered for it."""
    answered = Request.objects.filter(account=account, state=State.DONE, owner__isnull=False)
    members = TeamMember.objects.filter(account=account)
    return [*members.values_list("user", flat=True), *(key for key in answered.values_list("owner", flat=True) if key)]


def people_to_ask(user: User) -> QuerySet[User]:
    """Everyone of the team a request can be handed on to."""
    roles = ("director", "executive", "manager", "head", "expert")
    return User.objects.filter(is_active=True, assignments__role__in=roles).exclude(pk=user.pk).distinct()
