"""One door to what the client sees: the page on which a thing is shared, and no form beside it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from trousseau.access.models import AuditEvent
from trousseau.plans.actions import kpis
from trousseau.plans.models import Action, Kpi, Objective


def door(house, kind, item):
    return reverse("portal:share", args=[house["account"].public_id, kind, item.public_id])


def body(answer):
    return answer.content.decode()


def test_the_manager_looks_shares_and_stops_and_the_trail_names_the_thing(house, plan, space, signed_in):
    action = Action.objects.get()
    Action.objects.update(how="Through the back gate", stake_amount=987654)
    browser = signed_in(house["manager"])
    place = door(house, "action", action)
    page = body(browser.get(place))
    assert "Sophie Lacaze" in page
    assert "back gate" not in page
    assert "987" not in page.replace(house["account"].public_id, "")
    assert browser.post(place, {"shared": "1"}).status_code == 302
    assert Action.objects.get().shared
    tab = body(browser.get(reverse("portal:account", args=[house["account"].public_id])))
    assert "1 of 1 seen by the client" in tab
    assert browser.post(place, {"shared": "0"}).status_code == 302
    assert not Action.objects.get().shared
    history = body(browser.get(reverse("accounts:history", args=[house["account"].public_id])))
    assert "Shown to the client: Open dock 3" in history
    assert "No longer shown to the client: Open dock 3" in history


def test_others_look_but_decide_nothing_and_strangers_find_nothing(house, plan, space, signed_in):
    place = door(house, "objective", Objective.objects.get())
    assert "The manager of the account decides" in body(signed_in(house["director"]).get(place))
    assert signed_in(house["director"]).post(place, {"shared": "1"}).status_code == 403
    assert signed_in(house["other"]).get(place).status_code == 404
    assert signed_in(house["client"]).get(place).status_code == 404
    theirs = reverse("portal:share", args=[house["beside"].public_id, "objective", Objective.objects.get().public_id])
    assert signed_in(house["director"]).get(theirs).status_code == 404
    assert not Objective.objects.get().shared


def test_a_barred_thing_says_why_and_is_refused(house, plan, space, signed_in):
    today = timezone.localdate()
    kpi = Kpi.objects.create(
        plan=plan, name="What they leave us", source="ledger", formula={"measure": "margin", "by": "account"},
        unit="money", baseline_on=today, target_on=today + dt.timedelta(days=300),
    )  # fmt: skip
    browser = signed_in(house["manager"])
    assert "Share with the client" not in body(browser.get(door(house, "kpi", kpi)))
    refused = browser.post(door(house, "kpi", kpi), {"shared": "1"})
    assert refused.status_code == 422
    assert "stay with us" in body(refused)


@pytest.mark.parametrize("source", ["entered", "crm"])
def test_what_only_people_know_is_confirmed_first_and_is_private_again_where_it_is_about_something_else(
    house, plan, space, signed_in, source
):
    today = timezone.localdate()
    formula = {"field": "Margin__c"} if source == "crm" else {}
    kpi = Kpi.objects.create(
        plan=plan, name="On time", source=source, formula=formula, unit="percent",
        baseline_on=today, target_on=today + dt.timedelta(days=300),
    )  # fmt: skip
    browser, place = signed_in(house["manager"]), door(house, "kpi", kpi)
    assert "neither margin, price nor discount" in body(browser.get(place))
    refused = browser.post(place, {"shared": "1"})
    assert refused.status_code == 422
    assert "Confirm it first" in body(refused)
    assert browser.post(place, {"shared": "1", "confirmed": "1"}).status_code == 302
    assert AuditEvent.objects.get(verb="space.shared").after["confirmed"] is True
    kpi.refresh_from_db()
    said = kpis.Said("On time", source, kpi.target_on, kpi.baseline_on, formula, "percent", target=Decimal(90))
    kpi = kpis.change(house["manager"], kpi, said, revision=kpi.revision)
    assert kpi.shared
    other = replace(said, name="Discount", formula=formula and {"field": "Discount__c"})
    assert not kpis.change(house["manager"], kpi, other, revision=kpi.revision).shared


@pytest.mark.parametrize("typed", [{"shared": "on"}, {"visible": "on"}])
def test_a_form_of_a_plan_shares_nothing(house, plan, space, signed_in, typed):
    today = timezone.localdate()
    goal = Objective.objects.get()
    address = reverse("plans:edit_part", args=[house["account"].public_id, "objectives", goal.public_id])
    said = {"title": "Deliver", "horizon": "short", "due": str(today + dt.timedelta(days=90)), "weight": "1"}
    browser = signed_in(house["manager"])
    assert browser.post(address, {**said, **typed, "revision": goal.revision}).status_code == 302
    goal.refresh_from_db()
    assert (goal.title, goal.shared) == ("Deliver", False)
