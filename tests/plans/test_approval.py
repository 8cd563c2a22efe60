"""A plan on its way from draft to approved, its versions, and what changed since."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from trousseau.access.audit import history
from trousseau.accounts import due
from trousseau.notices.models import Notice
from trousseau.plans.actions import approval
from trousseau.plans.actions.plan import Doing, Wanted, add_action, add_objective
from trousseau.plans.models import Plan, State
from trousseau.plans.queries.versions import content, differences

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(house, plan):
    """The plan with an objective and an action."""
    today = timezone.localdate()
    add_objective(house["manager"], plan, Wanted("Second source", today + dt.timedelta(days=90)))
    add_action(
        house["manager"], plan,
        Doing("Visit Belfort", today, today + dt.timedelta(days=30), owner=house["manager"]),
    )  # fmt: skip
    return fresh(plan)


def fresh(plan):
    return Plan.objects.get(pk=plan.pk)


def address(plan, verb=""):
    if verb:
        return reverse("plans:decide", args=[plan.account.public_id, verb])
    return reverse("plans:versions", args=[plan.account.public_id])


def test_from_draft_to_approved_and_what_changed_since(house, full, signed_in):
    approval.submit(house["manager"], full, full.revision)
    assert Notice.objects.get(kind="plan.to_approve").user == house["head"]
    plan = fresh(full)
    item = next(item for item in due.items(house["head"]) if str(item.kind) == "Plan to approve")
    head = signed_in(house["head"])
    done = head.post(item.deeds[0].url, {"next": "home", **dict(item.deeds[0].said)})
    assert (done.status_code, done["Location"]) == (302, "/")
    plan = fresh(full)
    assert (plan.state, plan.version, plan.approved_by) == (State.APPROVED, 1, house["head"])
    assert Notice.objects.get(kind="plan.approved").user == house["manager"]
    page = head.get(address(plan)).content.decode()
    assert "nothing has changed since" in page

    today = timezone.localdate()
    add_action(house["manager"], plan, Doing("Send <b>drawings</b>", today, today, owner=house["manager"]))
    page = head.get(address(plan)).content.decode()
    assert "1 change since" in page
    assert "Send &lt;b&gt;drawings&lt;/b&gt;" in page
    assert [event.verb for event in history(plan)][:2] == ["plan.approved", "plan.submitted"]


def test_a_revised_plan_is_approved_as_the_next_version(house, full):
    approval.submit(house["manager"], full, full.revision)
    approval.approve(house["head"], full, fresh(full).revision)
    approval.revise(house["manager"], full, "New buyer", fresh(full).revision)
    approval.submit(house["manager"], full, fresh(full).revision)
    assert approval.approve(house["director"], full, fresh(full).revision).number == 2
    assert fresh(full).version == 2


def test_only_the_head_or_a_director_approves_and_never_its_manager(house, full, signed_in):
    approval.submit(house["manager"], full, full.revision)
    plan = fresh(full)
    for name in ("manager", "other", "expert"):
        with pytest.raises(PermissionDenied):
            approval.approve(house[name], plan, plan.revision)
    answer = signed_in(house["manager"]).post(address(plan, "approve"), {"revision": plan.revision})
    assert answer.status_code == 403
    assert fresh(plan).state == State.REVIEW


def test_refusals_are_sentences_and_keep_what_was_typed(house, full, signed_in):
    manager = signed_in(house["manager"])
    assert manager.post(address(full, "approve"), {"revision": "x" * 50}).status_code == 403
    stale = manager.post(address(full, "submit"), {"revision": full.revision + 7})
    assert stale.status_code == 422
    assert manager.post(address(full, "burn")).status_code == 404
    approval.submit(house["manager"], full, full.revision)
    head = signed_in(house["head"])
    empty = head.post(address(full, "send-back"), {"revision": fresh(full).revision, "reason": " "})
    assert empty.status_code == 422
    assert "Say what is to be mended." in empty.content.decode()
    long = head.post(address(full, "send-back"), {"revision": fresh(full).revision, "reason": "No budget " * 200})
    assert long.status_code == 422
    assert "No budget No budget" in long.content.decode()
    sent = head.post(address(full, "send-back"), {"revision": fresh(full).revision, "reason": "No budget"})
    assert sent.status_code == 302
    assert fresh(full).state == State.DRAFT
    assert "No budget" in str(Notice.objects.get(kind="plan.sent_back").params)
    assert "Sent back by Julien Arnaud on" in manager.get(address(full)).content.decode()
    approval.submit(house["manager"], full, fresh(full).revision)
    assert "Sent back by" not in manager.get(address(full)).content.decode()


def test_an_empty_plan_is_not_handed_in(house, plan):
    with pytest.raises(ValidationError, match="who does what"):
        approval.submit(house["manager"], plan, plan.revision)


def test_differences_say_what_came_went_and_changed(full):
    before = content(full)
    action = full.actions.get()
    action.due += dt.timedelta(days=5)
    action.save()
    full.objectives.all().delete()
    found = list(differences(before, content(full)))
    assert {(one.kind, one.how, one.field) for one in found} == {
        ("objectives", "gone", ""), ("actions", "changed", "due"),
    }  # fmt: skip
    assert list(differences(content(full), content(full))) == []
