"""What the page of a plan is made of."""

from __future__ import annotations

import pytest
from django.urls import reverse

from trousseau.plans import parts
from trousseau.plans.parts import Part


@pytest.fixture
def _clean(monkeypatch):
    monkeypatch.setattr(parts, "_parts", {})


@pytest.mark.usefixtures("_clean")
def test_parts_stand_at_their_place_in_their_order_and_the_empty_ones_nowhere(rf, plan):
    for name, place, order in (("b", "main", 20), ("a", "main", 10), ("c", "side", 5)):
        parts.register(Part(name, name, "x.html", lambda _request, _plan: {}, order=order, place=place))
    parts.register(Part("nothing", "nothing", "x.html", lambda _request, _plan: None))
    parts.register(Part("late", "late", "x.html", lambda _request, _plan: None, order=90, late=True))

    shown = parts.shown(rf.get("/"), plan)

    assert [one.part.name for one in shown["main"]] == ["a", "b", "late"]
    assert [one.part.name for one in shown["side"]] == ["c"]
    assert shown["main"][2].context is None


def test_a_part_that_nobody_registered_is_not_there(client, house, plan):
    client.force_login(house["manager"])

    assert client.get(reverse("plans:part", args=[plan.account.public_id, "nonsense"])).status_code == 404


def test_a_plan_of_an_account_one_does_not_see_is_not_there(client, house, plan):
    client.force_login(house["other"])

    assert client.get(reverse("plans:plan", args=[plan.account.public_id])).status_code == 404
