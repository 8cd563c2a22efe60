"""What changes an account's side of the list, against weights and scores tried one by one."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trousseau.method.grid import composite, normalised
from trousseau.method.turning import listed, turning

STEPS = 150


def on_list(scores, weights, account, top):
    totals = composite(scores, weights)
    return np.count_nonzero(totals > totals[account] + 1e-12) < top


def with_weight(weights, criterion, weight):
    others = np.delete(weights, criterion)
    return np.insert(others / others.sum() * (1 - weight), criterion, weight)


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 10_000), st.integers(2, 5), st.integers(1, 9))
def test_nearest_weights_are_those_found_by_trying(seed, criteria, top):
    random = np.random.default_rng(seed)
    scores, weights = random.random((20, criteria)) * 100, random.dirichlet(np.ones(criteria))
    account = int(random.integers(20))
    found = turning(scores, weights, account, top)
    assert found.listed == on_list(scores, weights, account, top)
    for criterion in range(criteria):
        for end, nearest in ((0.0, found.weight_below[criterion]), (1.0, found.weight_above[criterion])):
            steps = np.linspace(weights[criterion], end, STEPS)
            changed = [on_list(scores, with_weight(weights, criterion, w), account, top) != found.listed for w in steps]
            tried = steps[changed.index(True)] if any(changed) else math.nan
            if not math.isnan(tried):
                assert nearest == pytest.approx(tried, abs=1.5 / STEPS)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000), st.integers(1, 9))
def test_just_beyond_its_own_score_an_account_changes_sides(seed, top):
    random = np.random.default_rng(seed)
    scores, weights = random.random((20, 3)) * 100, random.dirichlet(np.ones(3))
    found = turning(scores, weights, 4, top)
    for criterion in range(3):
        for beyond in (-1e-6, 1e-6):
            moved = scores.copy()
            moved[4, criterion] = found.own_score[criterion] + beyond / weights[criterion]
            assert on_list(moved, weights, 4, top) == (beyond > 0)


def test_a_list_with_room_for_everyone_never_changes():
    found = turning([[1.0, 2.0], [3.0, 4.0]], [1, 1], 0, 20)
    assert found.listed
    assert found.rival is None
    assert np.isnan(found.weight_above).all()


def test_the_rival_is_the_next_on_the_other_side():
    scores = [[90.0], [80.0], [70.0], [60.0]]
    assert turning(scores, [1], 1, 2).rival == 2
    assert turning(scores, [1], 2, 2).rival == 1
    assert turning(scores, [1], 2, 2).margin == pytest.approx(-10)
    assert listed(scores, [1], 2).tolist() == [True, True, False, False]


def test_equal_weights_and_nothing_known():
    with pytest.raises(ValueError, match="every score"):
        turning([[1.0, math.nan]], [1, 1], 0, 1)
    with pytest.raises(ValueError, match="no account"):
        turning([[1.0, 2.0]], [1, 1], 5, 1)
    assert normalised([2, 2]).tolist() == [0.5, 0.5]
