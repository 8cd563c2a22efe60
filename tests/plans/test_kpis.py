"""Indicators: defined, measured from a ledger that can be checked by hand, read by people, locked, alarmed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from portfolio.conftest import sales, stored
from trousseau.access.models import AuditEvent
from trousseau.accounts import access
from trousseau.knowledge.models import Contact
from trousseau.notices.models import Notice
from trousseau.plans.actions import kpis as actions
from trousseau.plans.actions import plan as plans
from trousseau.plans.actions.kpis import Said
from trousseau.plans.formulas import Known
from trousseau.plans.measuring import batch
from trousseau.plans.models import Kpi, Place, Source, State

__all__ = ["sales", "stored"]


@pytest.fixture
def manager(sales, person):
    return person("manager", name="Sophie Lacaze")


@pytest.fixture
def plan(sales, manager):
    """The plan of Alstrom SA, which buys 3,100 a month in 2025; its group 3,500."""
    account = access.every_account().get(key="C1")
    account.manager = manager
    account.save()
    access.every_account().filter(key="C2").update(manager=manager)
    return plans.open_plan(manager, account, "Be the first", dt.date(2025, 1, 1), dt.date(2027, 12, 31))


def said(**more):
    fields = {
        "name": "Sales", "source": Source.LEDGER, "baseline_on": dt.date(2025, 6, 30),
        "target_on": dt.date(2027, 6, 30),
        "formula": {"measure": "revenue", "by": "account", "months": 12}, "target": Decimal(45_000),
    }  # fmt: skip
    return Said(**(fields | more))


def values(kpi):
    return {one.on.isoformat(): one.value for one in kpi.readings.all()}


def test_readings_are_the_sums_of_the_ledger_and_the_baseline_is_taken_from_them(plan, manager):
    kpi = actions.define(manager, plan, said())
    found = batch.measure()
    assert found.readings == 13
    actions.take_baseline(kpi)
    kpi.refresh_from_db()
    assert values(kpi)["2025-12-31"] == 12 * 3100
    assert values(kpi)["2025-06-30"] == kpi.baseline == 6 * 3000 + 6 * 3100
    assert min(values(kpi)) == "2024-12-31"  # before, the window reaches further back than the lines
    assert batch.measure().readings == 0  # again, nothing changes


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ({"measure": "revenue", "by": "group", "months": 12}, 12 * 3500),
        ({"measure": "revenue", "by": "group", "months": 3, "zones": ["DACH"]}, 3 * 400),
        ({"measure": "revenue", "months": 1, "divisions": ["Vannes"]}, 0),
        ({"measure": "revenue", "months": 12, "families": ["F-Usinage"]}, 12 * 3100),
        ({"measure": "growth", "months": 12}, Decimal("3.3333")),
        ({"measure": "orders", "by": "group", "months": 6}, 12),
        ({"measure": "order_value", "months": 6}, 3100),
    ],
)
def test_measures_and_filters(plan, manager, formula, expected):
    kpi = actions.define(manager, plan, said(formula=formula))
    batch.measure()
    assert values(kpi)["2025-12-31"] == expected


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ({"measure": "margin", "months": 12}, "no_cost"),
        ({"measure": "contribution", "months": 12}, "no_cost"),
        ({"measure": "price_index", "months": 12}, "no_prices"),
        ({"measure": "share_of_wallet"}, "no_spend"),
        ({"measure": "revenue", "months": 36}, "begins 2024-01"),
        ({"measure": "margin_rate", "months": 1, "divisions": ["Vannes"]}, "no_sales"),
    ],
)
def test_what_cannot_be_said_is_unknown_with_its_reason(plan, manager, formula, why):
    kpi = actions.define(manager, plan, said(formula=formula))
    batch.measure()
    (reading,) = kpi.readings.all()
    assert reading.value is None
    assert reading.note == why


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"formula": {"measure": "weather"}}, "measure"),
        ({"formula": {"measure": "revenue", "months": "0"}}, "months"),
        ({"formula": {"measure": "growth", "months": 24}}, "months"),
        ({"formula": {"measure": "revenue", "zones": ["Atlantis"]}}, "zones"),
        ({"formula": {"measure": "contribution", "families": ["F-Usinage"]}}, "families"),
        ({"formula": {"measure": "share_of_wallet", "zones": ["DACH"]}}, "zones"),
        ({"formula": {"measure": "revenue", "by": "planet"}}, "by"),
        ({"name": " "}, "name"),
        ({"target_on": dt.date(2025, 6, 30)}, "target_on"),
        ({"target": Decimal("1e20")}, "target"),
        ({"target": Decimal("NaN")}, "target"),
        ({"floor": Decimal(-1)}, "floor"),
        ({"path": ((dt.date(2030, 1, 1), Decimal(1)),)}, "path"),
        ({"path": ((dt.date(2026, 1, 1), Decimal(1)), (dt.date(2026, 1, 1), Decimal(2)))}, "path"),
        ({"source": "stars"}, "source"),
        ({"source": Source.PLAN, "formula": {"measure": "revenue"}}, "measure"),
        ({"source": Source.CRM, "formula": {}}, "field"),
        ({"source": Source.ENTERED, "unit": "light years"}, "unit"),
    ],
)
def test_a_definition_that_cannot_work_is_refused_beside_its_field(plan, manager, change, field):
    known = Known(zones=frozenset({"DACH"}), divisions=frozenset({"Vannes"}), families=frozenset({"F-Usinage"}))
    with pytest.raises(ValidationError) as refused:
        actions.define(manager, plan, said(**change), known)
    assert [*refused.value.message_dict] == [field]
    assert not Kpi.objects.exists()


def test_who_does_not_write_the_plan_defines_nothing_and_a_group_half_seen_is_refused(plan, manager, person):
    with pytest.raises(PermissionDenied):
        actions.define(person("manager", name="Somebody Else"), plan, said())
    access.every_account().filter(key="C2").update(manager=None)
    with pytest.raises(ValidationError):
        actions.define(manager, plan, said(formula={"measure": "revenue", "by": "group"}))


def test_an_approved_plan_locks_formula_baseline_and_target(plan, manager):
    kpi = actions.define(manager, plan, said(baseline=Decimal(36_000)))
    plan.state, plan.approved_at = State.APPROVED, timezone.now()
    plan.save()
    more = said(baseline=Decimal(36_000), target=Decimal(50_000))
    with pytest.raises(ValidationError) as refused:
        actions.change(manager, kpi, more, revision=1)
    assert "reason" in refused.value.message_dict
    changed = actions.change(manager, kpi, more, revision=1, reason="A site more")
    assert (changed.version, changed.target) == (2, 50_000)
    kept = changed.versions.get()
    assert (kept.version, kept.said["target"], kept.reason, kept.by) == (1, "45000", "A site more", manager)
    renamed = actions.change(manager, kpi, said(baseline=Decimal(36_000), target=Decimal(50_000), name="Ventes"),
                             revision=2)  # fmt: skip
    assert (renamed.version, renamed.name) == (2, "Ventes")  # a name is not locked
    with pytest.raises(ValidationError):  # somebody else had it open as it was
        actions.change(manager, kpi, more, revision=1, reason="Again")
    assert [event.verb for event in AuditEvent.objects.filter(verb__startswith="kpi.").order_by("pk")] == [
        "kpi.defined", "kpi.changed", "kpi.changed",
    ]  # fmt: skip


def test_a_reading_by_hand_leaves_the_corridor_and_its_owner_is_told_once(plan, manager):
    kpi = actions.define(
        manager,
        plan,
        said(
            source=Source.ENTERED, formula={}, unit="percent", baseline=Decimal(90), target=Decimal(98), owner=manager
        ),
    )
    actions.record(manager, kpi, dt.date(2025, 9, 30), Decimal(91))
    assert kpi.standing.__class__.objects.get(kpi=kpi).place == Place.INSIDE
    actions.record(manager, kpi, dt.date(2025, 10, 31), Decimal(85))
    actions.record(manager, kpi, dt.date(2025, 11, 30), Decimal(84))
    standing = Kpi.objects.get().standing
    assert (standing.place, standing.since, standing.value) == (Place.OUT, dt.date(2025, 10, 31), 84)
    assert Notice.objects.filter(kind="kpi.left_corridor", user=manager).count() == 1
    with pytest.raises(ValidationError) as refused:  # the same day again, without saying that it corrects
        actions.record(manager, kpi, dt.date(2025, 11, 30), Decimal(92))
    assert "on" in refused.value.message_dict
    actions.record(manager, kpi, dt.date(2025, 11, 30), Decimal(92), replace=True)
    assert Kpi.objects.get().standing.place == Place.INSIDE
    actions.forget(manager, kpi, dt.date(2025, 11, 30))
    assert Kpi.objects.get().standing.value == 85
    with pytest.raises(ValidationError):
        actions.record(manager, kpi, dt.date(2027, 1, 1), Decimal(92))


def test_measured_readings_are_not_entered_by_hand_and_hand_readings_are_not_overwritten(plan, manager, person):
    kpi = actions.define(manager, plan, said())
    with pytest.raises(ValidationError):
        actions.record(manager, kpi, dt.date(2025, 12, 31), Decimal(1))
    kpi.readings.create(on=dt.date(2025, 12, 31), value=7, entered_by=manager)
    batch.measure()
    assert values(kpi)["2025-12-31"] == 7
    with pytest.raises(PermissionDenied):
        actions.record(person("manager", name="Other One"), kpi, dt.date(2025, 12, 31), Decimal(1))


def test_what_is_counted_in_the_plan_has_one_reading_a_period(plan, manager, sales):
    Contact.objects.create(account=plan.account, name="Ana", said_on=dt.date(2025, 1, 1))
    progress = actions.define(manager, plan, said(source=Source.PLAN, formula={"measure": "progress"},
                                                  baseline=Decimal(0), target=Decimal(100)))  # fmt: skip
    late = actions.define(manager, plan, said(source=Source.PLAN, formula={"measure": "actions_late"}))
    kept = actions.define(manager, plan, said(source=Source.PLAN, formula={"measure": "commitments_kept"}))
    batch.measure()
    assert progress.readings.get().note == "no_actions"
    doing = plans.Doing("Do it", dt.date(2025, 1, 1), dt.date(2025, 6, 1), owner=manager, weight=3)
    action = plans.add_action(manager, plan, doing)
    plans.add_action(manager, plan, plans.Doing("Then", dt.date(2025, 1, 1), dt.date(2027, 6, 1), owner=manager))
    action.done = 40
    action.save()
    progress.readings.update(on=dt.date(2026, 1, 5))
    batch.measure()
    assert progress.readings.get().value == 30
    assert late.readings.get().value == 1
    assert kept.readings.get().note == "nothing_due"
    assert Kpi.objects.get(pk=progress.pk).standing.attained == pytest.approx(0.3)
