"""Initiatives that group actions, and the budget: written down where they are read, refused in words, taken back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from trousseau.access.audit import history
from trousseau.plans.actions import initiatives, spending, times
from trousseau.plans.actions.changing import take_out
from trousseau.plans.actions.initiatives import Together
from trousseau.plans.actions.plan import Doing, add_action
from trousseau.plans.actions.spending import Spent
from trousseau.plans.queries.plan import spent_of


def address(name, house, *more):
    return reverse(f"plans:{name}", args=[house["account"].public_id, *more])


def test_an_initiative_groups_actions_and_says_how_far_they_are(house, plan, client):
    client.force_login(house["manager"])
    assert client.post(address("add_part", house, "initiatives"), {"title": "Deliver on time"}).status_code == 302
    one = plan.initiatives.get()
    today = timezone.localdate()
    typed = {"what": "Certificates in 48 h", "owner": house["manager"].pk, "starts": today - dt.timedelta(days=1),
             "due": today + dt.timedelta(days=1), "initiative": one.pk, "weight": 1}  # fmt: skip
    assert client.post(address("add_part", house, "actions"), typed).status_code == 302
    assert plan.actions.get().initiative == one

    shown = client.get(address("part", house, "initiatives")).content.decode()
    assert "Deliver on time" in shown
    assert "0 / 67%" in shown


def test_an_action_keeps_its_initiative_when_it_is_changed_and_outlives_it(house, plan, client):
    manager, today = house["manager"], timezone.localdate()
    one = initiatives.add_initiative(manager, plan, Together("Deliver on time"))
    action = add_action(manager, plan, Doing("Certificates", today, today, owner=manager, initiative=one))
    client.force_login(manager)
    typed = {"what": "Certificates in 48 h", "owner": manager.pk, "starts": today, "due": today,
             "initiative": one.pk, "revision": 1}  # fmt: skip
    assert client.post(address("edit_part", house, "actions", action.public_id), typed).status_code == 302
    action.refresh_from_db()
    assert (action.what, action.initiative) == ("Certificates in 48 h", one)

    take_out(manager, one, one.revision)
    action.refresh_from_db()
    assert action.initiative is None


def test_an_initiative_says_what_and_of_two_at_once_the_second_is_told(house, plan):
    manager = house["manager"]
    with pytest.raises(ValidationError) as refused:
        initiatives.add_initiative(manager, plan, Together("  "))
    assert list(refused.value.message_dict) == ["title"]

    one = initiatives.add_initiative(manager, plan, Together("Deliver"))
    initiatives.change_initiative(manager, one, Together("Deliver on time"), 1)
    with pytest.raises(ValidationError, match="Sophie Lacaze"):
        initiatives.change_initiative(house["director"], one, Together("Other"), 1)
    assert [event.verb for event in history(one)] == ["initiative.changed", "initiative.added"]


def test_days_and_money_are_written_down_taken_back_and_written_again(house, plan, client):
    client.force_login(house["manager"])
    here = address("budget", house)
    typed = {"on": "", "days": "1.5", "money": "1200", "note": "<b>Fair</b>"}
    typed["on"] = (timezone.localdate() - dt.timedelta(days=3)).isoformat()
    assert client.post(here, typed).status_code == 302
    assert (spent_of(plan).days, spent_of(plan).money) == (Decimal("1.5"), 1200)
    page = client.get(here).content.decode()
    assert "&lt;b&gt;Fair" in page

    back = client.post(address("unspend", house, plan.spendings.get().pk))
    assert spent_of(plan).last is None
    again = client.get(back.url).context["form"].initial
    assert (again["days"], again["note"]) == ("1.5", "<b>Fair</b>")
    assert client.post(here, {**typed, **again}).status_code == 302
    assert spent_of(plan).money == 1200
    assert [event.verb for event in history(plan)][:3] == ["plan.spent", "plan.unspent", "plan.spent"]


def test_somebodys_own_time_is_taken_back_where_it_was_logged(house, plan, client):
    today = timezone.localdate()
    action = add_action(house["manager"], plan, Doing("Audit", today, today, owner=house["manager"]))
    times.on_action(house["manager"], action, "15")
    row = plan.spendings.get()
    client.force_login(house["director"])

    assert address("unspend", house, row.pk) not in client.get(address("budget", house)).content.decode()
    refused = client.post(address("unspend", house, row.pk), follow=True).content.decode()

    assert "they take it back at the meeting or action itself" in refused
    assert plan.spendings.count() == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"days": None}, "days"),
        ({"days": Decimal(0)}, "days"),
        ({"days": Decimal(5000)}, "days"),
        ({"money": Decimal(-1)}, "money"),
        ({"ago": -1}, "on"),
        ({"ago": 9000}, "on"),
        ({"note": "x" * 301}, "note"),
    ],
)
def test_bad_spending_is_refused_at_its_field(house, plan, said, field):
    said = {"days": Decimal(1), "ago": 1, **said}
    on = timezone.localdate() - dt.timedelta(days=said.pop("ago"))
    with pytest.raises(ValidationError) as refused:
        spending.spend(house["manager"], plan, Spent(on, **said))
    assert list(refused.value.message_dict) == [field]


def test_a_refused_form_keeps_what_was_typed_and_strangers_write_nothing(house, plan, client):
    client.force_login(house["manager"])
    refused = client.post(address("budget", house), {"on": "soon", "days": "two", "note": "Kept"})
    assert refused.status_code == 422
    assert "Kept" in refused.content.decode()

    with pytest.raises(PermissionDenied):
        spending.spend(house["other"], plan, Spent(timezone.localdate(), Decimal(1)))
