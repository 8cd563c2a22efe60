"""A plan against today: how far its objectives and indicators are, how far they should be, and its health."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import Field

from trousseau.access.models import User
from trousseau.api.questions import Told
from trousseau.plans.models import Action, Plan
from trousseau.plans.pages import health, kpis
from trousseau.plans.pages.kpi_words import currency
from trousseau.plans.queries import plan as queries
from trousseau.portfolio import words


class Side(Told):
    """One side of the health of a plan."""

    title: str
    value: float | None
    words: str


class Sound(Told):
    """The health of a plan: a score from 0 to 1, between what it is at worst and at best while things are not known."""

    state: str = Field(description="good, watch, bad or none (too little is known)")
    score: float | None
    low: float
    high: float
    sides: list[Side]


class Goal(Told):
    """An objective and the actions that serve it, by weight; fractions, null where there is no action."""

    id: str
    title: str
    due: dt.date
    done: float | None
    expected: float | None = Field(description="Fraction that should be done by today")
    late: int = Field(description="Actions that are late")
    open: int


class Indicator(Told):
    """An indicator; values in its unit, fractions of the way from baseline to target; null: no reading, or not said."""

    id: str
    name: str
    unit: str = Field(description="money (in `currency`), percent, points, count or days")
    baseline: Decimal | None
    baseline_on: dt.date
    target: Decimal | None
    target_on: dt.date
    value: Decimal | None
    value_on: dt.date | None
    attained: float | None
    expected: float | None = Field(description="Which part should be gone on the day of the reading")
    place: str = Field(description="inside or out of its corridor, beyond, free (no corridor), none (no reading)")


class Progress(Told):
    """How far a plan is."""

    day: dt.date
    currency: str | None
    done: float | None
    expected: float | None
    late: int
    health: Sound
    objectives: list[Goal]
    indicators: list[Indicator]
    missing: list[str]


def progress(_user: User, plan: Plan) -> Progress:
    """How far a plan, each of its objectives and each of its indicators are, against where they should be today."""
    today, actions, goals = timezone.localdate(), queries.actions_of(plan), queries.objectives_of(plan)
    shown = plan.kpis.select_related("plan__account", "owner", "standing")
    rows = kpis.rows(shown, words.language())
    far = queries.advance(actions, today)
    served = {goal.pk: [one for one in actions if one.objective_id == goal.pk] for goal in goals}
    return Progress(
        day=today, currency=currency() or None, done=far.done, expected=far.should, late=far.late, health=sound(plan),
        objectives=[_goal(goal.public_id, goal.title, goal.due, served[goal.pk], today) for goal in goals],
        indicators=[_indicator(row) for row in rows], missing=list(missing(plan, actions, rows)),
    )  # fmt: skip


def sound(plan: Plan) -> Sound:
    """The health of a plan as it is now."""
    return Sound.model_validate(health.live(plan)[1])


def missing(plan: Plan, actions: Sequence[Action], rows: Sequence[kpis.Row]) -> Iterator[str]:
    """What a plan lacks, in words."""
    if not queries.objectives_of(plan):
        yield _("The plan has no objective yet.")
    if not actions:
        yield _("The plan has no action yet.")
    if not rows:
        yield _("The plan has no indicator yet.")
    silent = [row.kpi.name for row in rows if row.on is None]
    if silent:
        yield _("Without a reading: %(names)s.") % {"names": ", ".join(silent)}


def _goal(key: str, title: str, due: dt.date, actions: Sequence[Action], today: dt.date) -> Goal:
    far = queries.advance(actions, today)
    return Goal(id=key, title=title, due=due, done=far.done, expected=far.should, late=far.late, open=far.open)


def _indicator(row: kpis.Row) -> Indicator:
    kpi, standing = row.kpi, getattr(row.kpi, "standing", None)
    return Indicator(
        id=kpi.public_id, name=kpi.name, unit=kpi.unit, baseline=kpi.baseline, baseline_on=kpi.baseline_on,
        target=kpi.target, target_on=kpi.target_on, value=standing.value if standing else None, value_on=row.on,
        attained=row.attained, expected=row.due, place=standing.place if standing else "none",
    )  # fmt: skip
