"""Krippendorff's α: his published example, and what must hold of any judgements."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trousseau.method.agreement import alpha

N = float("nan")
EXAMPLE_C = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
]
"""K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011, example C."""
tables = st.integers(2, 12).flatmap(
    lambda accounts: st.lists(
        st.lists(st.one_of(st.none(), st.integers(1, 5)), min_size=accounts, max_size=accounts), min_size=2, max_size=5
    )
)


@pytest.mark.parametrize(
    ("level", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_the_published_example(level, published):
    found = alpha(EXAMPLE_C, level)
    assert found.alpha == pytest.approx(published, abs=5e-4)
    assert float(found) == found.alpha
    assert found.low <= found.alpha <= found.high
    assert (found.units, found.values) == (11, 40)


def test_everyone_agreeing_is_one_and_nothing_to_compare_is_unknown():
    assert alpha([[1, 2, 3], [1, 2, 3]]).interval == (1.0, 1.0)
    assert math.isnan(alpha([[3, 3], [3, 3]]).alpha)
    assert math.isnan(alpha([[1, N], [N, 2]]).alpha)
    assert math.isnan(alpha(np.empty((3, 0))).alpha)


def test_judging_the_other_way_round_is_worse_than_chance():
    assert alpha([[1, 2, 3, 4, 5], [5, 4, 3, 2, 1]]).alpha < 0


def test_random_judgements_are_near_nothing():
    drawn = np.random.default_rng(3).integers(1, 6, (3, 2_000))
    assert abs(alpha(drawn).alpha) < 0.05


@given(tables, st.randoms())
def test_neither_the_order_of_assessors_nor_of_accounts_counts(rows, random):
    ratings = np.asarray(rows, dtype=float)
    shuffled = ratings[random.sample(range(len(ratings)), len(ratings))]
    shuffled = shuffled[:, random.sample(range(shuffled.shape[1]), shuffled.shape[1])]
    assert alpha(shuffled).alpha == pytest.approx(alpha(ratings).alpha, nan_ok=True)
    assert not alpha(ratings).alpha > 1.0


@pytest.mark.parametrize("bad", [[1, 2, 3], [[1, float("inf")]]])
def test_what_are_no_judgements_is_refused(bad):
    with pytest.raises(ValueError, match=r"ratings|judgement"):
        alpha(bad)


def test_an_unknown_level_is_refused():
    with pytest.raises(ValueError, match="nominal, ordinal"):
        alpha([[1, 2], [1, 2]], "cardinal")
