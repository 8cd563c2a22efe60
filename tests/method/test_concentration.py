"""Concentration: published shares, groups under common control, properties."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trousseau.method.concentration import concentration

from .strategies import permuted, with_zeros


def test_antitrust_textbook():
    # Shares of 20, 30 and 50 % make an HHI of 400 + 900 + 2,500 = 3,800 on the 10,000 scale.
    assert concentration([20, 30, 50]).hhi == pytest.approx(0.38)


def test_merger_guidelines_example():
    # US Horizontal Merger Guidelines 2010, §5.3 note 9: 30, 30, 20 and 20 % make 2,600.
    assert concentration([30, 30, 20, 20]).hhi == pytest.approx(0.26)


def test_adventureworks(adventureworks):
    parts = concentration(list(adventureworks.values()))
    assert parts.hhi == pytest.approx(0.004524, abs=5e-7)
    assert parts.top(10) == pytest.approx(0.0985, abs=5e-5)
    assert parts.over() == ()


def test_northwind(northwind):
    parts = concentration(list(northwind.values()))
    assert parts.hhi == pytest.approx(0.033691, abs=5e-7)
    assert parts.effective_number == pytest.approx(1 / 0.033691, rel=1e-4)
    assert parts.top(1) == pytest.approx(0.0871, abs=5e-5)


def test_groups_are_summed_before_the_ten_percent_rule():
    parts = concentration([6, 5, 80, 9], groups=["Rail", "Rail", None, None])
    assert parts.labels == (2, "Rail", 3)
    assert parts.over() == ((2, pytest.approx(0.8)), ("Rail", pytest.approx(0.11)))
    assert parts.hhi == pytest.approx(0.64 + 0.0121 + 0.0081)


def test_a_group_named_like_an_index_is_not_a_lone_account():
    parts = concentration([1, 2, 3], groups=[1, None, 1])
    assert sorted(parts.shares) == pytest.approx([1 / 3, 2 / 3])


def test_exactly_ten_percent_passes():
    assert len(concentration([0.1] * 10).over()) == 10
    assert concentration([10, 90]).over(limit=0.9) == ((1, pytest.approx(0.9)),)


def test_top():
    parts = concentration([1, 2, 3, 4])
    assert [parts.top(n) for n in (0, 1, 2, 9)] == pytest.approx([0, 0.4, 0.7, 1])
    with pytest.raises(ValueError, match="negative"):
        parts.top(-1)


def test_negative_parts_keep_their_share():
    parts = concentration([120, -20])
    assert parts.shares.tolist() == pytest.approx([1.2, -0.2])
    assert parts.hhi == pytest.approx(1.48)
    assert parts.over() == ((0, pytest.approx(1.2)),)


@pytest.mark.parametrize("values", [[], [0], [5, -5], [-3, 1]])
def test_nothing_means_nothing(values):
    parts = concentration(values)
    assert math.isnan(parts.hhi)
    assert math.isnan(parts.effective_number)
    assert math.isnan(parts.top(1))
    assert parts.over() == ()


@pytest.mark.parametrize(("values", "groups"), [([1, 2], ["x"]), ([math.nan], None), ([1, math.inf], None)])
def test_refused(values, groups):
    with pytest.raises(ValueError, match=r"groups|finite"):
        concentration(values, groups)


@settings(max_examples=60, deadline=None)
@given(with_zeros, st.integers(0, 99), st.sampled_from([1e-9, 0.5, 1e15]))
def test_properties(values, seed, scale):
    one, other = concentration(values), concentration(permuted(values, seed) * scale)
    assert other.hhi == pytest.approx(one.hhi)
    assert 1 / len(values) - 1e-12 <= one.hhi <= 1 + 1e-12
    assert 1 - 1e-12 <= one.effective_number <= np.count_nonzero(values) + 1e-9
    assert one.shares.sum() == pytest.approx(1)
    assert one.top(len(values)) == pytest.approx(1)
    grouped = concentration(values, groups=[i % 3 for i in range(len(values))])
    assert grouped.hhi >= one.hhi - 1e-12


def test_what_lenders_do_not_lend_on():
    parts = concentration([50, 30, 20], groups=["A", "B", "C"])
    assert parts.excess() == (("A", pytest.approx(0.3)), ("B", pytest.approx(0.1)))
    assert parts.excess(0.5) == ()
    assert parts.excess(0)[2] == ("C", pytest.approx(0.2))
    assert concentration([]).excess() == ()
    assert concentration([1, -1]).excess() == ()
    with pytest.raises(ValueError, match="limit"):
        parts.excess(1.5)
