"""Whether scores told growth: published correlations, known truth, and answers where there is too little."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import spearmanr

from trousseau.method.backtest import LARGE, LEAST, predictive, reweight

IQ = [106, 86, 100, 101, 99, 103, 97, 113, 112, 110]
TELEVISION = [7, 0, 27, 50, 28, 29, 20, 12, 6, 17]
"""The example of many texts on Spearman's correlation: ρ = −0.1758."""


def history(accounts, seed, noise=1.0):
    """Growth that the first and third of four criteria tell, 3 to 2, with noise."""
    random = np.random.default_rng(seed)
    scores = random.random((accounts, 4)) * 100
    return scores, 0.02 * (0.6 * scores[:, 0] + 0.4 * scores[:, 2]) + random.normal(0, noise, accounts)


def test_the_example_of_the_texts():
    found = predictive(IQ, TELEVISION)
    assert found.rho == pytest.approx(-0.1758, abs=5e-5)
    assert not found.enough


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=3, max_size=40))
def test_equal_to_another_implementation_with_ties(pairs):
    score, growth = np.asarray(pairs, dtype=float).T
    found = predictive(score, growth)
    varies = len(set(score)) > 1 and len(set(growth)) > 1
    assert found.rho == pytest.approx(spearmanr(score, growth)[0] if varies else math.nan, nan_ok=True)
    assert math.isnan(found.auc) or 0.0 <= found.auc <= 1.0


def test_auc_is_the_share_of_pairs_in_the_right_order():
    score = np.asarray([1.0, 2, 3, 4, 5, 6, 7, 8])
    growth = np.asarray([0.0, 0, 9, 0, 0, 0, 0, 8])  # the top quarter: the third and the last
    pairs = [(a > b) + 0.5 * (a == b) for a in score[[2, 7]] for b in score[[0, 1, 3, 4, 5, 6]]]
    assert predictive(score, growth).auc == pytest.approx(np.mean(pairs))


def test_what_tells_growth_is_found_and_what_does_not_is_not():
    scores, growth = history(600, 1)
    found = predictive(scores, growth, weights=[0.6, 0, 0.4, 0])
    assert found.enough
    assert found.rho_interval[0] > 0.2
    assert found.auc_interval[0] > 0.55
    assert [part.rho_interval[0] > 0 for part in found.criteria] == [True, False, True, False]


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    truth = predictive(*history(100_000, 99), weights=[0.6, 0, 0.4, 0]).rho
    held = [predictive(*history(80, seed), weights=[0.6, 0, 0.4, 0], seed=seed).rho_interval for seed in range(120)]
    assert 0.88 <= np.mean([low <= truth <= high for low, high in held]) <= 1.0


def test_the_interval_of_many_accounts_is_that_of_redrawing():
    scores, growth = history(LARGE + 1, 4)
    large, redrawn = predictive(scores[:, 0], growth), predictive(scores[1:, 0], growth[1:])
    assert large.rho_interval == pytest.approx(redrawn.rho_interval, abs=0.01)
    assert large.auc_interval == pytest.approx(redrawn.auc_interval, abs=0.01)


def test_the_proposed_weights_are_the_true_ones_and_gain_on_later_years():
    scores, growth = history(1_500, 5)
    found = reweight(scores, growth, later=history(1_500, 6))
    assert found.weights == pytest.approx([0.6, 0.0, 0.4, 0.0], abs=0.1)
    assert found.gain_interval[0] > 0.0


def test_noise_is_no_reason_to_change():
    random = np.random.default_rng(8)
    gains = [
        reweight(random.random((100, 4)), random.normal(size=100), seed=seed).gain_interval[0] > 0.0
        for seed in range(40)
    ]
    assert np.mean(gains) <= 0.1


def test_too_little_history_is_an_answer():
    assert not predictive([1, 2, 3], [3, 1, 2]).enough
    assert math.isnan(predictive([1, 2], [3, 1]).rho)
    assert math.isnan(predictive(np.ones(50), np.arange(50.0)).rho)
    assert not predictive(np.ones(50), np.arange(50.0)).enough
    few = reweight(np.ones((2, 3)), [1.0, 2.0])
    assert not few.enough
    assert few.weights.sum() == pytest.approx(1.0)


def test_unknown_growth_and_scores_are_left_out_and_counted():
    scores, growth = history(LEAST + 10, 2)
    growth[:5] = np.nan
    scores[5:8, 1] = np.nan
    found = predictive(scores, growth)
    assert found.known == LEAST + 2
    assert [part.known for part in found.criteria] == [LEAST + 5, LEAST + 2, LEAST + 5, LEAST + 5]


@pytest.mark.parametrize(("scores", "growth"), [([1, 2], [1]), ([[[1]]], [1]), ([math.inf, 1, 2], [1, 2, 3])])
def test_what_are_no_scores_is_refused(scores, growth):
    with pytest.raises(ValueError, match=r"growth|finite"):
        predictive(scores, growth)


def test_three_accounts_leave_a_correlation_open():
    scores, growth = history(3, 5)
    found = predictive(scores, growth, redrawn=0)
    assert found.rho_interval == (-1.0, 1.0)
