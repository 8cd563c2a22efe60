"""What every write of a plan keeps: order, links that never close a circle, and the trail."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from trousseau.access.models import AuditEvent
from trousseau.method.progress import expected_of
from trousseau.plans.actions.changing import (
    Feared,
    Frame,
    add_risk,
    change_frame,
    change_risk,
    move,
    take_out,
)
from trousseau.plans.actions.doing import report
from trousseau.plans.actions.linking import _way, add_milestone, set_needs
from trousseau.plans.actions.plan import Doing, add_action
from trousseau.plans.models import Action
from trousseau.plans.pages.timeline import MOST, Axis


def days(n: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=n)


@pytest.fixture
def three(house, plan):
    return [
        add_action(house["manager"], plan, Doing(what, days(0), days(30), owner=house["manager"]))
        for what in ("one", "two", "three")
    ]


def test_actions_may_wait_for_one_another_but_never_in_a_circle(house, three):
    one, two, three_ = three
    one = set_needs(house["manager"], one, [two], one.revision)
    two = set_needs(house["manager"], two, [three_], two.revision)

    with pytest.raises(ValidationError, match=r"“three” → “one” → “two” → “three”"):
        set_needs(house["manager"], three_, [one], three_.revision)
    with pytest.raises(ValidationError, match="in a circle"):
        set_needs(house["manager"], three_, [three_], three_.revision)


@given(st.dictionaries(st.integers(0, 8), st.lists(st.integers(0, 8), max_size=4), max_size=9), st.integers(0, 8))
def test_a_way_back_is_one_and_its_absence_is_true(waits, start):
    way = _way(waits, start)

    reached, queue = set(), list(waits.get(start, ()))
    while queue:
        node = queue.pop()
        if node not in reached:
            reached.add(node)
            queue.extend(waits.get(node, ()))
    assert bool(way) == (start in reached)
    if way:
        assert way[0] == way[-1] == start
        assert all(b in waits[a] for a, b in pairwise(way))


def test_a_milestone_falls_within_its_action(house, three):
    with pytest.raises(ValidationError, match="a milestone falls within"):
        add_milestone(house["manager"], three[0], "Late", days(31), three[0].revision)


def test_parts_change_places(house, plan, three):
    move(house["manager"], three[2], up=True, revision=three[2].revision)

    assert [one.what for one in plan.actions.all()] == ["one", "three", "two"]
    move(house["manager"], three[0], up=True, revision=three[0].revision)
    assert [one.what for one in plan.actions.all()] == ["one", "three", "two"]


def test_what_has_begun_is_dropped_rather_than_taken_out(house, three):
    begun = report(house["manager"], three[0], 10, three[0].revision)

    with pytest.raises(ValidationError, match="drop it with a reason"):
        take_out(house["manager"], begun, begun.revision)
    take_out(house["manager"], three[1], three[1].revision)
    assert Action.objects.count() == 2
    assert AuditEvent.objects.get(verb="plan.part_taken_out").before["what"] == "two"


def test_a_change_of_nothing_leaves_no_trace(house, plan):
    risk = add_risk(house["manager"], plan, Feared("They leave"))
    events = AuditEvent.objects.count()

    change_risk(house["manager"], risk, Feared("They leave"), risk.revision)

    assert AuditEvent.objects.count() == events


def test_the_words_of_a_plan_are_the_writers_alone(house, plan):
    said = Frame("Another", plan.starts, plan.ends)

    with pytest.raises(PermissionDenied):
        change_frame(house["head"], plan, said, plan.revision)
    assert change_frame(house["manager"], plan, said, plan.revision).revision == 2
    with pytest.raises(ValidationError, match="Changed meanwhile"):
        change_frame(house["director"], plan, said, 1)


DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31))


@given(DAYS, st.integers(0, 1100), DAYS)
def test_what_should_be_done_grows_from_nothing_to_all_of_it(starts, length, today):
    due = starts + dt.timedelta(days=length)
    share = expected_of(starts, due, today)

    assert 0 <= share <= 1
    assert (share == 0) == (today < starts)
    assert (share == 1) == (today >= due)


@given(DAYS, st.integers(280, 1098), DAYS)
def test_the_calendar_shows_a_window_of_the_plan_around_today(starts, length, today):
    ends = starts + dt.timedelta(days=length)
    axis = Axis(starts, ends, today)

    assert 1 <= axis.count <= MOST
    assert len(axis.quarters) == axis.count
    assert axis.share(ends) >= 0
    if starts <= today <= ends:
        assert axis.today
