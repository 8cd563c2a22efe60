"""Who stands behind an account: its manager, its team today, who was before, and how much each already carries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
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
    """Everyone of an account, today and before; what not every paper says of them is read when it is asked for."""

    account: Account
    members: tuple[TeamMember, ...]
    coming: tuple[TeamMember, ...]
    """Whose place begins later."""
    past: tuple[TeamMember, ...]

    @property
    def manager(self) -> User | None:
        """Who leads it."""
        return self.account.manager

    @property
    def manager_since(self) -> date | None:
        """Since when; None: nobody knows."""
        return next((one.leads_since for one in self._people if one.pk == self.account.manager_id), None)

    @property
    def languages(self) -> dict[int, list[str]]:
        """What each of them speaks, by their key."""
        return {one.pk: list(one.profile.languages) for one in self._people if hasattr(one, "profile")}

    @property
    def carried(self) -> dict[int, Carried]:
        """How much each of them carries, by their key."""
        return {one.pk: Carried(one.leads, one.teams) for one in self._people}

    @cached_property
    def past_managers(self) -> tuple[ManagerTerm, ...]:
        """Who led it before, the last first."""
        ended = self.account.terms.filter(until__isnull=False)
        return tuple(ended.select_related("user").order_by("-until", "-pk"))

    @cached_property
    def _people(self) -> tuple[Any, ...]:
        """Who is behind it today, with their profiles, since when they lead it, and what each carries."""
        leads = [self.account.manager_id] if self.account.manager_id else []
        return tuple(_carrying({*leads, *(one.user_id for one in self.members)}, self.account))

    @property
    def sponsor(self) -> TeamMember | None:
        """Who sponsors it."""
        return next((one for one in self.members if one.role == TeamRole.SPONSOR), None)


def team_of(account: Account) -> Team:
    """The team of an account someone may see: one statement, and one for whatever else is asked of it."""
    today = timezone.localdate()
    rows = sorted(
        places(account),
        key=lambda one: (ORDER[one.role], one.since or date.min, str(one.user).casefold()),
    )
    return Team(
        account,
        members=tuple(one for one in rows if one.current),
        coming=tuple(one for one in rows if not one.over and one.since is not None and one.since > today),
        past=tuple(sorted((one for one in rows if one.over), key=lambda one: one.until or today, reverse=True)),
    )


def _carrying(people: Iterable[int], account: Account) -> QuerySet[User, Any]:
    """These people with their profiles, since when they lead an account, and what each carries today; one statement."""
    term = ManagerTerm.objects.filter(account=account, user=OuterRef("pk"), until=None)
    led = every_account().filter(manager=OuterRef("pk"), excluded=False).order_by().values("manager")
    on = TeamMember.objects.filter(current(), user=OuterRef("pk")).order_by().values("user")
    return (
        User.objects.filter(pk__in=people)
        .select_related("profile")
        .annotate(
            leads_since=Subquery(term.values("since")[:1]),
            leads=Coalesce(Subquery(led.annotate(n=Count("pk")).values("n")), 0),
            teams=Coalesce(Subquery(on.annotate(n=Count("account", distinct=True)).values("n")), 0),
        )
    )


def who_can_join() -> QuerySet[User]:
    """Everyone of the house who could be on a team."""
    return User.objects.filter(is_active=True, assignments__role__in=OF_THE_HOUSE).distinct().order_by("name")
