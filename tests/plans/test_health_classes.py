"""What a plan's health is called and why: the borders of its classes, what is missing, what never earns anything."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trousseau.method.progress import Factor, health
from trousseau.plans.actions import changing, doing
from trousseau.plans.actions.changing import Advised, Feared, Frame
from trousseau.plans.actions.plan import Doing, Wanted, add_action, add_objective
from trousseau.plans.models import Action, Kpi
from trousseau.plans.pages import health as pages
from trousseau.plans.queries import health as queries

FEW = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])


def day(after: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=after)


@pytest.fixture
def act(house, plan):
    """An action between two days, as far as somebody reported it."""

    def add(starts: int, due: int, done: int = 0, **said) -> Action:
        one = add_action(
            house["manager"], plan, Doing(f"Action {due}", day(starts), day(due), house["manager"], **said)
        )
        return doing.report(house["manager"], one, done, one.revision) if done else one

    return add


@pytest.fixture
def opened(client, house, plan):
    """The page of the plan, as its manager opens it."""

    def read() -> str:
        client.force_login(house["manager"])
        return client.get(reverse("plans:plan", args=[plan.account.public_id])).content.decode()

    return read


def found(plan, on: int = 0):
    return queries.of_plans([plan], day(on))[plan.pk].health


@pytest.mark.parametrize(
    ("done", "word"),
    [(100, "On course"), (80, "On course"), (79, "To watch"), (60, "To watch"), (59, "In danger"), (0, "In danger")],
)
def test_the_borders_of_the_classes_as_somebody_reports(opened, act, done, word):
    act(-40, -20, done)

    page = opened()

    assert f"<b>{word}</b>" in page
    assert re.search(rf"\b{done} of 100; ", page)


def test_a_plan_just_short_of_a_class_does_not_show_the_figure_of_that_class(opened, act):
    act(-40, -20, 80, weight=9)
    act(-40, -10, 76, weight=1)

    page = opened()

    assert "<b>To watch</b>" in page
    assert "79 of 100; " in page


def test_what_is_missing_is_left_out_and_said_never_averaged(opened, plan, act):
    act(-40, -20, 100)
    Kpi.objects.create(plan=plan, name="Sales", baseline=1, baseline_on=day(-9), target=2, target_on=day(9))

    said, page = found(plan), opened()

    assert (said.score, said.known) == (1.0, pytest.approx(5 / 12))
    assert (said.low, said.high) == (pytest.approx(5 / 12), 1.0)
    assert "100 of 100; 42 to 100 whatever is not known" in page
    assert page.count('<span class="muted">unknown</span>') == 4


def test_a_plan_of_which_only_the_little_things_are_known_has_no_verdict(plan):
    said = health({"progress": Factor(None, 5), "kpis": Factor(None, 3), "commitments": Factor(1.0, 2),
                   "rhythm": Factor(1.0, 1), "knowledge": Factor(1.0, 1)})  # fmt: skip

    assert (said.state, said.score) == ("unknown", None)


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "how": st.text("abc ", max_size=40),
        "days": st.decimals(0, 500, places=1),
        "money": st.decimals(0, 10**6, places=2),
        "stake_amount": st.decimals(0, 10**7, places=2),
    },
)


@FEW
@given(said=FIELDS)
def test_no_field_of_an_action_earns_anything(house, plan, act, said):
    one = act(-40, -20, 50)
    before = found(plan)

    changing.change_action(
        house["manager"], one, Doing(one.what, one.starts, one.due, house["manager"], **said), one.revision
    )

    assert found(plan) == before
    one.delete()


def test_nothing_else_that_is_filled_in_earns_anything(house, plan, act):
    act(-40, -20, 50)
    manager, before = house["manager"], found(plan)
    goal = add_objective(manager, plan, Wanted("Grow", day(200), why="Because", weight=50))
    changing.change_frame(manager, plan, Frame("More", plan.starts, plan.ends, Decimal(9), Decimal(9)), plan.revision)
    plan.refresh_from_db()
    changing.add_risk(manager, plan, Feared("Strike", "Stock", manager, Decimal("0.5"), Decimal(10)))
    changing.add_recommendation(manager, plan, Advised("Go to Vesoul", "They asked", Decimal(5), goal))
    Kpi.objects.create(plan=plan, name="Share", baseline=30, baseline_on=day(-9), target=45, target_on=day(9))
    act(1, 60)

    assert found(plan) == before


def test_what_is_said_of_a_rhythm_or_a_promise_nobody_gave_earns_nothing(house, plan, act):
    act(-40, -20, 50)
    factors = queries.of_plans([plan], day(0))[plan.pk].factors

    assert {name: one.value for name, one in factors.items()} == {
        "progress": 0.5, "kpis": None, "commitments": None, "rhythm": None, "knowledge": None,
    }  # fmt: skip


ACTIONS = st.lists(
    st.tuples(st.integers(-170, -1), st.integers(0, 200), st.integers(0, 99), st.integers(1, 9)), min_size=1, max_size=5
)


@FEW
@given(told=ACTIONS)
def test_finishing_never_worsens_and_being_late_never_improves(house, plan, act, told):
    for starts, length, done, weight in told:
        act(starts, starts + length, done, weight=weight)
    one = plan.actions.order_by("due").first()
    before = found(plan)

    late = act(-30, -1)
    assert found(plan).score <= before.score + 1e-9
    late.delete()
    doing.finish(house["manager"], one, day(0), one.revision)
    assert found(plan).score >= before.score - 1e-9
    plan.actions.all().delete()


@FEW
@given(told=ACTIONS, later=st.integers(1, 60))
def test_waiting_alone_never_improves(plan, act, told, later):
    for starts, length, done, weight in told:
        act(starts, starts + length, done, weight=weight)

    assert found(plan, later).score <= found(plan).score + 1e-9
    plan.actions.all().delete()


SIDES = st.fixed_dictionaries(
    {name: st.none() | st.floats(0, 1) for name in ("progress", "kpis", "commitments", "rhythm")}
)


@given(SIDES)
def test_the_points_shown_add_up_to_what_is_missing_from_the_score_shown(sides):
    weights = {"progress": 5, "kpis": 3, "commitments": 2, "rhythm": 1}
    said = health({name: Factor(value, weights[name]) for name, value in sides.items()})

    points = pages.points(said.takes, said.score)

    if said.score is None:
        assert points == {}
    else:
        assert sum(points.values()) == 100 - pages.of_hundred(said.score)
        assert all(abs(points[name] - said.takes[name] * 100) < 1 + 1e-6 for name in points)


@FEW
@given(told=ACTIONS, length=st.integers(0, 700), weight=st.integers(1, 9))
def test_a_new_action_hides_nothing(plan, act, told, length, weight):
    for starts, runs, done, heavy in told:
        act(starts, starts + runs, done, weight=heavy)
    before = found(plan)

    act(0, length, weight=weight)

    assert found(plan).score <= before.score + 1e-9
    plan.actions.all().delete()
