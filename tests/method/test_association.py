"""Cramér's V against figures that are published or follow by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency
from scipy.stats.contingency import association

from trousseau.method.association import cramers_v

SNEE = [[68, 119, 26, 7], [20, 84, 17, 94], [15, 54, 14, 10], [5, 29, 14, 16]]
"""Hair and eye colour of 592 students (Snee 1974, The American Statistician 28, 9): χ² = 138.29."""
tables = st.integers(2, 5).flatmap(
    lambda columns: st.lists(st.lists(st.integers(0, 200), min_size=columns, max_size=columns), min_size=2, max_size=5)
)


def test_hair_and_eyes_as_published():
    found = cramers_v(SNEE)
    assert found.chi_square == pytest.approx(138.29, abs=0.01)
    assert found.v == pytest.approx(0.279, abs=0.001)
    assert found.corrected < found.v
    assert found.enough
    assert found.size == 592


def test_no_link_is_zero_and_a_full_one_is_one():
    assert cramers_v([[10, 20], [30, 60]]).v == pytest.approx(0.0)
    assert cramers_v([[10, 20], [30, 60]]).corrected == 0.0
    assert cramers_v([[50, 0], [0, 70]]).v == pytest.approx(1.0)
    assert cramers_v([[50, 0], [0, 70]]).corrected == pytest.approx(1.0)


@pytest.mark.parametrize("table", [[], [[]], [[5]], [[5, 6]], [[5, 0], [6, 0]], [[0, 0], [0, 0]]])
def test_what_does_not_vary_is_linked_with_nothing(table):
    found = cramers_v(table)
    assert math.isnan(found.v)
    assert not found.enough


def test_few_accounts_are_too_few_to_say():
    assert not cramers_v([[1, 2], [2, 1]]).enough
    assert cramers_v([[20, 10], [10, 20]]).enough
    assert math.isnan(cramers_v([[1, 0], [0, 0]]).corrected)


@pytest.mark.parametrize("table", [[[1, -1], [1, 1]], [[1, math.nan], [1, 1]], [1, 2], [[[1]]]])
def test_what_is_no_table_of_counts_is_refused(table):
    with pytest.raises(ValueError, match=r"cross table|counts"):
        cramers_v(table)


@given(tables)
def test_it_agrees_with_scipy_and_with_its_own_transpose(table):
    counts = np.array(table)
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    found = cramers_v(table)
    if min(counts.shape, default=0) < 2:
        return
    assert found.v == pytest.approx(association(counts, method="cramer"), abs=1e-9)
    assert found.chi_square == pytest.approx(chi2_contingency(counts, correction=False).statistic, abs=1e-6)
    turned = cramers_v(counts.T)
    assert (turned.v, turned.enough) == (pytest.approx(found.v), found.enough)
    assert turned.corrected == pytest.approx(found.corrected, nan_ok=True)
