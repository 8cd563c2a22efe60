"""What each approved plan of the demonstration said on the day it was approved, as far as its story tells."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from trousseau.plans.models import Plan, Progress, State
from trousseau.plans.models.versions import PlanVersion
from trousseau.plans.queries.versions import content


def tell() -> None:
    """Keep the approved version of each plan that has none."""
    for plan in Plan.objects.filter(state=State.APPROVED, versions=None, approved_at__isnull=False):
        on = timezone.localdate(plan.approved_at)
        version = PlanVersion.objects.create(
            plan=plan, number=plan.version, by=plan.approved_by, content=_then(plan, on)
        )
        PlanVersion.objects.filter(pk=version.pk).update(at=plan.approved_at)


def _then(plan: Plan, on: dt.date) -> Any:  # noqa: ANN401 - as JSON has it
    """The plan's content, with its actions as far as they were: evenly done from their first day to today."""
    found: Any = content(plan)
    ended = dict(plan.actions.values_list("pk", "ended_on"))
    today = timezone.localdate()
    for key, action in found["actions"].items():
        starts, over = dt.date.fromisoformat(action["starts"]), ended[int(key)]
        if over is not None and over <= on:
            continue
        past, all_days = (on - starts).days, ((over or today) - starts).days
        share = past / all_days if past > 0 and all_days > 0 else 0.0
        action |= {"done": int(action["done"] * share / 10) * 10, "state": Progress.OPEN.value, "reason": ""}
    return found
