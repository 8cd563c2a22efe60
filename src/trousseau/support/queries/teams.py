"""Who stands behind an account: its manager, its team today, who was before, and how much each already carries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from trousseau.access.models import User
from trousseau.accounts.access import every_account
from trousseau.accounts.actions.team import OF_THE_HOUSE
from trousseau.accounts.models import Account, ManagerTerm, TeamMember, TeamRole, current
from trousseau.accounts.queries import places

ORDER = {role: place for place, role in enumerate(TeamRole.values)}


@dataclass(frozen=True)
class Carried:
    """How many accounts someone leads, and on how many teams they are, this one included."""

    leads: int
    teams: int


@dataclass(frozen=True)
class Team:
    """Everyone of an account, today and before."""

    manager: User | None
    manager_since: date | None
    members: tuple[TeamMember, ...]
    coming: tuple[TeamMember, ...]
    """Whose place begins later."""
    past: tuple[TeamMember, ...]
    past_managers: tuple[ManagerTerm, ...]
    languages: dict[int, list[str]]
    carried: dict[int, Carried]

    @property
    def sponsor(self) -> TeamMember | None:
        """Who sponsors it."""
        return next((one for one in self.members if one.role == TeamRole.SPONSOR), None)


def team_of(account: Account) -> Team:
    """The team of an account someone may see, in a handful of statements whatever its size."""
    today = timezone.localdate()
    rows = sorted(
        places(account),
        key=lambda one: (ORDER[one.role], one.since or date.min, str(one.user).casefold()),
    )
    terms = list(account.terms.select_related("user").order_by("-until", "-pk"))
    now = [one for one in rows if one.current]
    keys = {one.user_id for one in now} | ({account.manager_id} if account.manager_id else set())
    open_term = next((term for term in terms if term.until is None and term.user_id == account.manager_id), None)
    people = _carrying(keys)
    return Team(
        manager=account.manager,
        manager_since=open_term.since if open_term else None,
        members=tuple(now),
        coming=tuple(one for one in rows if not one.over and one.since is not None and one.since > today),
        past=tuple(sorted((one for one in rows if one.over), key=lambda one: one.until or today, reverse=True)),
        past_managers=tuple(term for term in terms if term.until is not None),
        languages={one.pk: list(one.profile.languages) for one in people if hasattr(one, "profile")},
        carried={one.pk: Carried(one.leads, one.teams) for one in people},
    )


def _carrying(people: Iterable[int]) -> QuerySet[User, Any]:
    """These people with their profiles, and what each carries today; one statement."""
    led = every_account().filter(manager=OuterRef("pk"), excluded=False).order_by().values("manager")
    on = TeamMember.objects.filter(current(), user=OuterRef("pk")).order_by().values("user")
    return (
        User.objects.filter(pk__in=people)
        .select_related("profile")
        .annotate(
            leads=Coalesce(Subquery(led.annotate(n=Count("pk")).values("n")), 0),
            teams=Coalesce(Subquery(on.annotate(n=Count("account", distinct=True)).values("n")), 0),
        )
    )


def who_can_join() -> QuerySet[User]:
    """Everyone of the house who could be on a team."""
    return User.objects.filter(is_active=True, assignments__role__in=OF_THE_HOUSE).distinct().order_by("name")
