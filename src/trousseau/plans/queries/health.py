"""The progress and health of plans, many at once: one statement for the actions, and what each factor asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from trousseau.access.once import once
from trousseau.method.progress import Factor, Health, Progress, Work, health, progress
from trousseau.plans import factors
from trousseau.plans.factors import Measured
from trousseau.plans.models import Action, Plan
from trousseau.plans.models import Progress as State

BATCH = 400
"""Plans a statement is given at once."""
RECENT = 365
"""Days after which what was done no longer says how the plan is now."""


@dataclass(frozen=True)
class Found:
    """What is found of one plan."""

    progress: Progress
    health: Health
    factors: Mapping[str, Measured]
    next_due: dt.date | None


def of_plans(
    plans: Iterable[Plan], today: dt.date, kept: Mapping[str, Mapping[int, Measured]] | None = None
) -> dict[int, Found]:
    """Progress and health of plans, by their key; the number of statements does not grow with them up to a batch.

    `kept`: factor → plan → what is known of it already and is not measured anew.
    """
    rows = list(plans)
    found: dict[int, Found] = {}
    for at in range(0, len(rows), BATCH):
        found |= _of(rows[at : at + BATCH], today, kept or {})
    return found


def _of(plans: Sequence[Plan], today: dt.date, kept: Mapping[str, Mapping[int, Measured]]) -> dict[int, Found]:
    works = works_of(plans)
    sides = [(one, kept[one.name] if one.name in kept else one.measure(plans, today)) for one in factors.known()]
    found = {}
    for plan in plans:
        mine = {side.name: measured.get(plan.pk, Measured(None)) for side, measured in sides}
        sound = health({side.name: Factor(mine[side.name].value, side.weight) for side, _measured in sides})
        ahead = [one.due for one in works[plan.pk] if one.done < 1 and not one.dropped and one.due >= today]
        found[plan.pk] = Found(progress(works[plan.pk], today), sound, mine, min(ahead, default=None))
    return found


def works_of(plans: Sequence[Plan]) -> dict[int, list[Work]]:
    """The actions of plans as the method counts them, with their milestones; one statement, once a page."""
    keys = tuple(plan.pk for plan in plans)
    return once(("works of plans", keys), lambda: _works(keys))


def _works(keys: Sequence[int]) -> dict[int, list[Work]]:
    works: dict[int, list[Work]] = {key: [] for key in keys}
    rows = Action.objects.filter(plan__in=keys).values_list(
        "pk", "plan", "starts", "due", "done", "weight", "state", "milestones__on", "milestones__reached_on"
    )
    for (_pk, plan, starts, due, done, weight, state), same in groupby(rows, key=lambda row: row[:7]):
        reached = tuple((on, when is not None) for *_action, on, when in same if on is not None)
        works[plan].append(Work(starts, due, done / 100, weight, state == State.DROPPED, reached))
    return works


def living_part(works: Sequence[Work], today: dt.date) -> list[Work]:
    """The actions that say how a plan is now: open ones, and those that were to be done within the last year."""
    since = today - dt.timedelta(days=RECENT)
    return [one for one in works if one.done < 1 or one.due >= since]
