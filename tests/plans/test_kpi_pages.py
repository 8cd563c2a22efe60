"""The board and the page of one indicator: findings, what was typed is kept, who sees what, files, statements."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from trousseau.plans.actions import kpis as actions
from trousseau.plans.actions.kpis import Said
from trousseau.plans.models import Kpi, Source

TODAY = timezone.localdate


@pytest.fixture
def indicator(house, plan):
    """Deliveries on time, read by hand by the expert who owns it."""

    def make(name="Deliveries on time", source=Source.ENTERED, **more):
        fields = {
            "unit": "percent", "baseline": Decimal(90), "target": Decimal(98), "owner": house["expert"],
            "baseline_on": plan.starts, "target_on": plan.ends,
        }  # fmt: skip
        return actions.define(house["manager"], plan, Said(name=name, source=source, **(fields | more)))

    return make


def url(kpi, name="kpi", *more):
    return reverse(f"plans:{name}", args=[kpi.plan.account.public_id, kpi.public_id, *more])


def typed(plan, **more):
    return {
        "name": "Sales", "source": "ledger", "measure": "revenue", "by": "account", "months": "12", "rhythm": "monthly",
        "baseline": "1 000", "baseline_on": plan.starts.isoformat(), "target": "a lot",
        "target_on": plan.ends.isoformat(),
    } | more  # fmt: skip


def test_the_board_opens_with_its_finding_and_only_with_what_one_sees(house, indicator, signed_in):
    kpi = indicator()
    actions.record(house["manager"], kpi, TODAY() - dt.timedelta(days=3), Decimal(70))
    page = signed_in(house["manager"]).get("/plans/kpis/").content.decode()
    assert "1 indicator follows 1 account: 1 out of its corridor." in page
    assert "below its corridor" in page
    assert "Deliveries" not in signed_in(house["other"]).get("/plans/kpis/").content.decode()
    for query, shown in (("state=out", 1), ("state=inside", 0), ("source=entered&mine=1", 1), ("q=DELIV+alstr", 1),
                         ("sort=-attained", 1), ("state=%00&sort=x&page=-1&account=é", 1)):  # fmt: skip
        assert len(signed_in(house["manager"]).get(f"/plans/kpis/?{query}").context["page"].rows) == shown, query


def test_ten_more_rows_cost_no_more_statements(house, indicator, signed_in):
    indicator()
    browser = signed_in(house["manager"])
    browser.get("/plans/kpis/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        browser.get("/plans/kpis/")
    for n in range(10):
        indicator(f"Number {n}")
    with CaptureQueriesContext(connection) as many:
        browser.get("/plans/kpis/")
    assert len(many) <= len(few) <= 25
    plan_page = reverse("plans:plan", args=[house["account"].public_id])
    assert "Number 0" in browser.get(plan_page).content.decode()


def test_an_indicator_is_defined_from_a_form_that_keeps_what_was_typed(house, plan, signed_in):
    browser = signed_in(house["manager"])
    here = reverse("plans:kpi_new", args=[house["account"].public_id])
    assert browser.get(here).status_code == 200
    refused = browser.post(here, typed(plan, name="<b>Ventes</b>"))
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "&lt;b&gt;Ventes&lt;/b&gt;" in page
    assert "Not a number" in page
    assert browser.post(here, typed(plan, target="2500", path="2026-13-01: 4")).status_code == 422
    made = browser.post(here, typed(plan, target="2500.5"))
    assert made.status_code == 302
    kpi = Kpi.objects.get()
    assert (kpi.baseline, kpi.target, kpi.formula["measure"], kpi.unit) == (1000, Decimal("2500.5"), "revenue", "money")
    assert browser.get(made["Location"]).status_code == 200
    assert signed_in(house["expert"]).get(here).status_code == 403


def test_its_owner_reads_it_and_nobody_else_of_the_team_does(house, indicator, signed_in):
    kpi = indicator()
    day = TODAY().isoformat()
    house["account"].members.create(user=house["expert"])
    owner = signed_in(house["expert"])
    assert "no reading yet" in owner.get(url(kpi)).content.decode()
    assert owner.post(url(kpi, "kpi_record"), {"on": day, "value": "a lot"}).status_code == 422
    assert owner.post(url(kpi, "kpi_record"), {"on": day, "value": "91.5", "note": "by the client"}).status_code == 302
    page = owner.get(url(kpi)).content.decode()
    assert "91.5%" in page
    assert "too short a series" in page or "being worked out" in page
    again = owner.post(url(kpi, "kpi_record"), {"on": day, "value": "92"})
    assert again.status_code == 422
    assert "correct it" in again.content.decode()
    assert signed_in(house["other"]).post(url(kpi, "kpi_record"), {"on": day, "value": "1"}).status_code == 404
    csv = b"".join(signed_in(house["manager"]).get(url(kpi, "kpi_readings", "csv")).streaming_content).decode()
    assert "91.5" in csv


def test_an_indicator_of_an_approved_plan_leaves_with_a_reason(house, indicator, plan, signed_in):
    kpi = indicator("=cmd|'/c calc'!A0")
    browser = signed_in(house["manager"])
    assert browser.post(url(kpi, "kpi_settle", "forget"), {"on": "2020-01-01"}).status_code == 422
    assert browser.post(url(kpi, "kpi_settle", "explode")).status_code == 404
    table = b"".join(browser.get("/plans/kpis/export.csv").streaming_content).decode()
    assert "'=cmd" in table
    plan.state, plan.approved_at = "approved", timezone.now()
    plan.save()
    assert browser.post(url(kpi, "kpi_settle", "remove"), {"revision": "1"}).status_code == 422
    gone = browser.post(url(kpi, "kpi_settle", "remove"), {"revision": "1", "reason": "No use"})
    assert gone.status_code == 302
    assert not Kpi.objects.exists()


def test_what_is_declared_from_the_crm_says_so(house, indicator, signed_in):
    kpi = indicator("Pipeline", source=Source.CRM, formula={"field": "Amount__c"})
    page = signed_in(house["manager"]).get(url(kpi)).content.decode()
    assert "No value of this field has arrived yet" in page
    assert "Field “Amount__c” of the CRM" in page


def test_a_baseline_of_zero_is_explained(house, indicator, signed_in):
    def page(kpi, value):
        actions.record(house["manager"], kpi, TODAY() - dt.timedelta(days=3), Decimal(value))
        return " ".join(signed_in(house["manager"]).get(url(kpi)).content.decode().split())

    grows = page(indicator(unit="count", baseline=Decimal(0), target=Decimal(10)), 5)
    stays = page(indicator("Accidents", unit="count", baseline=Decimal(0), target=Decimal(0)), 2)

    assert "50%" in grows
    assert "It starts from zero: a growth in per cent has no meaning" in grows
    assert "The target is to stay at zero" in stays
    assert "above its corridor" in stays
    assert "nan" not in (grows + stays).casefold()


@pytest.mark.parametrize(
    ("read", "said"),
    [(70, "0%"), (75, "25%"), (90, "100%"), (65, "backwards: 25% of the way to go"),
     (6, "backwards: 3.2 times the way to go")],
)  # fmt: skip
def test_an_indicator_that_runs_backwards_says_so_in_words(house, indicator, signed_in, read, said):
    kpi = indicator(baseline=Decimal(70), target=Decimal(90))
    actions.record(house["manager"], kpi, TODAY() - dt.timedelta(days=3), Decimal(read))

    page = signed_in(house["manager"]).get("/plans/kpis/").content.decode()

    assert f"<small>{said}</small>" in page


def test_the_plan_shows_an_indicator_of_which_nothing_is_known_yet(house, indicator, plan, signed_in):
    indicator(baseline=None, target=None)

    answer = signed_in(house["manager"]).get(reverse("plans:plan", args=[plan.account.public_id]))

    assert answer.status_code == 200
    assert "Deliveries on time" in answer.content.decode()
