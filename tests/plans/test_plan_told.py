"""What plans tell other rooms: Home, the overview of the account, its papers, search."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from trousseau.accounts import due
from trousseau.accounts.models import AccountFigures, Reckoning
from trousseau.plans import plan_told
from trousseau.plans.actions import health
from trousseau.plans.actions.doing import finish
from trousseau.plans.actions.plan import Doing, add_action
from trousseau.plans.models import State


def days(n: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=n)


def waits(user):
    """What of the plans waits for someone on Home."""
    return [item for item in due.items(user) if "ction" in str(item.kind)]


@pytest.fixture
def action(house, plan):
    return add_action(house["manager"], plan, Doing("Audit the line", days(-20), days(-2), owner=house["head"]))


def test_home_tells_whose_it_is_and_the_manager_that_it_is_late(house, plan, action):
    own, led = waits(house["head"]), waits(house["manager"])

    assert [one.kind for one in own] == ["Your action, 2 days late"]
    assert [one.kind for one in led] == ["Action of Julien Arnaud, 2 days late"]
    assert own[0].urgency == "now"
    assert waits(house["other"]) == []


def test_what_is_done_or_of_a_closed_plan_is_no_longer_due(house, plan, action):
    add_action(house["manager"], plan, Doing("Visit", days(-20), days(-1), owner=house["head"]))
    finish(house["head"], action, days(0), action.revision)
    assert [one.title for one in waits(house["head"])] == ["Visit"]

    plan.state = State.CLOSED
    plan.save()

    assert waits(house["head"]) == []


def test_a_head_is_told_apart_what_is_late_with_their_people(house, plan):
    add_action(house["manager"], plan, Doing("Visit", days(-20), days(-3), owner=house["manager"]))
    add_action(house["manager"], plan, Doing("Call", days(-20), days(3), owner=house["manager"]))

    assert [(one.title, one.whose, one.deeds) for one in waits(house["head"])] == [("Visit", str(house["manager"]), ())]
    assert [(one.title, one.whose) for one in waits(house["manager"])] == [("Visit", ""), ("Call", "")]


def test_what_is_due_is_done_in_place(client, house, plan, action):
    done, far, put_off = waits(house["manager"])[0].deeds
    client.force_login(house["manager"])
    said = dict(put_off.said) | {"next": "home"}

    refused = client.post(put_off.url, said | {"due": days(5).isoformat(), "reason": " "})
    assert refused.status_code == 422
    assert (
        client.post(put_off.url, said | {"due": days(5).isoformat(), "reason": "Trial moved"}).headers["location"]
        == "/"
    )
    action.refresh_from_db()
    assert action.due == days(5)

    client.post(far.url, {"revision": action.revision, "done": "60", "next": "home"})
    action.refresh_from_db()
    assert action.done == 60

    client.post(done.url, {"revision": action.revision, "on": days(0).isoformat(), "next": "home"})
    assert waits(house["manager"]) == []


def test_an_expert_cannot_put_off_what_another_leads(client, house, plan, action):
    assert [str(deed.label) for deed in waits(house["head"])[0].deeds] == ["It is done", "Say how far"]


def test_the_papers_of_the_account_tell_the_plan(house, plan, action):
    told = plan_told.told(house["manager"], plan.account)

    assert told is not None
    assert told.sentence.startswith("First supplier of Alstrom in three years. 0% done, 100% expected by today")
    assert told.rows[0][:2] == ("Audit the line", "Julien Arnaud")
    assert plan_told.told(house["other"], plan.account) is None


def test_an_action_is_found_by_who_sees_its_account(house, plan, action):
    assert [hit.title for hit in plan_told.find(house["manager"], "AUDIT line", 5)] == ["Audit the line"]
    assert list(plan_told.find(house["other"], "audit", 5)) == []


def test_the_overview_shows_the_plan_or_the_door_to_open_one(client, house, plan, action):
    client.force_login(house["manager"])
    where = reverse("accounts:panel", args=[plan.account.public_id, "plan"])

    assert "First supplier of Alstrom" in client.get(where).content.decode()
    plan.delete()
    assert reverse("plans:words", args=[house["account"].public_id]) in client.get(where).content.decode()


def test_home_says_how_the_plans_of_ones_own_accounts_do(client, house, plan, action):
    AccountFigures.objects.create(account=plan.account, revenue=100)
    Reckoning.objects.update_or_create(pk=1, defaults={"ledger_version": 1, "base_currency": "EUR"})
    health.refresh_all()
    client.force_login(house["manager"])

    assert "plan at 0%, 100% expected" in client.get("/").content.decode()

    finish(house["head"], action, days(-3), action.revision)
    health.refresh_all()
    assert "plan at" not in client.get("/").content.decode()
