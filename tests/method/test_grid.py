"""Scores, weights and comparisons of the grid: published figures, and what must hold of any."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trousseau.method.grid import (
    InconsistentWarning,
    between,
    comparisons,
    composite,
    figure_worth,
    normalised,
    pairwise,
    percents,
    value,
)

MOBILE = [[1, 1, 5, 3], [1, 1, 5, 3], [1 / 5, 1 / 5, 1, 1 / 3], [1 / 3, 1 / 3, 3, 1]]
"""Papathanasiou & Ploskas, "Multiple Criteria Decision Aid", 2018, ch. 5."""
scores = st.lists(st.lists(st.floats(0, 100), min_size=3, max_size=3), min_size=1, max_size=20)
weights = st.lists(st.integers(0, 100), min_size=3, max_size=3).filter(any)


def test_the_published_comparisons():
    found = pairwise(MOBILE)
    assert found.weights == pytest.approx([0.3899, 0.3899, 0.0679, 0.1524], abs=5e-5)
    assert found.lambda_max == pytest.approx(4.0435, abs=5e-5)
    assert found.consistency_ratio == pytest.approx(0.016, abs=5e-4)
    assert found.consistent


@given(weights.filter(all))
def test_comparisons_that_agree_give_back_their_weights(given_weights):
    shares = normalised(given_weights)
    found = pairwise(shares[:, None] / shares[None, :])
    assert found.weights == pytest.approx(shares)
    assert found.consistency_ratio == pytest.approx(0.0, abs=1e-9)
    assert found.worst is None


def test_the_pair_that_contradicts_the_others_is_pointed_at():
    shares = np.asarray([0.4, 0.3, 0.2, 0.1])
    matrix = shares[:, None] / shares[None, :]
    matrix[0, 3], matrix[3, 0] = 1 / 9, 9
    with pytest.warns(InconsistentWarning):
        found = pairwise(matrix)
    assert found.worst == (3, 0)
    assert found.suggested < 1.0  # the others say that 0 weighs more than 3


def test_one_and_two_things_never_contradict():
    assert pairwise([[1]]).weights.tolist() == [1.0]
    assert pairwise([[1, 4], [0.25, 1]]).consistency_ratio == 0.0


def test_a_third_may_be_written_as_decimals():
    assert pairwise([[1, 3], [0.33, 1]]).weights == pytest.approx([0.75, 0.25], abs=0.002)


@pytest.mark.parametrize(
    "matrix", [[], [[1, 2]], [[1, 2], [2, 1]], [[1, 0], [0, 1]], [[1, -2], [-0.5, 1]], [[1, float("nan")], [1, 1]]]
)
def test_what_is_no_comparison_is_refused(matrix):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ValueError, match="comparison"):
            pairwise(matrix)


def test_value_is_linear_between_anchors_and_flat_beyond():
    assert value([-5, 0, 2.5, 10, 99], [(10, 0), (0, 100)]).tolist() == [100, 100, 75, 0, 0]
    assert np.isnan(value([float("nan")], {0: 0, 1: 1})).all()
    assert value(0.25, [(0, 0), (1, 1)]) == 0.25


@pytest.mark.parametrize("anchors", [[], [(0, 0)], [(0, 0), (0, 1)], [(0, 0), (1, float("nan"))]])
def test_what_is_no_value_function_is_refused(anchors):
    with pytest.raises(ValueError, match="anchor"):
        value([1.0], anchors)


@given(scores, weights)
def test_a_composite_lies_between_the_scores_and_minds_no_unit_of_weights(rows, shares):
    found = composite(rows, shares)
    counted = np.asarray(rows)[:, np.asarray(shares) > 0]
    assert (found >= counted.min(axis=1) - 1e-9).all()
    assert (found <= counted.max(axis=1) + 1e-9).all()
    assert composite(rows, [3.5 * weight for weight in shares]) == pytest.approx(found)
    assert composite(rows[0], shares) == pytest.approx(found[0])


def test_a_missing_score_leaves_the_composite_missing_unless_it_weighs_nothing():
    rows = [[50.0, float("nan")], [50.0, 70.0]]
    assert np.isnan(composite(rows, [1, 1])).tolist() == [True, False]
    assert composite(rows, [1, 0]).tolist() == [50.0, 50.0]
    least, most = between(rows, [1, 1], (0, 100))
    assert (least.tolist(), most.tolist()) == ([25.0, 60.0], [75.0, 60.0])


@pytest.mark.parametrize("bad", [[], [0, 0, 0], [1, -1, 1], [1, float("inf"), 1]])
def test_weights_that_weigh_nothing_are_refused(bad):
    with pytest.raises(ValueError, match="weight"):
        normalised(bad)


@given(st.floats(0, 100), st.floats(-50, 150))
def test_the_figure_worth_some_points_is_worth_them(points, near):
    anchors = [(0.0, 0.0), (40.0, 80.0), (100.0, 100.0)]
    assert value(figure_worth(points, anchors, near), anchors) == pytest.approx(points, abs=1e-9)


def test_of_several_figures_worth_as_much_the_nearest_answers():
    peak = [(0.0, 0.0), (50.0, 100.0), (100.0, 0.0)]
    assert figure_worth(50.0, peak, 10.0) == 25.0
    assert figure_worth(50.0, peak, 90.0) == 75.0
    assert figure_worth(0.0, peak, 500.0) == 500.0
    assert np.isnan(figure_worth(60.0, [(0.0, 0.0), (1.0, 50.0)], 0.5))
    assert figure_worth(30.0, [(0.0, 0.0), (10.0, 30.0), (20.0, 30.0), (30.0, 60.0)], 25.0) == 20.0


@given(st.lists(st.floats(0.001, 1000), min_size=1, max_size=60))
def test_whole_percents_add_up_and_are_off_by_less_than_one(weights):
    found = percents(weights)
    assert sum(found) == 100
    assert all(abs(one - exact * 100) < 1 for one, exact in zip(found, normalised(weights), strict=True))


def test_comparisons_are_reciprocal_and_refuse_what_is_none():
    assert comparisons(2, {(0, 1): 4.0}).tolist() == [[1.0, 4.0], [0.25, 1.0]]
    for pair, times in (((0, 0), 2.0), ((0, 5), 2.0), ((0, 1), 0.0), ((0, 1), float("inf"))):
        with pytest.raises(ValueError, match="cannot be"):
            comparisons(2, {pair: times})
