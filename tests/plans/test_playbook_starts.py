"""Playbooks that events start: proposed once to the account's manager, applied at once where the company chose so."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trousseau.accounts import due
from trousseau.accounts.models import Account, AccountFigures, TeamMember
from trousseau.knowledge.models import Contract
from trousseau.notices.models import Notice
from trousseau.plans.actions import playbook_starts as actions
from trousseau.plans.actions import playbook_versions as versions
from trousseau.plans.actions.playbook_versions import Line, Written
from trousseau.plans.models import Action, Meeting, PlaybookStart
from trousseau.plans.queries.playbook_events import QUIET
from trousseau.portfolio.models import AccountStanding

TODAY = timezone.localdate()
STEPS = {1: Line("Call them", "manager", 0, 1), 2: Line("Go and see", "sponsor", 5, 2, 1, (1,))}
LOSS = Written("They may leave", "Day of the signs", STEPS, event="loss")
CONTRACT = Written("It runs out", "Day it ends", STEPS, event="contract", ahead=90)
REVIEW = Written("We meet", "Day of the review", STEPS, event="review", ahead=30)


@pytest.fixture
def contract(house):
    return Contract.objects.create(
        account=house["account"], name="Frame 2027", end=TODAY + dt.timedelta(days=80), said_on=TODAY, source="signed"
    )


@pytest.fixture
def sponsor(house):
    TeamMember.objects.create(account=house["account"], user=house["head"], role="sponsor")


def lose(account):
    AccountStanding.objects.create(account=account, name="watch", version=1, eroding=True)


def told(user):
    return [one for one in due.items(user) if one.kind == "Playbook proposed"]


def test_a_contract_that_ends_is_proposed_on_home_with_its_day_and_leads_to_the_preview(client, house, plan, contract):
    versions.add(house["director"], CONTRACT)

    assert actions.look() == {"proposed": 1, "applied": 0}

    (item,) = told(house["manager"])
    assert str(item.title) == "It runs out"
    assert "“Frame 2027” ends on" in str(item.why)
    assert not told(house["other"])
    client.force_login(house["manager"])
    page = client.get(item.url)
    assert page.context["day"] == contract.end
    assert "Not now" in page.content.decode()


def test_the_same_event_is_never_proposed_twice(house, contract):
    versions.add(house["director"], CONTRACT)

    actions.look()
    assert actions.look() == {"proposed": 0, "applied": 0}
    actions.decline(house["manager"], PlaybookStart.objects.get())
    assert actions.look() == {"proposed": 0, "applied": 0}

    assert not told(house["manager"])
    contract.end += dt.timedelta(days=3)
    contract.save()
    assert actions.look() == {"proposed": 1, "applied": 0}


def test_workers_that_look_at_the_same_time_keep_one_proposal(house, contract, monkeypatch):
    versions.add(house["director"], CONTRACT)
    called = actions.calls([one for one in actions.queries.in_force() if one.event], TODAY)

    assert [actions._propose(called) for _worker in range(3)] == [1, 0, 0]


def test_a_proposal_goes_with_its_event_and_moves_with_it(house):
    versions.add(house["director"], REVIEW)
    review = Meeting.objects.create(account=house["account"], title="Q3", kind="review", on=TODAY + dt.timedelta(9))
    Meeting.objects.create(account=house["account"], title="Far", kind="review", on=TODAY + dt.timedelta(31))
    actions.look()
    assert PlaybookStart.objects.get().day == review.on

    review.on += dt.timedelta(days=2)
    review.save()
    actions.look()
    assert PlaybookStart.objects.get().day == review.on

    review.state, review.reason = "cancelled", "strike"
    review.save()
    actions.look()
    assert not PlaybookStart.objects.exists()


def test_applying_it_by_the_page_answers_the_proposal(client, house, plan, contract, sponsor):
    made = versions.add(house["director"], CONTRACT)
    actions.look()
    client.force_login(house["manager"])
    (item,) = told(house["manager"])

    sent = {"playbook": made.key, "day": contract.end.isoformat(), "country": ""}
    sent |= {f"who-{row['key']}": row["who"] for row in client.get(item.url).context["rows"]}
    assert client.post(reverse("plans:apply", args=[house["account"].public_id]), sent).status_code == 302

    assert PlaybookStart.objects.get().state == "applied"
    assert not told(house["manager"])


def test_not_now_is_said_by_the_page_and_only_by_who_writes_the_plan(client, house, plan, contract):
    versions.add(house["director"], CONTRACT)
    actions.look()
    start = PlaybookStart.objects.get()
    address = reverse("plans:decline_playbook", args=[house["account"].public_id, start.pk])

    client.force_login(house["head"])
    assert client.post(address).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.decline(house["other"], start)
    client.force_login(house["manager"])
    assert client.post(address).status_code == 302
    assert PlaybookStart.objects.get().state == "declined"


def test_it_is_applied_at_once_where_every_step_has_a_person_and_the_manager_is_told(house, plan, contract, sponsor):
    versions.add(house["director"], replace(CONTRACT, by_itself=True))

    assert actions.look() == {"proposed": 0, "applied": 1}
    assert actions.look() == {"proposed": 0, "applied": 0}

    assert list(Action.objects.values_list("what", "owner__name")) == [
        ("Call them", "Sophie Lacaze"), ("Go and see", "Julien Arnaud")]  # fmt: skip
    assert Notice.objects.get(user=house["manager"]).kind == actions.STARTED


@pytest.mark.parametrize("lacks", ["a sponsor", "a plan"])
def test_it_stays_proposed_where_something_is_missing(request, house, contract, lacks):
    request.getfixturevalue("plan" if lacks == "a sponsor" else "sponsor")
    versions.add(house["director"], replace(CONTRACT, by_itself=True))

    assert actions.look() == {"proposed": 1, "applied": 0}

    assert not Action.objects.exists()
    assert len(told(house["manager"])) == 1


def test_signs_of_loss_that_were_answered_are_quiet_for_a_year(house):
    lose(house["account"])
    versions.add(house["director"], LOSS)
    actions.look()
    actions.decline(house["manager"], PlaybookStart.objects.get())
    assert actions.look()["proposed"] == 0

    PlaybookStart.objects.update(at=timezone.now() - QUIET - dt.timedelta(days=1))

    assert actions.look()["proposed"] == 1
    assert actions.look()["proposed"] == 0


def test_an_account_that_fell_by_a_fifth_shows_signs_one_that_nobody_leads_is_not_told(house):
    AccountFigures.objects.create(account=house["account"], class_before="A", class_now="A", change=-0.25)
    lose(Account.objects.create(key="B", name="Nobody leads it"))
    versions.add(house["director"], LOSS)

    actions.look()

    assert [one.account for one in PlaybookStart.objects.all()] == [house["account"]]


def test_retiring_a_playbook_withdraws_what_it_proposed(house, contract):
    made = versions.add(house["director"], CONTRACT)
    actions.look()

    versions.retire(house["director"], made.key, "No longer ours", seen=1)

    assert not told(house["manager"])
    assert actions.look() == {"proposed": 0, "applied": 0}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["look", "decline", "erode", "recover"]), max_size=12))
def test_whatever_happens_an_event_is_answered_at_most_once_a_year(house, steps):
    PlaybookStart.objects.all().delete()
    AccountStanding.objects.all().delete()
    if "loss" not in {one.event for one in actions.queries.in_force()}:
        versions.add(house["director"], LOSS)
    for step in steps:
        if step == "look":
            actions.look()
        elif step == "erode" and not AccountStanding.objects.exists():
            lose(house["account"])
        elif step == "recover":
            AccountStanding.objects.all().delete()
        elif step == "decline" and (start := PlaybookStart.objects.filter(state="proposed").first()):
            actions.decline(house["manager"], start)

        assert PlaybookStart.objects.count() <= 1
