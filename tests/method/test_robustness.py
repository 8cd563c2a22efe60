"""Acceptability of ranks against every weighting tried one by one, and weightings against what they must be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trousseau.method.robustness import acceptability, under
from trousseau.method.weightings import around, weightings

levels = st.integers(2, 4).flatmap(
    lambda criteria: st.lists(
        st.lists(st.integers(1, 4).map(float), min_size=criteria, max_size=criteria), min_size=1, max_size=15
    )
)


def one_by_one(scores, drawn, top):
    """Ranks, list and central weights by definition; equals share the ranks they take."""
    accounts = len(scores)
    ranks, listed, central = np.zeros((accounts, accounts)), np.zeros(accounts), np.zeros(np.shape(scores))
    for weights in drawn:
        totals = np.asarray(scores) @ weights
        for i, own in enumerate(totals):
            above, equal = (totals > own + 1e-9).sum(), (np.abs(totals - own) <= 1e-9).sum()
            ranks[i, above : above + equal] += 1 / equal
            part = np.clip((top - above) / equal, 0, 1)
            listed[i] += part
            central[i] += part * weights
    with np.errstate(invalid="ignore"):
        return ranks / len(drawn), listed / len(drawn), central / listed[:, None]


@settings(deadline=None, max_examples=40)
@given(levels, st.integers(1, 6), st.integers(0, 3))
def test_equal_to_every_weighting_tried_one_by_one(scores, top, seed):
    drawn = weightings(len(scores[0]), 150, seed=seed)
    ranks, listed, central = one_by_one(scores, drawn, min(top, len(scores)))
    found = under(np.asarray(scores), drawn, top=top)
    assert found.rank_acceptability == pytest.approx(ranks[:, :top])
    assert found.top_probability == pytest.approx(listed)
    assert found.central_weights == pytest.approx(central, nan_ok=True)


def test_the_same_for_more_accounts_than_are_ranked():
    scores = np.random.default_rng(1).random((400, 6))
    drawn = weightings(6, 300)
    ranks, listed, central = one_by_one(scores, drawn, 12)
    found = under(scores, drawn, top=12)
    assert found.rank_acceptability == pytest.approx(ranks[:, :12])
    assert found.top_probability == pytest.approx(listed)
    assert found.central_weights == pytest.approx(central, nan_ok=True)
    assert found.ranks_of([7, 7, 3]) == pytest.approx(ranks[[7, 7, 3], :12])
    assert under(scores, drawn, top=12, ranks=30).rank_acceptability == pytest.approx(ranks[:, :30])


def test_two_criteria_by_hand():
    """With weight w on the first, (1, 0) leads above ½, (0, 1) below, and (.4, .4) never."""
    found = acceptability([[1.0, 0.0], [0.0, 1.0], [0.4, 0.4]], samples=20_000)
    assert found.top_probability == pytest.approx([0.5, 0.5, 0.0], abs=4 * found.sampling_error)
    assert found.central_weights[0] == pytest.approx([0.75, 0.25], abs=0.01)
    assert np.isnan(found.central_weights[2]).all()
    assert found.confidence.tolist() == [1.0, 1.0, 0.0]
    assert found.rank_acceptability[2] == pytest.approx([0.0, 0.2 * 4, 0.2], abs=0.02)


def test_everyone_equal_shares_the_list():
    found = acceptability(np.full((1_000, 4), 50.0), top=20, samples=500)
    assert found.top_probability == pytest.approx(0.02)
    assert found.rank_acceptability == pytest.approx(0.001)


def test_one_account_is_always_first():
    assert acceptability([[1.0, 2.0, 3.0]], top=20).top_probability.tolist() == [1.0]


def test_a_missing_score_widens_instead_of_becoming_an_average():
    scores = np.asarray([[60.0, 60.0], [50.0, np.nan], [40.0, 40.0]])
    found = acceptability(scores, top=1, missing=(0.0, 100.0), samples=20_000)
    assert 0.0 < found.top_probability[1] < 0.5
    assert found.top_probability.sum() == pytest.approx(1.0)
    assert 0.0 < found.confidence[1] < 1.0
    with pytest.raises(ValueError, match="every score"):
        acceptability(scores, top=1)


@pytest.mark.parametrize(("scores", "top"), [(np.empty((0, 3)), 1), ([[1.0, np.inf]], 1), ([[1.0]], 0), ([1.0], 1)])
def test_what_cannot_be_ranked_is_refused(scores, top):
    with pytest.raises(ValueError, match=r"account|score|list"):
        acceptability(scores, top=top)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=2, max_size=8), st.integers(0, 5))
def test_weightings_keep_within_their_ranges(bounds, seed):
    ranges = np.sort(np.asarray(bounds) / 100.0, axis=1)
    if not ranges[:, 0].sum() <= 1.0 <= ranges[:, 1].sum():
        with pytest.raises(ValueError, match="no weighting"):
            weightings(len(ranges), 10, ranges=ranges, seed=seed)
        return
    drawn = weightings(len(ranges), 200, ranges=ranges, seed=seed)
    assert drawn.shape == (200, len(ranges))
    assert drawn.sum(axis=1) == pytest.approx(1.0)
    assert (drawn >= ranges[:, 0] - 1e-9).all()
    assert (drawn <= ranges[:, 1] + 1e-9).all()


def test_uniform_weightings_have_the_known_mean_and_spread():
    drawn = weightings(4, 40_000)
    assert drawn.mean(axis=0) == pytest.approx(0.25, abs=0.005)
    assert drawn.var(axis=0) == pytest.approx(3 / 80, abs=0.001)  # of one side of a Dirichlet(1, 1, 1, 1)


def test_an_order_gives_the_known_means():
    """Rank order centroid weights: of three, 11/18, 5/18, 2/18 (F. H. Barron, 1992)."""
    drawn = weightings(3, 40_000, order=[2, 0, 1])
    assert drawn.mean(axis=0) == pytest.approx([5 / 18, 2 / 18, 11 / 18], abs=0.005)
    assert (drawn[:, 2] >= drawn[:, 0]).all()
    assert (drawn[:, 0] >= drawn[:, 1]).all()


def test_walks_agree_with_rejection():
    """Narrow ranges of 8 criteria in order leave one draw in 40,320: walked there, drawn exactly with equal ranges."""
    ranges = around(np.full(8, 0.125), 0.06)
    exact = weightings(8, 20_000, ranges=ranges, order=range(8))
    ranges[0, 1] += 1e-6
    walked = weightings(8, 20_000, ranges=ranges, order=range(8))
    assert walked.mean(axis=0) == pytest.approx(exact.mean(axis=0), abs=0.001)
    assert walked.std(axis=0) == pytest.approx(exact.std(axis=0), rel=0.05)


@pytest.mark.parametrize(
    "given",
    [{"order": [0, 0]}, {"order": [3]}, {"ranges": [[0, 1]]}, {"ranges": [[0.5, 0.2]] * 3}, {"ranges": [[-1, 1]] * 3}],
)
def test_weightings_that_mean_nothing_are_refused(given):
    with pytest.raises(ValueError, match=r"order|range|weight"):
        weightings(3, 10, **given)


def test_a_score_between_its_own_ends_decides_only_inside_them():
    """Against a known 50, a score from 40 to 60 wins half of the time; one from 51 to 60 always; one to 49 never."""
    scores = [[50.0], [float("nan")]]
    for low, high, won in ((40.0, 60.0, 0.5), (51.0, 60.0, 1.0), (0.0, 49.0, 0.0)):
        ends = ([[0.0], [low]], [[0.0], [high]])
        found = acceptability(scores, top=1, samples=20_000, missing=ends)
        assert found.top_probability[1] == pytest.approx(won, abs=0.015)


def test_two_open_scores_with_the_same_ends_are_drawn_apart():
    ends = (np.full((3, 1), 20.0), np.full((3, 1), 80.0))
    found = acceptability(np.full((3, 1), np.nan), top=1, samples=20_000, missing=ends)
    assert found.top_probability.tolist() == pytest.approx([1 / 3] * 3, abs=0.015)


@pytest.mark.parametrize("ends", [([[3.0]], [[2.0]]), ([[0.0]], [[float("inf")]]), ([[float("nan")]], [[1.0]])])
def test_ends_that_mean_nothing_are_refused(ends):
    with pytest.raises(ValueError, match="lowest to its highest"):
        acceptability([[float("nan")]], missing=ends)


def test_duels_are_won_by_the_share_of_weightings():
    found = acceptability([[1.0, 0.0], [0.0, 1.0], [0.2, 0.2], [1.0, 0.0]], top=2, samples=20_000, ranks=4)
    assert found.duels(0, [0, 1, 2, 3]) == pytest.approx([0.5, 0.5, 0.8, 0.5], abs=0.02)


def test_a_duel_over_an_open_score_is_won_as_often_as_it_is_higher():
    scores, ends = [[50.0], [float("nan")]], ([[0.0], [40.0]], [[0.0], [60.0]])
    found = acceptability(scores, top=2, samples=20_000, missing=ends)
    assert found.duels(1, [0]) == pytest.approx([0.5], abs=0.015)
