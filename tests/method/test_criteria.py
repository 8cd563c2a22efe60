"""The written grid and the written tiers: what may be said, what it becomes, what it proposes."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trousseau.method.criteria import Grid, GridError, anchors_of, level_points
from trousseau.method.grid import value
from trousseau.method.tiers import Tiers, TiersError, shipped

LEVELS = ["exploratory", "basic", "cooperative", "interdependent", "integrated"]


def criterion(key, axis="attractiveness", weight=1, **said):
    return {"key": key, "axis": axis, "weight": weight, "anchors": [[0, 0], [10, 100]], **said}


def grid(count=3, **said):
    criteria = [criterion(f"c{n}") for n in range(count - 1)]
    judged = {"key": "relationship", "axis": "strength", "weight": 2, "levels": LEVELS}
    return {"criteria": [*criteria, judged], **said}


def test_a_grid_comes_back_as_it_was_written():
    read = Grid.read(grid(4, capacity=12, points=13))
    assert Grid.read(json.loads(json.dumps(read.as_json()))) == read
    assert read.weights.tolist() == [0.2, 0.2, 0.2, 0.4]
    assert (read.capacity, read.points) == (12, 13.0)
    assert [one.judged for one in read.criteria] == [False, False, False, True]
    assert read.on("strength") == [3]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({}, "grid_form"),
        ([], "grid_form"),
        (grid(2), "grid_count"),
        (grid(9), "grid_count"),
        ({"criteria": [criterion("a"), criterion("a"), criterion("b", "strength")]}, "grid_key_twice"),
        ({"criteria": [criterion("a"), criterion("b"), criterion("c")]}, "grid_axes"),
        ({"criteria": [criterion("a"), criterion("b"), criterion("c", "beauty")]}, "grid_axis"),
        ({"criteria": [criterion("a", weight=-1), criterion("b"), criterion("c")]}, "grid_weight"),
        ({"criteria": [criterion("a", weight="x"), criterion("b"), criterion("c")]}, "grid_weight"),
        ({"criteria": [criterion(k, weight=0) for k in "abc"]}, "grid_weights"),
        ({"criteria": [criterion("a", anchors=[[0, 0]]), criterion("b"), criterion("c")]}, "grid_anchors"),
        ({"criteria": [criterion("a", anchors=[[0, 0], [0, 9]]), criterion("b"), criterion("c")]}, "grid_anchors"),
        ({"criteria": [criterion("a", anchors=[[0, 0], [1, 101]]), criterion("b"), criterion("c")]}, "grid_anchors"),
        ({"criteria": [criterion("a", levels=LEVELS[:4]), criterion("b"), criterion("c")]}, "grid_levels"),
        (grid(3, capacity=0), "grid_capacity"),
        (grid(3, capacity=2.5), "grid_capacity"),
        (grid(3, points=101), "grid_points"),
    ],
)
def test_what_means_nothing_is_refused_with_its_place(said, code):
    with pytest.raises(GridError) as refused:
        Grid.read(said)
    assert refused.value.code == code


def test_a_measure_that_cannot_be_computed_is_refused():
    with pytest.raises(GridError) as refused:
        Grid.read(grid(3), measures=["revenue"])
    assert refused.value.params["criterion"] == "c0"


def test_levels_are_worth_a_quarter_each():
    assert [level_points(level) for level in (1, 2, 3.5, 5)] == [0.0, 25.0, 62.5, 100.0]
    with pytest.raises(ValueError, match="level"):
        level_points(5.5)


@given(st.lists(st.floats(-1e9, 1e9), max_size=50), st.booleans())
def test_a_first_value_function_takes_any_portfolio(figures, more):
    anchors = anchors_of(np.asarray(figures), more_is_better=more)
    points = value(figures, anchors)
    assert ((points >= 0) & (points <= 100)).all()
    order = np.argsort(figures, kind="stable")
    steps = np.diff(points[order])
    assert (steps >= -1e-9).all() if more else (steps <= 1e-9).all()


FIGURES = {
    "attractiveness": np.asarray([90.0, 80, 70, 55, 20, np.nan]),
    "strength": np.asarray([90.0, 40, 80, 80, 20, np.nan]),
    "score": np.asarray([90.0, 60, 75, 68, 20, np.nan]),
    "contribution": np.asarray([9.0, 5, 5, 5, -3, np.nan]),
}
ORDER = np.asarray([0, 2, 3, 1, 4, 5])


def test_tiers_are_tried_in_their_order_and_filled_from_the_top():
    tiers = shipped(2)
    proposed = [tiers.tiers[at].key for at in tiers.propose(FIGURES, ORDER)]
    assert proposed == ["key", "potential", "key", "develop", "exit", "maintain"]


def test_what_is_not_known_meets_no_condition():
    tiers = Tiers.read({"tiers": [{"key": "a", "entry": [{"measure": "potential", "least": 0}]}, {"key": "z"}]})
    assert tiers.propose(FIGURES, ORDER).tolist() == [1] * 6


def test_tiers_come_back_as_they_were_written():
    assert Tiers.read(json.loads(json.dumps(shipped(20).as_json()))) == shipped(20)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({}, "tiers_form"),
        ({"tiers": [{"key": "a"}]}, "tiers_few"),
        ({"tiers": [{"key": "a", "capacity": 1}, {"key": "a"}]}, "tiers_key_twice"),
        ({"tiers": [{"key": "a"}, {"key": "z", "capacity": 3}]}, "tiers_open"),
        ({"tiers": [{"key": "a", "capacity": 0}, {"key": "z"}]}, "tiers_capacity"),
        ({"tiers": [{"key": "a", "entry": [{"measure": "x", "least": 2, "most": 1}]}, {"key": "z"}]}, "tiers_crossed"),
        ({"tiers": [{"key": "a", "entry": [{"measure": "x", "least": "y"}]}, {"key": "z"}]}, "tiers_number"),
        ({"tiers": [{"key": "a", "service": {"days": "many"}}, {"key": "z"}]}, "tiers_number"),
    ],
)
def test_tiers_that_mean_nothing_are_refused(said, code):
    with pytest.raises(TiersError) as refused:
        Tiers.read(said)
    assert refused.value.code == code


def test_an_entry_rule_may_only_ask_what_is_measured():
    said = {"tiers": [{"key": "a", "entry": [{"measure": "luck", "least": 1}]}, {"key": "z"}]}
    with pytest.raises(TiersError) as refused:
        Tiers.read(said, measures=["revenue"])
    assert refused.value.params["value"] == "luck"
