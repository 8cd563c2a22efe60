"""Who leads accounts: their profiles, days, accounts and loads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Q

from trousseau.access.models import Role, User
from trousseau.access.queries import reports_of
from trousseau.selection.availability import days_a_month
from trousseau.staffing.models import Backup, Profile
from trousseau.staffing.queries.demands import Demand, demands

READ_ALL = frozenset({"director", "executive"})


@dataclass(frozen=True)
class Manager:
    """One who leads accounts, or could."""

    user: User
    profile: Profile
    """Unsaved where nothing was told."""
    available: float | None
    """Days a month; None: not known."""
    held: tuple[Demand, ...] = ()
    """What the accounts they lead ask."""
    backs_up: int = 0
    days: float = field(init=False)
    """A month, over the accounts of which they are known."""
    unknown: int = field(init=False)
    """Accounts of which no days are known."""

    def __post_init__(self) -> None:
        """Add up."""
        object.__setattr__(self, "days", sum(one.days for one in self.held if one.days is not None))
        object.__setattr__(self, "unknown", sum(one.days is None for one in self.held))

    @property
    def share(self) -> float | None:
        """Of the days available; None where they are not known, or none."""
        return self.days / self.available if self.available else None

    @property
    def over(self) -> bool:
        """Whether more is asked than there is."""
        return self.available is not None and self.days > self.available + 1e-9


def may_change(user: User, manager: int) -> bool:
    """Whether someone may say what a manager brings: a director, their head, themselves."""
    return "director" in user.roles or user.pk == manager or manager in led_by(user)


def may_set_days(user: User, manager: int) -> bool:
    """Whether someone may say how many days a manager has: a director or their head."""
    return "director" in user.roles or manager in led_by(user)


def led_by(user: User) -> frozenset[int]:
    """The keys of those who report to someone, for who is a head."""
    return reports_of(user) if "head" in user.roles else frozenset()


def managers(user: User, known: Mapping[int, Demand] | None = None) -> list[Manager]:
    """The managers someone may see the loads of, by name: all, those under them, or themselves."""
    seen: frozenset[int] | None = None
    if not user.roles & READ_ALL:
        seen = led_by(user) | ({user.pk} if "manager" in user.roles else set())
    return [one for one in everyone(known) if seen is None or one.user.pk in seen]


def everyone(known: Mapping[int, Demand] | None = None) -> list[Manager]:
    """All managers and whoever leads accounts, by name. For pages that ask who may see it first."""
    asked = demands() if known is None else known
    held: dict[int, list[Demand]] = {}
    for one in asked.values():
        if one.manager is not None:
            held.setdefault(one.manager, []).append(one)
    days = days_a_month()
    backs: dict[int, int] = {}
    for key in Backup.objects.values_list("user_id", flat=True):
        backs[key] = backs.get(key, 0) + 1
    people = User.objects.filter(
        Q(is_active=True, assignments__role=Role.MANAGER) | Q(pk__in=list(held)) | Q(pk__in=list(backs))
    )
    found = list(people.distinct().select_related("profile", "reports_to").order_by("name", "email"))
    return [
        Manager(
            one,
            profile_of(one),
            days.get(one.pk),
            tuple(sorted(held.get(one.pk, ()), key=lambda item: (-(item.days or 0), item.name))),
            backs.get(one.pk, 0),
        )
        for one in found
    ]


def profile_of(user: User) -> Profile:
    """What someone brings; an unsaved row where nothing was told."""
    found: Profile | None = getattr(user, "profile", None)
    return found if found is not None else Profile(user=user)
