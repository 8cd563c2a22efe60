"""What was taken out of a plan comes back as it was, for whoever took it out; what cannot be is told in a sentence."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from trousseau.access.models import AuditEvent
from trousseau.accounts.models import Account
from trousseau.plans.actions import changing, linking
from trousseau.plans.actions.changing import Advised, Feared
from trousseau.plans.actions.initiatives import Together, add_initiative
from trousseau.plans.actions.plan import Doing, Wanted, add_action, add_objective
from trousseau.plans.models import Action, Initiative, Objective, Plan, Recommendation, Risk, State


def days(n: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=n)


@pytest.fixture
def parts(house, plan):
    """One of each kind: all of them serve the objective; one action waits for another and has a milestone."""
    who = house["manager"]
    objective = add_objective(who, plan, Wanted("Win the north", days(100)))
    first = add_action(who, plan, Doing("Prepare", days(-3), days(3), owner=who))
    action = add_action(who, plan, Doing("Audit the line", days(-2), days(20), who, objective=objective))
    last = add_action(who, plan, Doing("Report", days(21), days(30), owner=who))
    action = linking.set_needs(who, action, [first], action.revision)
    linking.set_needs(who, last, [action], last.revision)
    linking.add_milestone(who, action, "Half of it", days(9), action.revision)
    return {
        "objectives": objective,
        "actions": Action.objects.get(pk=action.pk),
        "risks": changing.add_risk(who, plan, Feared("They leave", "Meet them")),
        "recommendations": changing.add_recommendation(
            who, plan, Advised("Sell more", "They can", objective=objective)
        ),
        "initiatives": add_initiative(who, plan, Together("The north", objective)),
    }


@pytest.fixture
def at(client, house):
    def sign_in(who="manager"):
        client.force_login(house[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


def take_out(client, plan, kind, one):
    key = getattr(one, "public_id", one.pk)
    address = reverse("plans:settle_part", args=[plan.account.public_id, kind, key, "out"])
    return client.post(address, {"revision": type(one).objects.get(pk=one.pk).revision}, follow=True)


def door(answer):
    """Where the button of the message posts to."""
    return re.search(r'action="([^"]+/plan/undo/\d+/)"', answer.content.decode())[1]


def state(plan):
    """All that a plan says, but how often it was changed."""
    kinds = (Objective, Recommendation, Risk, Initiative, Action)
    rows = [
        {name: value for name, value in row.items() if name != "revision"}
        for kind in kinds
        for row in kind.objects.filter(plan=plan).order_by("pk").values()
    ]
    waits = sorted(Action.needs.through.objects.values_list("from_action", "to_action"))
    stones = sorted(Plan.objects.filter(pk=plan.pk).values_list("actions__milestones__name", flat=True), key=str)
    return rows, waits, stones


@pytest.mark.parametrize("kind", ["objectives", "actions", "risks", "recommendations", "initiatives"])
def test_it_comes_back_as_it_was(plan, parts, at, kind):
    client, before = at(), state(plan)
    page = take_out(client, plan, kind, parts[kind])
    assert f"“{parts[kind]}” is taken out of the plan." in page.content.decode()
    assert state(plan) != before

    answer = client.post(door(page), follow=True)

    assert "Back in the plan as it was." in answer.content.decode()
    assert state(plan) == before
    trail = AuditEvent.objects.filter(target_id=str(parts[kind].pk), verb="plan.part_brought_back")
    assert trail.get().actor == page.wsgi_request.user


def test_a_second_undo_is_told(plan, parts, at):
    client = at()
    again = door(take_out(client, plan, "risks", parts["risks"]))
    client.post(again)

    assert "This removal has been undone already." in client.post(again, follow=True).content.decode()
    assert Risk.objects.count() == 1


def test_a_closed_plan_stays_as_it_is(plan, parts, at):
    client = at()
    undo = door(take_out(client, plan, "risks", parts["risks"]))
    Plan.objects.update(state=State.CLOSED)

    assert "This plan is closed: open the next one." in client.post(undo, follow=True).content.decode()
    assert not Risk.objects.exists()


def test_what_it_belonged_to_is_gone(plan, parts, at):
    client = at()
    undo = door(take_out(client, plan, "actions", parts["actions"]))
    take_out(client, plan, "objectives", parts["objectives"])

    answer = client.post(undo, follow=True).content.decode()

    assert "without what it belonged to: that is gone meanwhile." in answer
    assert Action.objects.get(pk=parts["actions"].pk).objective is None


def test_its_plan_is_gone(plan, parts, at):
    client = at()
    undo = door(take_out(client, plan, "risks", parts["risks"]))
    plan.delete()

    assert "The plan it belonged to is gone" in client.post(undo, follow=True).content.decode()


def test_nobody_else_and_only_while_they_may_write(house, plan, parts, at):
    undo = door(take_out(at(), plan, "risks", parts["risks"]))
    assert at("director").post(undo).status_code == 404
    Account.objects.update(manager=house["other"])

    assert at("manager").post(undo).status_code in {403, 404}
    assert not Risk.objects.exists()


def test_what_it_is_called_is_harmless(house, plan, at):
    risk = changing.add_risk(house["manager"], plan, Feared("<script>alert(1)</script>"))
    assert "<script>alert(1)" not in take_out(at(), plan, "risks", risk).content.decode()
