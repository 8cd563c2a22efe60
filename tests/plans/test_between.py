"""What changed in a plan between two days, out of the trail."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from trousseau.access.models import AuditEvent
from trousseau.knowledge.models import Contact
from trousseau.plans.actions import doing
from trousseau.plans.actions.changing import change_action, take_out
from trousseau.plans.actions.plan import Doing, Wanted, add_action, add_objective
from trousseau.plans.actions.undoing import bring_back
from trousseau.plans.queries.between import between

DAY = dt.timedelta(days=1)
TODAY = timezone.localdate()


def on(ago):
    return time_machine.travel(timezone.now() - ago * DAY)


def told(plan, first, last=0):
    found = between(plan, TODAY - first * DAY, TODAY - last * DAY)
    return [(one.kind, one.what, one.how, one.field, one.before, one.after) for one in found.changes]


@pytest.fixture
def action(house, plan):
    with on(50):
        return add_action(house["manager"], plan, Doing("Audit", TODAY - 60 * DAY, TODAY + 10 * DAY, house["manager"]))


def test_several_changes_of_a_field_are_one_from_first_to_last(house, plan, action):
    manager = house["manager"]
    with on(40):
        doing.report(manager, action, 20, 1)
    with on(20):
        doing.report(manager, action, 50, 2)
    with on(10):
        doing.put_off(manager, action, TODAY + 30 * DAY, "Line down", 3)

    assert told(plan, 30) == [
        ("actions", "Audit", "changed", "done", 20, 50),
        ("actions", "Audit", "changed", "due", (TODAY + 10 * DAY).isoformat(), (TODAY + 30 * DAY).isoformat()),
    ]
    assert told(plan, 45, 35) == [("actions", "Audit", "changed", "done", 0, 20)]
    assert told(plan, 60)[0][:3] == ("actions", "Audit", "added")
    assert told(plan, 9) == []


def test_another_owner_is_named_and_done_is_told(house, plan, action):
    said = Doing("Audit", action.starts, action.due, house["head"])
    changed = change_action(house["manager"], action, said, 1)
    doing.finish(house["manager"], changed, TODAY, changed.revision)

    assert ("actions", "Audit", "changed", "owner__name", "Sophie Lacaze", "Julien Arnaud") in told(plan, 1)
    assert ("actions", "Audit", "changed", "state", "open", "done") in told(plan, 1)


def test_another_person_of_theirs_is_told_by_name_only_to_who_may_read_people(house, plan, action, signed_in, person):
    ana, ben = (Contact.objects.create(account=house["account"], name=name, said_on=TODAY) for name in ("Ana", "Ben"))
    with on(20):
        first = change_action(house["manager"], action, Doing("Audit", action.starts, action.due, contact=ana), 1)
    with on(5):
        change_action(house["manager"], first, Doing("Audit", action.starts, action.due, contact=ben), first.revision)

    assert told(plan, 9) == [("actions", "Audit", "changed", "contact__name", "Ana", "Ben")]
    assert ("actions", "Audit", "changed", "owner__name", "Sophie Lacaze", "") in told(plan, 30)
    where = reverse("plans:versions", args=[plan.account.public_id])
    days = {"first": TODAY - 9 * DAY, "last": TODAY}
    assert "Ben" in signed_in(house["manager"]).get(where, days).content.decode()
    page = signed_in(person("controller")).get(where, days).content.decode()
    assert "someone else at the client" in page
    assert "Ana" not in page
    assert "Ben" not in page


def test_what_came_and_went_or_came_back_is_no_change(house, plan, action):
    manager = house["manager"]
    goal = add_objective(manager, plan, Wanted("Grow", TODAY + 90 * DAY))
    take_out(manager, goal, 1)
    take_out(manager, action, 1)
    assert told(plan, 1) == [("actions", "Audit", "gone", "", None, None)]

    bring_back(manager, AuditEvent.objects.filter(verb="plan.part_taken_out").first())

    assert told(plan, 1) == []


def test_the_page_tells_it_and_refuses_days_that_are_none(client, house, plan, action, django_assert_max_num_queries):
    doing.report(house["manager"], action, 30, 1)
    client.force_login(house["manager"])
    where = reverse("plans:versions", args=[plan.account.public_id])

    with django_assert_max_num_queries(25):
        page = client.get(where, {"first": TODAY - DAY, "last": TODAY}).content.decode()
    assert "Audit" in page
    assert "Nothing changed" in client.get(where, {"first": TODAY - 9 * DAY, "last": TODAY - 8 * DAY}).content.decode()
    assert "before the first" in client.get(where, {"first": TODAY, "last": TODAY - DAY}).content.decode()
    assert "Not a day" in client.get(where, {"first": "x", "last": ""}).content.decode()
    assert "Check the year" in client.get(where, {"first": "0001-01-01", "last": "9999-12-31"}).content.decode()
    client.force_login(house["other"])
    assert client.get(where).status_code == 404
