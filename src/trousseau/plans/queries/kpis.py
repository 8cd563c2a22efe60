"""Indicators as people may see them: those of plans they see; the board's filters, and the readings of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.http import Http404

from trousseau.access.models import User
from trousseau.accounts.asked import Address, address
from trousseau.accounts.models import Account, folded
from trousseau.plans import access, rhythms
from trousseau.plans.actions.kpis import BY_HAND
from trousseau.plans.models import LIVING, Kpi, Outlook, Place, Rhythm, Source

PAGE = 50
STATES = ("out", "heading", "inside", "beyond", "free", "none")
"""Where an indicator stands; `heading`: still right, but its forecast is not."""
SORTS = {
    "name": "name",
    "account": "plan__account__name",
    "attained": "standing__attained",
    "on": "standing__on",
    "owner": "owner__name",
}
"""By what the board is sorted; with a minus before it the other way round."""


@dataclass(frozen=True)
class Ask:
    """What an address asks of the board. What it cannot mean is left out, so an old link still opens."""

    search: str = ""
    state: str = ""
    source: str = ""
    account: str = ""
    mine: bool = False
    sort: str = ""
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Ask:
        """Read an address."""
        said = Address(query)
        return cls(
            search=said.words("q", 100),
            state=said.one_of("state", STATES),
            source=said.one_of("source", Source.values),
            account=said.public_id("account"),
            mine=said.ticked("mine"),
            sort=said.one_of("sort", {*SORTS, *(f"-{name}" for name in SORTS)}),
            page=said.page(),
        )

    def query(self, **changes: Any) -> str:
        """The address of this, or of this with something changed; without the page."""
        one = replace(self, **changes)
        return address(
            q=one.search, state=one.state, source=one.source, account=one.account, mine=one.mine, sort=one.sort
        )

    @property
    def filtered(self) -> bool:
        """Whether it leaves anything out."""
        return any((self.search, self.state, self.source, self.account, self.mine))


def visible(user: User) -> QuerySet[Kpi]:
    """The indicators of living plans that someone sees."""
    return Kpi.objects.filter(plan__in=access.plans_of(user).filter(state__in=LIVING))


def kpi_or_404(user: User, account: Account, public_id: str) -> Kpi:
    """An indicator of an account, of a plan in force or one that is closed."""
    found = (
        Kpi.objects.filter(public_id=public_id, plan__account=account, plan__in=access.plans_of(user))
        .select_related("plan", "owner", "objective", "standing")
        .first()
    )
    if found is None:
        raise Http404
    found.plan.account = account
    return found


def matching(user: User, ask: Ask) -> QuerySet[Kpi]:
    """The indicators an address asks for, in its order: usually what is out first."""
    found = visible(user)
    if ask.state:
        found = found.filter(in_state(ask.state))
    if ask.source:
        found = found.filter(source=ask.source)
    if ask.account:
        found = found.filter(plan__account__public_id=ask.account)
    if ask.mine:
        found = found.filter(Q(owner=user.pk) | Q(plan__account__manager=user.pk))
    for word in ask.search.split():
        found = found.filter(Q(name__icontains=word) | Q(plan__account__search_text__contains=folded(word)))
    found = found.select_related("plan", "plan__account", "owner", "standing")
    if ask.sort:
        by = F(SORTS[ask.sort.lstrip("-")])
        way = by.desc(nulls_last=True) if ask.sort.startswith("-") else by.asc(nulls_last=True)
        return found.order_by(way, "pk")
    return found.order_by(_urgency(), "plan__account__name", "position", "pk")


def _urgency() -> Case:
    """Out first, then heading out, then the others."""
    return Case(
        When(standing__place=Place.OUT, then=Value(0)),
        When(standing__outlook=Outlook.OUT, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )


def in_state(state: str) -> Q:
    """The condition of a state of the board."""
    if state == "heading":
        return Q(standing__outlook=Outlook.OUT) & ~Q(standing__place=Place.OUT)
    if state == "none":
        return Q(standing=None) | Q(standing__place=Place.NONE)
    return Q(standing__place=state)


@dataclass(frozen=True)
class Counts:
    """How the indicators of some plans stand."""

    all: int
    out: int
    heading: int
    right: int
    silent: int
    """Without a reading."""
    accounts: int


def counts(found: QuerySet[Kpi]) -> Counts:
    """How some indicators stand; one query."""
    told = found.aggregate(
        all=Count("pk"),
        out=Count("pk", filter=in_state("out")),
        heading=Count("pk", filter=in_state("heading")),
        right=Count("pk", filter=(in_state("inside") | in_state("beyond")) & ~Q(standing__outlook=Outlook.OUT)),
        silent=Count("pk", filter=in_state("none")),
        accounts=Count("plan__account", distinct=True),
    )
    return Counts(**told)


def unread(today: dt.date) -> Q:
    """The condition on indicators that nobody measures, whose last period has no reading yet and had begun to count."""
    late = Q()
    for rhythm in Rhythm.values:
        end = rhythms.last_end(rhythm, today)
        start = rhythms.began(rhythm, end)
        none_yet = Q(standing=None) | Q(standing__on=None) | Q(standing__on__lt=start)
        late |= Q(rhythm=rhythm, baseline_on__lt=end) & none_yet
    return late & Q(source__in=BY_HAND)


def by_hand(kpi: Kpi) -> bool:
    """Whether people may enter its readings."""
    return kpi.source in BY_HAND
