"""What a plan holds, read once a page whichever of its parts asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max, Sum
from django.utils import timezone

from trousseau.access.models import User
from trousseau.access.once import once
from trousseau.accounts.models import Account
from trousseau.method.progress import Work, progress
from trousseau.plans import access
from trousseau.plans.models import LIVING, Action, Horizon, Objective, Plan, Progress, Spending

YEAR = 366


def actions_of(plan: Plan) -> tuple[Action, ...]:
    """The actions of a plan in its order, with whose they are and their objective; one query."""
    found = plan.actions.select_related("owner", "contact", "objective")
    return once(("plan actions", plan.pk), lambda: tuple(found))


def actions_in_force(user: User, account: Account) -> tuple[Action, ...]:
    """The actions of the plan in force of an account, in its order, with that plan; none where there is no plan."""
    plans = access.plans_of(user).filter(account=account, state__in=LIVING)
    return tuple(Action.objects.filter(plan__in=plans).select_related("plan", "owner", "contact"))


def waits_of(plan: Plan) -> dict[int, list[int]]:
    """Which action waits for which, by their keys; one query."""
    waits: dict[int, list[int]] = {}
    pairs = Action.needs.through.objects.filter(from_action__plan=plan.pk)
    for one, other in pairs.values_list("from_action", "to_action"):
        waits.setdefault(one, []).append(other)
    return waits


def objectives_of(plan: Plan) -> tuple[Objective, ...]:
    """Its objectives in its order; one query."""
    return once(("plan objectives", plan.pk), lambda: tuple(plan.objectives.select_related("owner", "stake")))


@dataclass(frozen=True)
class Spent:
    """Days and money that a plan took so far, and when somebody last said so."""

    days: Decimal | None
    money: Decimal | None
    last: dt.date | None


def spent_of(plan: Plan) -> Spent:
    """What was written down as spent; None where nothing was; one query."""
    found = Spending.objects.filter(plan=plan).aggregate(days=Sum("days"), money=Sum("money"), last=Max("on"))
    return Spent(found["days"], found["money"], found["last"])


def horizon(action: Action, plan: Plan) -> str:
    """How far an action looks: its objective's horizon, else its own due day counted from the start of the plan."""
    if action.objective is not None:
        return action.objective.horizon
    ahead = (action.due - plan.starts).days
    if ahead <= YEAR:
        return Horizon.SHORT
    return Horizon.MEDIUM if ahead <= 2 * YEAR else Horizon.LONG


@dataclass(frozen=True)
class Advance:
    """How far some actions are together, by weight: shares of one; None where there are none."""

    done: float | None
    should: float | None
    late: int = 0
    open: int = 0


def advance(actions: Sequence[Action], today: dt.date | None = None) -> Advance:
    """How far actions are, as the method counts them; dropped ones count for nothing."""
    day = today or timezone.localdate()
    works = (Work(one.starts, one.due, one.done / 100, one.weight, one.state == Progress.DROPPED) for one in actions)
    found = progress(works, day)
    return Advance(found.done, found.expected, found.late, sum(one.state == Progress.OPEN for one in actions))
