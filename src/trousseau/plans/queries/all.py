"""All plans that someone may see, as an address asks for them; and who does what when in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, OrderBy, Q, QuerySet, Sum
from django.utils import timezone

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.asked import Address, address
from trousseau.accounts.models import folded
from trousseau.method.progress import SLACK, expected_of
from trousseau.plans.access import plans_of
from trousseau.plans.models import LIVING, Action, Condition, Plan, Progress, State

PAGE = 50
SORTS = {
    "account": "account__name",
    "health": "health__score",
    "gap": "health__ahead",
    "late": "health__late",
    "due": "health__next_due",
    "ends": "ends",
}
SPANS = {"quarter": (31, 92), "year": (92, 275), "long": (275, 820)}
"""Days before and after today that the timeline shows."""
BY = ("plan", "person")


@dataclass(frozen=True)
class Ask:
    """What an address asks of all plans. What it cannot mean is left out, so an old link still opens."""

    search: str = ""
    health: str = ""
    state: str = ""
    person: str = ""
    late: bool = False
    mine: bool = False
    sort: str = "health"
    span: str = "year"
    by: str = "plan"
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Ask:
        """Read an address."""
        said = Address(query)
        return cls(
            search=said.words("q", 100),
            health=said.one_of("health", Condition.values),
            state=said.one_of("state", LIVING),
            person=said.key("person"),
            late=said.ticked("late"),
            mine=said.ticked("mine"),
            sort=said.one_of("sort", {*SORTS, *(f"-{name}" for name in SORTS)}, "health"),
            span=said.one_of("span", SPANS, "year"),
            by=said.one_of("by", BY, "plan"),
            page=said.page(),
        )

    def query(self, **changes: Any) -> str:
        """The address of the same, with changes; what is usual is left out."""
        one, usual = replace(self, **changes), Ask()
        said = {name: getattr(one, name) for name in ("health", "state", "person", "late", "mine")}
        said |= {
            name: getattr(one, name) for name in ("sort", "span", "by") if getattr(one, name) != getattr(usual, name)
        }
        return address(q=one.search, **said)

    @property
    def filtered(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.search or self.health or self.state or self.person or self.late or self.mine)


def living(user: User) -> QuerySet[Plan]:
    """The plans in force that someone may see."""
    return plans_of(user).filter(state__in=LIVING)


def matching(user: User, ask: Ask) -> QuerySet[Plan]:
    """The plans an address asks for, in its order; those of unknown health come last."""
    found = living(user)
    for word in folded(ask.search).split():
        found = found.filter(Q(account__search_text__contains=word) | Q(account__manager__name__icontains=word))
    if ask.health == Condition.UNKNOWN:
        found = found.filter(Q(health__state=Condition.UNKNOWN) | Q(health=None))
    elif ask.health:
        found = found.filter(health__state=ask.health)
    if ask.state:
        found = found.filter(state=ask.state)
    if ask.person:
        found = found.filter(account__manager=int(ask.person))
    if ask.late:
        found = found.filter(health__late__gt=0)
    if ask.mine:
        found = found.filter(Q(account__manager=user.pk) | Q(pk__in=_with_mine(user)))
    return found.select_related("account", "account__manager", "health").order_by(
        _order(ask.sort), "account__name", "pk"
    )


def _with_mine(user: User) -> QuerySet[Action, int]:
    return Action.objects.filter(owner=user.pk, state=Progress.OPEN).values_list("plan", flat=True)


def _order(sort: str) -> OrderBy:
    field = F(SORTS[sort.removeprefix("-")])
    return field.desc(nulls_last=True) if sort.startswith("-") else field.asc(nulls_last=True)


@dataclass(frozen=True)
class Totals:
    """What all plans of someone come to."""

    plans: int
    states: Mapping[str, int]
    late: int
    late_plans: int
    at_stake: Decimal | None
    """What depends on actions that are late, where somebody has said it."""
    drafts: int


def totals(user: User) -> Totals:
    """The totals of all plans someone may see; two statements."""
    states = {state: Count("pk", filter=Q(health__state=state)) for state in ("good", "watch", "bad")}
    found = living(user).aggregate(
        **states, plans=Count("pk"), late=Sum("health__late"), late_plans=Count("pk", filter=Q(health__late__gt=0)),
        drafts=Count("pk", filter=~Q(state=State.APPROVED)),
    )  # fmt: skip
    late = Action.objects.filter(plan__in=living(user), state=Progress.OPEN, due__lt=timezone.localdate())
    at_stake = late.aggregate(sum=Sum("stake_amount"))["sum"] if found["late"] else None
    told = {state: found[state] for state in states}
    return Totals(
        plans=found["plans"],
        states={**told, "unknown": found["plans"] - sum(told.values())},
        late=found["late"] or 0,
        late_plans=found["late_plans"],
        at_stake=at_stake,
        drafts=found["drafts"],
    )


@dataclass(frozen=True)
class Planned:
    """An action as a timeline and a file show it."""

    plan: int
    what: str
    starts: dt.date
    due: dt.date
    done: int
    owner: int | None
    owner_name: str
    contact_name: str

    def state(self, today: dt.date) -> str:
        """done, late, behind or open."""
        if self.done == 100:
            return "done"
        if self.due < today:
            return "late"
        return "behind" if self.done / 100 <= expected_of(self.starts, self.due, today) - SLACK else "open"


def running(plans: QuerySet[Plan] | Sequence[int], start: dt.date, end: dt.date) -> QuerySet[Action]:
    """The actions of plans that run in a period and were not dropped; late ones whenever they ran."""
    return (
        Action.objects.filter(plan__in=plans)
        .exclude(state=Progress.DROPPED)
        .filter(Q(starts__lte=end, due__gte=start) | Q(state=Progress.OPEN, due__lt=timezone.localdate()))
    )


def planned(user: User, plans: Sequence[int], start: dt.date, end: dt.date) -> list[Planned]:
    """The actions of plans in a period, by their days. People at clients are named to who may read them."""
    knows = may(user, "read_contacts")
    rows = running(plans, start, end).order_by("starts", "due", "pk")
    found = rows.values_list("plan", "what", "starts", "due", "done", "owner", "owner__name", "contact__name")
    return [
        Planned(plan, what, starts, due, done, key, owner or "", (contact or "") if knows else "")
        for plan, what, starts, due, done, key, owner, contact in found
    ]


def managers(user: User) -> list[tuple[str, str]]:
    """Who leads an account with a plan."""
    rows = living(user).exclude(account__manager=None).values_list("account__manager", "account__manager__name")
    return sorted({(str(key), name) for key, name in rows.distinct()}, key=lambda one: one[1])
