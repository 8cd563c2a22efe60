"""Slides that stand only where there is something to say."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from plans.decks.looking import opened, out_of_place, words
from trousseau.plans.decks import files
from trousseau.plans.models import Delivered


def told(user, plan, kind):
    deck = opened(files.of_plan(user, plan, kind, "pptx").content)
    assert not out_of_place(deck)
    return len(deck.slides), " ".join(words(deck))


def brought(account, what, *, shared):
    since = timezone.localdate() - dt.timedelta(days=100)
    told = {"category": "cost", "amount": Decimal(40_000), "method": "Counted", "since": since}
    Delivered.objects.create(account=account, what=what, shared=shared, **told)


def test_a_plan_tells_its_health_with_reasons_and_nothing_of_what_is_not_there(house, full):
    _count, said = told(house["manager"], full, "plan")
    assert "Reasons" in said
    assert "Value delivered" not in said
    assert "Touchpoints" not in said
    assert "White space" not in said


def test_value_delivered_is_told_and_to_the_client_only_what_is_shared(house, full):
    brought(house["account"], "Fewer stops on line 2", shared=True)
    brought(house["account"], "Idea we keep to ourselves", shared=False)
    assert "Idea we keep" in told(house["manager"], full, "plan")[1]
    count, said = told(house["manager"], full, "review")
    assert count == 12
    assert "Fewer stops on line 2" in said
    assert "Idea we keep" not in said
