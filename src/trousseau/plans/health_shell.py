"""What health and the page of all plans hand to other rooms: factors, parts of a plan's page, their job."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy, pgettext_lazy

from trousseau.jobs import registry
from trousseau.jobs.progress import Progress
from trousseau.plans import health_factors, parts
from trousseau.plans.actions import health as actions
from trousseau.plans.models import Action, Kpi, KpiStanding, Milestone, Plan
from trousseau.plans.pages import health
from trousseau.plans.parts import Part

HEALTH = "plan_health"


def register() -> None:
    """Register everything; once, at the start."""
    health_factors.register()
    for part in (
        Part("health", gettext_lazy("Health of the plan"), "plans/health_head.html", health.head, 10, "head"),
        Part("sales", pgettext_lazy("of an account", "Sales, 12 months"), "plans/sales_head.html", health.head_sales,
             30, "head"),
        Part("reasons", gettext_lazy("Health of the plan"), "plans/health_part.html", health.reasons, 60, "side"),
    ):  # fmt: skip
        parts.register(part)
    for moved in (post_save, post_delete):
        for model in (Plan, Action, Milestone, Kpi, KpiStanding):
            moved.connect(_moved, sender=model, dispatch_uid=f"plan-health-{model.__name__}-{id(moved)}")
    registry.handler(HEALTH, label=gettext_lazy("Health of the plans"))(_refresh)
    registry.every(dt.timedelta(minutes=30), HEALTH, needed=actions.stale)
    registry.at_start(HEALTH, needed=actions.stale)


def _refresh(progress: Progress) -> dict[str, Any]:  # noqa: ARG001 - every handler is given one
    """Write the kept health anew: dates move by themselves."""
    return {"plans": actions.refresh_all()}


def _moved(instance: Model, **_said: object) -> None:
    """What is kept of health depends on all that a plan consists of, whoever writes it."""
    actions.refresh_later(_plan_of(instance))


def _plan_of(instance: Model) -> int:
    if isinstance(instance, Plan):
        return instance.pk
    if isinstance(instance, Milestone):
        return instance.action.plan_id
    if isinstance(instance, KpiStanding):
        return instance.kpi.plan_id
    assert isinstance(instance, Action | Kpi)  # noqa: S101 - the models it is connected to
    return instance.plan_id
