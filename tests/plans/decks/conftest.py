"""A plan with something of everything."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from trousseau.plans.actions.plan import Doing, Wanted, add_action, add_objective
from trousseau.plans.models import Kpi, Reading, Recommendation, Risk, Source, Spending, Unit


@pytest.fixture
def full(house, plan):
    """Objectives in each horizon, actions early and late, a risk, a recommendation, an indicator, days spent."""
    manager, today = house["manager"], timezone.localdate()
    objectives = [
        add_objective(
            manager, plan, Wanted(f"Objective {name}", today + dt.timedelta(days=days), name, target_text="96 %")
        )
        for name, days in (("short", 90), ("medium", 400), ("long", 680))
    ]
    for at, objective in enumerate(objectives):
        add_action(manager, plan, Doing(
            f"Action {at}", today - dt.timedelta(days=60), today + dt.timedelta(days=60 * at - 5),
            owner=house["expert"], how="as agreed", objective=objective))  # fmt: skip
    Risk.objects.create(
        plan=plan, what="A second source", answer="Audit", probability=Decimal("0.18"), impact=1_100_000
    )
    Recommendation.objects.create(
        plan=plan, text="One price grid", reason="Seven zones, seven prices", expected=300_000
    )
    kpi = Kpi.objects.create(
        plan=plan, name="Delivered in full", source=Source.ENTERED, unit=Unit.PERCENT, baseline=90, target=96,
        baseline_on=plan.starts, target_on=plan.ends,
    )  # fmt: skip
    for months, value in ((5, 90), (3, 91), (1, 92)):
        Reading.objects.create(kpi=kpi, on=today - dt.timedelta(days=30 * months), value=value)
    Spending.objects.create(plan=plan, by=manager, on=today, days=Decimal("1.5"), money=900)
    return plan
