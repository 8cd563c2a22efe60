"""Indicators of a plan that are read from deals: won in a period, open today, and nothing where nothing is known."""

import datetime as dt
from decimal import Decimal

import pytest
from running import a_face, a_world, connection, ours, run

from trousseau.plans.actions.kpis import Said, define
from trousseau.plans.actions.plan import open_plan
from trousseau.plans.measuring import batch
from trousseau.plans.models import Reading

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 15)


@pytest.fixture
def plan(organisation, person, time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 15, 12, tzinfo=dt.UTC))
    director = person("director")
    (account,) = ours("C-001")
    account.manager = director
    account.save()
    return open_plan(director, account, "First supplier.", dt.date(2026, 7, 1), dt.date(2028, 6, 30))


@pytest.fixture
def indicator(plan):
    def make(how, unit="money"):
        formula = {"object": "Opportunity", "field": "Amount", "how": how}
        said = Said(how, "crm", dt.date(2027, 12, 31), dt.date(2026, 8, 1), formula, unit)
        return define(plan.account.manager, plan, said)

    return make


def read(plan, *deals):
    world = a_world()
    account = world.add("account", name="Alstrom", raw={"erp_code": "C-001"})
    for amount, state, closes, currency in deals:
        world.add("deal", name="D", account=account, amount=amount, state=state, closes_on=closes, currency=currency)
    run(connection(), a_face(world))
    batch.measure()


def values(kpi):
    return list(Reading.objects.filter(kpi=kpi).order_by("on").values_list("on", "value", "note"))


def test_won_in_each_period_and_open_today(plan, indicator):
    total, count, last = indicator("sum"), indicator("count", "count"), indicator("last")
    read(
        plan,
        ("100.50", "won", "2026-09-03", "EUR"),
        ("20", "won", "2026-09-30", "EUR"),
        ("7", "won", "2026-11-02", "EUR"),
        ("999", "lost", "2026-09-03", "EUR"),
        ("5000", "open", "2026-12-31", "EUR"),
    )
    august, september, october = dt.date(2026, 8, 31), dt.date(2026, 9, 30), dt.date(2026, 10, 31)
    assert values(total) == [(august, Decimal(0), ""), (september, Decimal("120.5"), ""), (october, Decimal(0), "")]
    assert [(on, value) for on, value, _note in values(count)] == [(august, 0), (september, 2), (october, 0)]
    assert values(last) == [(TODAY, Decimal(5000), "")]


def test_what_cannot_be_added_is_not(plan, indicator):
    total, last = indicator("sum"), indicator("last")
    read(
        plan,
        ("100", "won", "2026-09-03", "EUR"),
        ("20", "won", "2026-09-30", "CHF"),
        (None, "open", "2026-12-31", "EUR"),
    )
    assert (dt.date(2026, 9, 30), None, "currencies") in values(total)
    assert values(last) == [(TODAY, None, "no_amount")]


def test_an_account_that_no_crm_knows_is_not_measured(plan, indicator):
    total = indicator("sum")
    connection()
    batch.measure()
    assert values(total) == []
