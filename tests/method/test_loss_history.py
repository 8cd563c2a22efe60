"""The variance of rates of loss and the level of a model, on generated histories whose truth is known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trousseau.method.loss import loss_factor, rate_spread


def generated(rng, years, sizes, rate, variance):
    there = np.tile(np.asarray(sizes), (years, 1))
    factor = rng.gamma(1 / variance, variance, there.shape) if variance else np.ones(there.shape)
    return rng.binomial(there, np.minimum(rate * factor, 1.0)), there


@pytest.mark.parametrize("variance", [0.1, 0.25, 1.0])
def test_a_known_variance_is_found_on_average(variance):
    rng = np.random.default_rng(11)
    found = [rate_spread(*generated(rng, 8, [300, 500, 80, 900], 0.05, variance)).variance for _ in range(600)]
    assert np.mean(found) == pytest.approx(variance, rel=0.12)


def test_a_long_history_is_exact_enough():
    found = rate_spread(*generated(np.random.default_rng(3), 4000, [400, 150], 0.04, 0.25))
    assert found.variance == pytest.approx(0.25, rel=0.06)
    assert found.rate == pytest.approx(0.04, rel=0.03)
    assert found.years == 4000


def test_chance_alone_has_no_variance():
    rng = np.random.default_rng(5)
    found = [rate_spread(*generated(rng, 6, [200, 400, 50], 0.05, 0.0)).variance for _ in range(400)]
    assert np.median(found) < 0.03
    assert np.mean(np.asarray(found) == 0.0) > 0.4
    same = rate_spread([[5, 2], [5, 2], [5, 2], [5, 2]], [[100, 40]] * 4)
    assert same.variance == 0.0
    assert same.rate == pytest.approx(0.05)


def test_nobody_and_nothing():
    empty = rate_spread(np.zeros((0, 3)), np.zeros((0, 3)))
    assert (empty.variance, empty.years) == (0.0, 0)
    assert np.isnan(empty.rate)
    assert rate_spread([[0.0], [0.0]], [[10.0], [0.0]]).variance == 0.0
    assert rate_spread([[3.0], [4.0]], [[3.0], [4.0]]).variance == 0.0


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=8), st.integers(0, 5))
def test_order_of_years_and_empty_years_change_nothing(pairs, seed):
    lost = np.array([[min(pair)] for pair in pairs])
    there = np.array([[max(pair)] for pair in pairs])
    order = np.random.default_rng(seed).permutation(len(pairs))
    one = rate_spread(lost, there)
    other = rate_spread(np.append(lost[order], [[0]], axis=0), np.append(there[order], [[0]], axis=0))
    assert other.variance == pytest.approx(one.variance)
    assert other.years == one.years
    assert one.variance >= 0.0


@pytest.mark.parametrize(
    ("lost", "there"),
    [([1, 2], [3, 4]), ([[1]], [[3, 4]]), ([[5]], [[4]]), ([[-1]], [[4]]), ([[float("nan")]], [[4]])],
)
def test_what_is_no_history_is_refused(lost, there):
    with pytest.raises(ValueError, match=r"shape|between|known"):
        rate_spread(lost, there)


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_a_factor_lies_between_one_and_what_came(came, foretold):
    factor = loss_factor(came, foretold)
    ratio = came / foretold if foretold else float("inf")
    low, high = min(1.0, ratio), max(1.0, ratio)
    assert low - 1e-9 <= factor <= high * (1 + 1e-9)
    assert loss_factor(foretold, foretold) == 1.0


def test_many_years_count_for_themselves():
    assert loss_factor(2000, 1000) == pytest.approx(2, rel=0.01)
    assert loss_factor(1, 0) == 1.25
    for bad in ((-1, 1), (1, float("nan"))):
        with pytest.raises(ValueError, match="0 or more"):
            loss_factor(*bad)
    with pytest.raises(ValueError, match="above 0"):
        loss_factor(1, 1, 0)
