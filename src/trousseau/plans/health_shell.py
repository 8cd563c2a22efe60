"""What health and the page of all plans hand to other rooms: factors, parts of a plan's page, their job."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model, Q
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from trousseau.access.models import User
from trousseau.accounts import remarks
from trousseau.accounts.models import Account
from trousseau.figures.language import Language
from trousseau.jobs import registry
from trousseau.jobs.progress import Progress
from trousseau.plans import health_factors, parts
from trousseau.plans.access import plans_of
from trousseau.plans.actions import health as actions
from trousseau.plans.models import LIVING, Action, Kpi, KpiStanding, Meeting, Milestone, Plan
from trousseau.plans.pages import health
from trousseau.plans.parts import Part
from trousseau.portfolio import words

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
    remarks.register(remark)
    for moved in (post_save, post_delete):
        for model in (Plan, Action, Milestone, Kpi, KpiStanding):
            moved.connect(_moved, sender=model, dispatch_uid=f"plan-health-{model.__name__}-{id(moved)}")
    post_save.connect(_met, sender=Meeting, dispatch_uid="plan-health-Meeting")
    registry.handler(HEALTH, label=gettext_lazy("Health of the plans"))(_refresh)
    registry.every(dt.timedelta(minutes=30), HEALTH, needed=actions.stale)
    registry.at_start(HEALTH, needed=actions.stale)


def remark(user: User, accounts: Sequence[Account]) -> Mapping[int, str]:
    """How the plans of some accounts do, where they do not do well; one query."""
    language = words.language()
    rows = plans_of(user).filter(account__in=[one.pk for one in accounts], state__in=LIVING).select_related("health")
    told = {plan.account_id: health.kept(plan, language) for plan in rows}
    return {account: _remark(one, language) for account, one in told.items() if one and one.state in {"bad", "watch"}}


def _remark(told: health.Told, language: Language) -> str:
    if told.behind and told.done is not None and told.expected is not None:
        done, expected = language.percent(told.done, 0), language.percent(told.expected, 0)
        return gettext("plan at {done}, {expected} expected").format(done=done, expected=expected)
    return gettext("plan: {reason}").format(reason=told.reason)


def _refresh(progress: Progress) -> dict[str, Any]:  # noqa: ARG001 - every handler is given one
    """Write the kept health anew: dates move by themselves."""
    return {"plans": actions.refresh_all()}


def _moved(instance: Model, **_said: object) -> None:
    """What is kept of health depends on all that a plan consists of, whoever writes it."""
    actions.refresh_later(_plan_of(instance))


def _met(instance: Meeting, **_said: object) -> None:
    """A meeting moves the rhythm of its client, whichever of the client's accounts has the plan."""
    account = instance.account
    ours = Q(account=account.pk) | Q(account__group=account.group_id) if account.group_id else Q(account=account.pk)
    for plan in Plan.objects.filter(ours, state__in=LIVING).values_list("pk", flat=True):
        actions.refresh_later(plan)


def _plan_of(instance: Model) -> int:
    if isinstance(instance, Plan):
        return instance.pk
    if isinstance(instance, Milestone):
        return instance.action.plan_id
    if isinstance(instance, KpiStanding):
        return instance.kpi.plan_id
    assert isinstance(instance, Action | Kpi)  # noqa: S101 - the models it is connected to
    return instance.plan_id
