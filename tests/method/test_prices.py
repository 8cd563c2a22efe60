"""Price corridors and what harmonising them costs."""

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trousseau.method.prices import corridor

# The zones of design/pictures/exposition.png: Asie, Ibérie, Italie, France, Allemagne, Royaume-Uni, Amérique du Nord.
SEVEN = [352.0, 381.0, 395.0, 412.0, 438.0, 447.0, 489.0]

amounts = st.integers(1, 10**7).map(lambda v: v / 100)
units = st.integers(0, 10**6).map(float)
offers = st.lists(st.tuples(amounts, units), min_size=1, max_size=30)


def test_a_corridor_by_hand():
    found = corridor([10, 12, 11], [100, 50, 50])
    assert found.reference == found.mean == 10.75
    assert (found.lowest, found.highest) == (10, 12)
    assert (found.low, found.high) == (pytest.approx(9.675), pytest.approx(11.825))
    assert found.spread == pytest.approx(2 / 10.75)
    assert found.outliers.tolist() == [1]
    assert found.harmonisation_cost == 50 * 2 + 50 * 1
    assert found.gaps == pytest.approx([10 / 10.75 - 1, 12 / 10.75 - 1, 11 / 10.75 - 1])


def test_the_picture_against_a_list_price():
    found = corridor(SEVEN, [1] * 7, 418)
    assert found.reference == 418
    assert [round(100 * gap) for gap in found.gaps] == [-16, -9, -6, -1, 5, 7, 17]
    assert found.outliers.tolist() == [0, 6]
    assert found.spread == pytest.approx(0.328, abs=5e-4)
    assert found.harmonisation_cost == sum(price - 352 for price in SEVEN)


@pytest.mark.parametrize(
    ("reference", "value"),
    [("mean", 11), ("median", 11), ("lowest", 10), ("highest", 12), (9.5, 9.5), (Decimal("9.5"), 9.5)],
)
def test_other_references(reference, value):
    assert corridor([10, 12, 11], [100, 50, 50], reference).reference == value


def test_where_prices_may_be_harmonised():
    prices, bought = [10, 12, 11], [100, 50, 50]
    assert corridor(prices, bought, to="mean").harmonisation_cost == pytest.approx(50 * 1.25 + 50 * 0.25)
    assert corridor(prices, bought, to="floor", floor=11).harmonisation_cost == 50
    assert corridor(prices, bought, to="floor", floor=5).harmonisation_cost == 150  # nobody asks for less than 10
    found = corridor(prices, bought)
    assert found.gain_at(found.mean) == pytest.approx(found.cost_at(found.mean)) == pytest.approx(75)
    assert found.cost_at(math.nan) == found.gain_at(math.nan) == 0


def test_one_price_no_price_no_unit():
    one = corridor([418], [7])
    assert (one.reference, one.spread, one.harmonisation_cost) == (418, 0, 0)
    assert one.outliers.tolist() == []
    none = corridor([], [])
    assert all(map(math.isnan, (none.reference, none.low, none.high, none.spread, none.lowest, none.mean)))
    assert (none.harmonisation_cost, none.outliers.tolist(), none.gaps.tolist()) == (0, [], [])
    assert math.isnan(corridor([], [], "median").reference)
    unsold = corridor([10, 12], [0, 0])
    assert math.isnan(unsold.reference)
    assert (unsold.harmonisation_cost, unsold.outliers.tolist()) == (0, [])
    assert corridor([10, 12], [0, 0], to="mean").harmonisation_cost == 0


def test_a_price_nobody_bought_at_can_still_be_pointed_to():
    assert corridor([10, 12], [0, 5]).harmonisation_cost == 10


def test_prices_of_zero_and_below():
    found = corridor([0, 0], [1, 1])
    assert (found.reference, found.harmonisation_cost) == (0, 0)
    assert math.isnan(found.spread)
    below = corridor([-1, 1], [1, 1], -1)
    assert below.low < below.reference < below.high
    assert math.isnan(below.spread)
    assert np.isnan(below.gaps).all()
    assert below.harmonisation_cost == 2


def test_an_edge_is_inside():
    assert corridor([90, 100, 110], [0, 1, 0]).outliers.tolist() == []
    assert corridor([0.27, 0.3, 0.33], [0, 1, 0]).outliers.tolist() == []
    assert corridor([1, 1], [1, 1], width=0).outliers.tolist() == []


def test_decimals_tuples_and_arrays():
    exact = corridor([Decimal("10.10"), Decimal("12.10")], (Decimal(3), Decimal(5)))
    assert exact.harmonisation_cost == pytest.approx(10)
    assert corridor(np.array([1, 3]), np.array([1, 1])).reference == 2


@pytest.mark.parametrize(
    ("prices", "quantities", "more"),
    [
        ([1, math.nan], [1, 1], {}),
        ([1, math.inf], [1, 1], {}),
        ([1, None], [1, 1], {}),
        ([1, 2], [1, math.nan], {}),
        ([1, 2], [1], {}),
        ([1, 2], [1, -1], {}),
        ([[1, 2]], [[1, 1]], {}),
        ([1], [1], {"reference": "cheapest"}),
        ([1], [1], {"reference": math.nan}),
        ([1], [1], {"reference": True}),
        ([1], [1], {"width": -0.1}),
        ([1], [1], {"width": math.inf}),
        ([1], [1], {"to": "ceiling"}),
        ([1], [1], {"to": "floor"}),
        ([1], [1], {"to": "floor", "floor": math.nan}),
    ],
)
def test_refused(prices, quantities, more):
    with pytest.raises(ValueError, match=r"finite|quantit|reference|width|harmonis|shape"):
        corridor(prices, quantities, **more)


def test_far_apart_in_size():
    assert corridor([1e-9, 1e9], [1e12, 1e-12]).reference == pytest.approx(1e-9, rel=1e-5)
    assert corridor([7e300, 7e300], [1e300, 1e-300]).reference == 7e300


@settings(max_examples=80, deadline=None)
@given(offers)
def test_harmonising_costs_nothing_only_where_everybody_pays_the_least(offered):
    prices, bought = zip(*offered, strict=True)
    found = corridor(prices, bought)
    assert found.harmonisation_cost >= 0
    assert (found.harmonisation_cost == 0) == all(p == min(prices) or not q for p, q in offered)
    assert found.harmonisation_cost == pytest.approx(
        math.fsum(q * (p - min(prices)) for p, q in offered), rel=1e-9, abs=1e-6
    )
    if sum(bought):
        assert min(prices) <= found.reference <= max(prices)
        assert found.cost_at(found.mean) <= found.harmonisation_cost * (1 + 1e-12) + 1e-9


@settings(max_examples=80, deadline=None)
@given(offers, st.floats(0.001, 1000), st.floats(0.001, 1000), st.randoms(use_true_random=False))
def test_scale_and_order_do_not_matter(offered, dearer, more, random):
    prices, bought = map(np.array, zip(*offered, strict=True))
    found = corridor(prices, bought)
    scaled = corridor(prices * dearer, bought * more)
    assert scaled.harmonisation_cost == pytest.approx(found.harmonisation_cost * dearer * more, rel=1e-6, abs=1e-6)
    if bought.any():
        assert scaled.reference == pytest.approx(found.reference * dearer)
        assert scaled.spread == pytest.approx(found.spread, rel=1e-6, abs=1e-9)
    order = list(range(len(prices)))
    random.shuffle(order)
    other = corridor(prices[order], bought[order])
    assert other.harmonisation_cost == pytest.approx(found.harmonisation_cost)
    assert sorted(order[i] for i in other.outliers) == found.outliers.tolist()


@settings(max_examples=60, deadline=None)
@given(offers, amounts, st.floats(0, 1))
def test_outliers_are_what_lies_outside(offered, reference, width):
    prices, bought = zip(*offered, strict=True)
    found = corridor(prices, bought, reference, width=width)
    inside = np.delete(np.array(prices), found.outliers)
    assert ((inside >= found.low * (1 - 1e-9)) & (inside <= found.high * (1 + 1e-9))).all()
    assert all(prices[i] < found.low or prices[i] > found.high for i in found.outliers)
