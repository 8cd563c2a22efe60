"""The page of a plan, and writing it where it is read."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from trousseau.accounts.actions import Place, add_member
from trousseau.accounts.models import TeamRole
from trousseau.plans.actions.doing import drop
from trousseau.plans.actions.plan import ACTIONS, Doing, Wanted, add_action, add_objective
from trousseau.plans.models import Action, Plan, Progress


def days(n: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=n)


@pytest.fixture
def action(house, plan):
    return add_action(
        house["manager"], plan, Doing("Audit the line", days(-20), days(-2), owner=house["manager"], weight=3)
    )


def address(plan: Plan, name: str = "plan", *more: object) -> str:
    return reverse(f"plans:{name}", args=[plan.account.public_id, *more])


def fields(action: Action, **changed: object) -> dict[str, object]:
    return {
        "what": action.what,
        "how": action.how,
        "owner": str(action.owner_id),
        "starts": action.starts.isoformat(),
        "due": action.due.isoformat(),
        "weight": action.weight,
        "revision": action.revision,
    } | changed


def test_the_page_tells_ambition_progress_and_what_is_late(client, house, plan, action):
    client.force_login(house["manager"])

    page = client.get(address(plan)).content.decode()

    assert "First supplier of Alstrom in three years." in page
    assert "Audit the line" in page
    assert "1 open action, 1 late" in page
    assert 'class="bad"' in page


def test_an_account_without_plan_offers_to_open_one(client, house):
    client.force_login(house["manager"])
    where = reverse("plans:words", args=[house["account"].public_id])

    assert where in client.get(reverse("plans:plan", args=[house["account"].public_id])).content.decode()
    said = {"ambition": "Be the first.", "starts": days(0).isoformat(), "ends": days(600).isoformat()}
    assert client.post(where, said).status_code == 302
    assert Plan.objects.get().ambition == "Be the first."


def test_an_action_is_added_changed_and_kept_as_typed_where_it_is_refused(client, house, plan):
    client.force_login(house["manager"])
    said = {"what": "Visit the plant", "starts": days(0).isoformat(), "due": days(30).isoformat(), "weight": 2}

    refused = client.post(address(plan, "add_part", "actions"), said)
    assert refused.status_code == 422
    assert "Say who does it" in refused.content.decode()
    assert "Visit the plant" in refused.content.decode()

    assert client.post(address(plan, "add_part", "actions"), said | {"owner": house["manager"].pk}).status_code == 302
    made = Action.objects.get()
    backwards = fields(made, due=days(-5).isoformat())
    answer = client.post(address(plan, "edit_part", "actions", made.public_id), backwards)
    assert answer.status_code == 422
    assert "before it starts" in answer.content.decode()


def test_an_owner_who_does_not_see_the_account_is_refused(client, house, plan, action):
    client.force_login(house["manager"])

    answer = client.post(
        address(plan, "edit_part", "actions", action.public_id), fields(action, owner=house["other"].pk)
    )

    assert answer.status_code == 422
    assert "put them on its team first" in answer.content.decode()


def test_who_comes_second_sees_both_texts_and_loses_nothing(client, house, plan, action):
    where = address(plan, "edit_part", "actions", action.public_id)
    client.force_login(house["director"])
    assert client.post(where, fields(action, what="Audit both lines")).status_code == 302
    client.force_login(house["manager"])

    answer = client.post(where, fields(action, how="with their quality"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Audit both lines" in page
    assert "with their quality" in page
    assert "Claire Dumas" in page
    action.refresh_from_db()
    assert (action.what, action.how) == ("Audit both lines", "")
    assert client.post(where, fields(action, how="with their quality", over=action.revision)).status_code == 302
    action.refresh_from_db()
    assert (action.what, action.how) == ("Audit both lines", "with their quality")


def test_a_field_is_saved_as_it_is_typed_and_the_next_one_knows_of_it(client, house, plan, action):
    client.force_login(house["manager"])
    where = address(plan, "edit_part", "actions", action.public_id)

    answer = client.post(where, fields(action, how="by car"), headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert "Saved." in answer.content.decode()
    assert f'name="revision" value="{action.revision + 1}"' in answer.content.decode()


def test_what_one_changed_oneself_beside_is_no_conflict_but_what_another_did_is(client, house, plan, action):
    where = address(plan, "edit_part", "actions", action.public_id)
    report = address(plan, "settle_part", "actions", action.public_id, "report")
    client.force_login(house["manager"])
    client.post(where, fields(action, how="by car"))

    assert client.post(report, {"done": "30", "revision": action.revision}).status_code == 302

    client.force_login(house["director"])
    assert client.post(report, {"done": "10", "revision": action.revision}).status_code == 422
    action.refresh_from_db()
    assert (action.how, action.done) == ("by car", 30)


def test_its_owner_says_how_far_it_is_without_writing_the_plan(client, house, plan):
    place = Place(TeamRole.EXPERT.value, days(-90), None, "")
    add_member(house["manager"], plan.account, house["expert"], place)
    made = add_action(house["manager"], plan, Doing("Measure", days(-5), days(5), owner=house["expert"]))
    client.force_login(house["expert"])

    page = client.get(address(plan, "edit_part", "actions", made.public_id))
    assert page.status_code == 200
    assert 'name="what"' not in page.content.decode()
    report = address(plan, "settle_part", "actions", made.public_id, "report")
    assert client.post(report, {"done": "101", "revision": made.revision}).status_code == 422
    assert client.post(report, {"done": "40", "revision": made.revision}).status_code == 302
    made.refresh_from_db()
    assert made.done == 40
    assert client.post(address(plan, "edit_part", "actions", made.public_id), fields(made)).status_code == 403


@pytest.mark.parametrize("verb", ["done", "drop"])
def test_it_ends_done_or_dropped_and_can_be_taken_up_again(client, house, plan, action, verb):
    client.force_login(house["manager"])
    said = {"on": days(0).isoformat(), "reason": "They moved"}

    client.post(address(plan, "settle_part", "actions", action.public_id, verb), said | {"revision": action.revision})
    action.refresh_from_db()
    assert action.state == {"done": Progress.DONE, "drop": Progress.DROPPED}[verb]
    client.post(address(plan, "settle_part", "actions", action.public_id, "reopen"), {"revision": action.revision})
    action.refresh_from_db()
    assert action.state == Progress.OPEN


def test_dropping_wants_a_reason(client, house, plan, action):
    client.force_login(house["manager"])

    answer = client.post(
        address(plan, "settle_part", "actions", action.public_id, "drop"), {"revision": action.revision}
    )

    assert answer.status_code == 422
    assert "Say why" in answer.content.decode()


def test_what_ended_long_ago_is_asked_for(client, house, plan, action):
    drop(house["manager"], action, "Not needed", action.revision, days(-90))
    client.force_login(house["manager"])

    assert "Audit the line" not in client.get(address(plan)).content.decode()
    assert "Audit the line" in client.get(f"{address(plan)}?ended=1").content.decode()


def test_hostile_text_stays_text(client, house, plan):
    add_objective(house["manager"], plan, Wanted("<script>alert(1)</script>", days(90)))
    client.force_login(house["manager"])

    assert "<script>alert(1)" not in client.get(address(plan)).content.decode()


def test_more_actions_cost_no_more_queries(client, house, plan, django_assert_max_num_queries):
    client.force_login(house["manager"])
    for n in range(12):
        add_action(house["manager"], plan, Doing(f"Action {n}", days(n), days(n + 30), owner=house["manager"]))

    client.get(address(plan))
    with django_assert_max_num_queries(25):
        assert client.get(address(plan)).status_code == 200


@pytest.mark.parametrize("kind", ["nonsense", "parts"])
def test_a_kind_that_is_none_is_not_there(client, house, plan, kind):
    client.force_login(house["manager"])

    assert client.get(address(plan, "add_part", kind)).status_code == 404


def test_a_plan_of_many_actions_shows_them_so_many_at_a_time(client, house, plan):
    today = timezone.localdate()
    Action.objects.bulk_create(
        Action(plan=plan, what=f"Visit {n:03}", owner=house["manager"], starts=today, due=days(30), position=n)
        for n in range(ACTIONS)
    )
    client.force_login(house["manager"])

    first = client.get(address(plan)).content.decode()
    last = client.get(address(plan) + "?page=999").content.decode()

    assert "Visit 000" in first
    assert f"Visit {ACTIONS - 1}" not in first
    assert f"Visit {ACTIONS - 1}" in last
    with pytest.raises(ValidationError, match="close what is done"):
        add_action(house["manager"], plan, Doing("One more", today, today, owner=house["manager"]))
    Action.objects.filter(what="Visit 000").update(state="done", done=100, ended_on=today)
    add_action(house["manager"], plan, Doing("One more", today, today, owner=house["manager"]))
