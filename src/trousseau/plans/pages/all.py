"""All plans at a glance: how healthy each is, who does what when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trousseau.access.models import User
from trousseau.accounts.queries import reckoning
from trousseau.figures.language import Language
from trousseau.plans import timeline
from trousseau.plans.models import Condition, Plan, State
from trousseau.plans.pages import health as health_page
from trousseau.plans.queries import all as queries
from trousseau.plans.queries import doers
from trousseau.plans.queries.all import Ask, Planned, Totals
from trousseau.plans.queries.doers import Doing
from trousseau.plans.timeline import Lanes, Month, Window
from trousseau.portfolio import words

SPAN_WORDS = {
    "quarter": gettext_lazy("4 months"),
    "year": gettext_lazy("12 months"),
    "long": gettext_lazy("3 years"),
}
PEOPLE = 20
"""People a page of the timeline by person."""
OPEN = 12
"""Open actions that a person's row unfolds, those due first."""


@dataclass(frozen=True)
class Row:
    """A plan as the page shows it."""

    plan: Plan
    url: str
    health: health_page.Told | None
    late: int
    lanes: Lanes


@dataclass(frozen=True)
class Someone:
    """One of those who do something, and what."""

    name: str
    theirs: str
    """The account they work for, where they are the client's."""
    open: int
    late: int
    lanes: Lanes
    actions: tuple[tuple[Planned, str, str], ...]
    """The first open ones, each with the name of its account and the address of its plan."""

    @property
    def more(self) -> int:
        """Open ones that are not unfolded."""
        return self.open - len(self.actions)


@dataclass(frozen=True)
class All:
    """All that the page shows."""

    finding: str
    lead: str
    ask: Ask
    query: str
    page: Page[Any]
    rows: tuple[Row, ...]
    people: tuple[Someone, ...]
    axis: tuple[Month, ...]
    conditions: tuple[tuple[str, Any, int], ...]
    states: tuple[tuple[str, Any], ...]
    managers: tuple[tuple[str, str], ...]
    spans: tuple[tuple[str, Any], ...]
    anything: bool


def all_plans(user: User, ask: Ask) -> All:
    """What one person sees of all plans."""
    language, totals = words.language(), queries.totals(user)
    window = Window.of(ask.span, timezone.localdate())
    found, by_person = queries.matching(user, ask), ask.by == "person"
    listed: Any = doers.doers(user, found, window.start, window.end) if by_person else found
    page = Paginator(listed, PEOPLE if by_person else queries.PAGE).get_page(ask.page)
    return All(
        finding=finding(totals, language),
        lead=lead(totals, language),
        ask=ask,
        query=f"?{ask.query()}" if ask.query() else "",
        page=page,
        rows=() if by_person else rows(user, page.object_list, window, language),
        people=people(user, found, page.object_list, window, language) if by_person else (),
        axis=tuple(timeline.axis(window, language)),
        conditions=tuple((key, label, totals.states[key]) for key, label in Condition.choices),
        states=tuple(State.choices[:3]),
        managers=tuple(queries.managers(user)),
        spans=tuple(SPAN_WORDS.items()),
        anything=totals.plans > 0,
    )


def rows(user: User, plans: Iterable[Plan], window: Window, language: Language) -> tuple[Row, ...]:
    """Plans with their lanes; one statement for all their actions."""
    shown = list(plans)
    mine: dict[int, list[Planned]] = {plan.pk: [] for plan in shown}
    for one in queries.planned(user, [plan.pk for plan in shown], window.start, window.end):
        mine[one.plan].append(one)
    return tuple(
        Row(
            plan,
            reverse("plans:plan", args=[plan.account.public_id]),
            health_page.kept(plan, language),
            late := sum(one.state(window.today) == "late" for one in mine[plan.pk]),
            timeline.lanes(mine[plan.pk], window, language, _label(mine[plan.pk], late)),
        )
        for plan in shown
    )


def people(
    user: User, plans: QuerySet[Plan], shown: Iterable[Mapping[str, Any]], window: Window, language: Language
) -> tuple[Someone, ...]:
    """Some of those who do something in plans, with what they do; people at clients for who may read them."""
    told = list(shown)
    found = doers.doings(user, plans, told, window.start, window.end)
    return tuple(_someone(one, mine, window, language) for one, mine in zip(told, found.values(), strict=True))


def _someone(row: Mapping[str, Any], mine: list[Doing], window: Window, language: Language) -> Someone:
    actions = [one.action for one in mine]
    still = sorted((one for one in mine if one.action.done < 100), key=lambda one: one.action.due)
    return Someone(
        name=row["name"] or "–",
        theirs=row["theirs"],
        open=row["left"],
        late=row["overdue"],
        lanes=timeline.lanes(actions, window, language, _label(actions, row["overdue"])),
        actions=tuple((one.action, one.account, reverse("plans:plan", args=[one.address])) for one in still[:OPEN]),
    )


def _label(actions: list[Planned], late: int) -> str:
    said = ngettext("{n} action", "{n} actions", len(actions)).format(n=len(actions))
    if not late:
        return said
    return _("{actions}, {late} late").format(actions=said, late=late)


def finding(totals: Totals, language: Language) -> str:
    """The headline: how many plans, how many of them in danger or to watch."""
    if not totals.plans:
        return _("No account has a plan yet.")
    said = ngettext("{n} plan in force", "{n} plans in force", totals.plans).format(n=language.number(totals.plans))
    bad, watch = totals.states["bad"], totals.states["watch"]
    told = []
    if bad:
        told.append(ngettext("{n} in danger", "{n} in danger", bad).format(n=language.number(bad)))
    if watch:
        told.append(ngettext("{n} to watch", "{n} to watch", watch).format(n=language.number(watch)))
    if totals.late:
        told.append(ngettext("{n} action late", "{n} actions late", totals.late).format(n=language.number(totals.late)))
    colon = "\N{NO-BREAK SPACE}: " if language.french else ": "
    return f"{said}{colon}{language.listed(told)}." if told else f"{said}."


def lead(totals: Totals, language: Language) -> str:
    """What depends on what is late, and how many plans nobody has approved."""
    said = []
    if totals.at_stake:
        amount = language.short_amount(totals.at_stake, reckoning().base_currency or None)
        said.append(_("{amount} depend on actions that are late.").format(amount=amount))
    if totals.drafts:
        said.append(
            ngettext("{n} plan is not approved yet.", "{n} plans are not approved yet.", totals.drafts).format(
                n=language.number(totals.drafts)
            )
        )
    return " ".join(said)
