"""Who stands behind an account: its manager, its team today, who was before, and how much each already carries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.utils import timezone

from trousseau.access.models import User
from trousseau.accounts.access import every_account
from trousseau.accounts.actions.team import OF_THE_HOUSE
from trousseau.accounts.models import Account, ManagerTerm, TeamMember, TeamRole, current
from trousseau.staffing.models import Profile

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
        account.members.select_related("user"),
        key=lambda one: (ORDER[one.role], one.since or date.min, str(one.user).casefold()),
    )
    terms = list(account.terms.select_related("user").order_by("-until", "-pk"))
    now = [one for one in rows if not one.over and (one.since is None or one.since <= today)]
    keys = {one.user_id for one in now} | ({account.manager_id} if account.manager_id else set())
    open_term = next((term for term in terms if term.until is None and term.user_id == account.manager_id), None)
    profiles = Profile.objects.filter(user__in=keys)
    return Team(
        manager=account.manager,
        manager_since=open_term.since if open_term else None,
        members=tuple(now),
        coming=tuple(one for one in rows if not one.over and one.since is not None and one.since > today),
        past=tuple(sorted((one for one in rows if one.over), key=lambda one: one.until or today, reverse=True)),
        past_managers=tuple(term for term in terms if term.until is not None),
        languages={profile.user_id: list(profile.languages) for profile in profiles},
        carried=carried(keys),
    )


def carried(people: Iterable[int]) -> dict[int, Carried]:
    """What each of these carries today."""
    keys = set(people)
    leads = dict(
        every_account().filter(manager__in=keys, excluded=False).values("manager").annotate(n=Count("pk"))
        .values_list("manager", "n")
    )  # fmt: skip
    teams = dict(
        TeamMember.objects.filter(current(), user__in=keys).values("user")
        .annotate(n=Count("account", distinct=True)).values_list("user", "n")
    )  # fmt: skip
    return {key: Carried(leads.get(key, 0), teams.get(key, 0)) for key in keys}


def who_can_join() -> QuerySet[User]:
    """Everyone of the house who could be on a team."""
    return User.objects.filter(is_active=True, assignments__role__in=OF_THE_HOUSE).distinct().order_by("name")
