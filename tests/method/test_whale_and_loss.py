"""The whale curve and the first what-if."""

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trousseau.method.loss import without
from trousseau.method.whale import whale

from .strategies import portfolios


def test_whale_by_hand():
    curve = whale([-30, 100, 50, 0])
    assert curve.order.tolist() == [1, 2, 3, 0]
    assert curve.cumulative.tolist() == [100, 150, 150, 120]
    assert (curve.peak, curve.peak_at, curve.drag, curve.total) == (150, 2, 30, 120)
    assert curve.peak_share == 1.25


@pytest.mark.parametrize(
    ("values", "peak", "at", "drag"), [([], 0, 0, 0), ([0, 0], 0, 0, 0), ([-1, -2], 0, 0, 3), ([7], 7, 1, 0)]
)
def test_whale_at_the_edges(values, peak, at, drag):
    curve = whale(values)
    assert (curve.peak, curve.peak_at, curve.drag) == (peak, at, drag)
    assert len(curve.cumulative) == len(values)
    assert math.isnan(whale([-1]).peak_share)


@settings(max_examples=60, deadline=None)
@given(portfolios)
def test_whale_properties(values):
    curve = whale(values)
    size = max(map(abs, values))
    assert curve.peak == pytest.approx(max(0, curve.cumulative.max()), abs=1e-9 * size)
    assert curve.cumulative[-1] == pytest.approx(curve.total, abs=1e-9 * size)
    assert curve.drag >= 0
    assert curve.peak_at == sum(v > 0 for v in values)


def test_without_the_first_customer():
    result = without([50, 30, 20, 10], lost=[0], by=["Nord", "Nord", "Sud", "Sud"])
    assert (result.before, result.after, result.loss) == (110, 60, 50)
    assert result.share == pytest.approx(50 / 110)
    assert result.remaining.tolist() == [0, 30, 20, 10]
    assert (result.by["Nord"].before, result.by["Nord"].after) == (80, 30)
    assert result.by["Sud"].loss == 0


@pytest.mark.parametrize("lost", [[1, 1], np.array([1]), np.array([False, True, False]), [False, True, False], {1}])
def test_ways_to_say_who_leaves(lost):
    assert without([Decimal(5), Decimal("2.5"), Decimal(1)], lost).after == 6


@pytest.mark.parametrize(
    ("values", "lost", "by"),
    [
        ([1], [1], None),
        ([1], [-1], None),
        ([1, 2], [True], None),
        ([1], [0.5], None),
        ([1], [], "ab"),
        ([math.nan], [], None),
    ],
)
def test_without_refuses(values, lost, by):
    with pytest.raises(ValueError, match=r"numbered|mask|names|finite"):
        without(values, lost, by)


def test_losing_nobody_everybody_and_of_nothing():
    assert without([0.1, 0.2, 0.3], []).share == 0
    assert without([0.1, 0.2, 0.3], [2, 0, 1]).after == 0
    assert math.isnan(without([], []).share)
    assert without([5, -2], [1]).loss == -2


@settings(max_examples=60, deadline=None)
@given(portfolios, st.data())
def test_parts_add_up_to_the_whole(values, data):
    mask = data.draw(st.lists(st.booleans(), min_size=len(values), max_size=len(values)))
    result = without(values, mask, by=[i % 4 for i in range(len(values))])
    size = sum(map(abs, values))
    assert sum(c.before for c in result.by.values()) == pytest.approx(result.before, abs=1e-9 * size)
    assert sum(c.after for c in result.by.values()) == pytest.approx(result.after, abs=1e-9 * size)
