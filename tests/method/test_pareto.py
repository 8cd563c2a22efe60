"""The Pareto curve: published portfolios, definitions at the edges, properties."""

import math
from collections import Counter
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trousseau.method.pareto import pareto

from .strategies import permuted, portfolios, positive, with_zeros


def test_adventureworks(adventureworks):
    # Microsoft AdventureWorksDW, reseller sales added as they stand: 635 customers, 80,450,596.98.
    curve = pareto(list(adventureworks.values()))
    assert round(sum(adventureworks.values()), 2) == Decimal("80450596.98")
    assert curve.size == 635
    assert curve.share_of_top(0.2) == pytest.approx(0.6671, abs=5e-5)
    assert curve.count_for(0.8) == 186
    assert curve.gini == pytest.approx(0.6563, abs=5e-5)
    assert curve.class_counts() == {"A": 186, "B": 125, "C": 324}


def test_northwind(northwind):
    # Microsoft Northwind: 89 customers who ordered, 1,265,793.04.
    curve = pareto(list(northwind.values()))
    assert round(sum(northwind.values()), 2) == Decimal("1265793.04")
    assert curve.size == 89
    assert curve.cumulative_share[17] == curve.share_of_top(0.2) == pytest.approx(0.6006, abs=5e-5)
    assert curve.count_for(0.8) == 34
    assert curve.gini == pytest.approx(0.5755, abs=5e-5)
    assert curve.class_counts() == {"A": 34, "B": 27, "C": 28}


def test_world_income_quintiles():
    # Shares of world income by fifth of people: 82.7, 11.7, 2.3, 1.9, 1.4 % (UNDP, Human Development
    # Report 1992, the “champagne glass”). G by trapezoids; the point lies in the first fifth.
    curve = pareto([82.7, 11.7, 2.3, 1.9, 1.4])
    assert curve.gini == pytest.approx((82.7 * 4 + 11.7 * 2 - 1.9 * 2 - 1.4 * 4) / 500)
    assert curve.point == pytest.approx(0.2 / (0.827 + 0.2))


def test_by_hand():
    curve = pareto([10, 40, 30, 20])
    assert curve.order.tolist() == [1, 2, 3, 0]
    assert curve.cumulative_share.tolist() == pytest.approx([0.4, 0.7, 0.9, 1.0])
    assert curve.gini == pytest.approx(0.25)
    # Between 1 customer (25 %, 40 %) and 2 (50 %, 70 %): .25 + t/4 + .4 + .3 t = 1 → t = .35/.55.
    assert curve.point == pytest.approx(0.25 + 0.25 * 0.35 / 0.55)
    assert curve.classes().tolist() == ["B", "A", "A", "A"]
    assert curve.classes(a=0.4, b=0.7).tolist() == ["C", "A", "B", "C"]


def test_twenty_eighty():
    curve = pareto([80] + [5] * 4)
    assert curve.point == pytest.approx(0.2)
    assert curve.count_for(0.8) == 1


@pytest.mark.parametrize(("fraction", "n", "top"), [(0.2, 635, 127), (0.1 + 0.2, 10, 3), (0.2, 89, 18), (0.07, 100, 7)])
def test_top_is_counted_as_on_paper(fraction, n, top):
    assert pareto([1] * n).share_of_top(fraction) == pytest.approx(top / n)


@pytest.mark.parametrize("cents", [[0.1] * 10, [1 / 3] * 10, [0.7, 0.1, 0.1, 0.1], [1e-9] * 5 + [0.0]])
def test_count_does_not_suffer_float_noise(cents):
    curve = pareto(cents)
    expected = {10: 8, 4: 2, 6: 4}[len(cents)]
    assert curve.count_for(0.8) == expected
    assert curve.class_counts()["A"] == expected


def test_ties_keep_their_order_and_split_at_a_border():
    curve = pareto([5, 5, 5, 5, 5])
    assert curve.order.tolist() == [0, 1, 2, 3, 4]
    assert curve.classes().tolist() == ["A", "A", "A", "A", "B"]
    assert (curve.point, curve.gini) == (pytest.approx(0.5), pytest.approx(0))


def test_negatives_stand_last_and_lift_the_curve_above_one():
    curve = pareto([100, -20, 20])
    assert curve.order.tolist() == [0, 2, 1]
    assert curve.cumulative_share.tolist() == pytest.approx([1.0, 1.2, 1.0])
    assert curve.count_for(1.0) == 1
    assert curve.gini == pytest.approx(2 * (100 - -20) / (3 * 100))


def test_one_customer():
    curve = pareto([42])
    assert (curve.point, curve.gini, curve.count_for(0.8)) == (0.5, 0, 1)
    assert curve.classes().tolist() == ["A"]


@pytest.mark.parametrize("values", [[], [0, 0], [5, -5], [0.1, 0.2, -0.3], [-1, -2]])
def test_a_share_of_nothing_means_nothing(values):
    curve = pareto(values)
    assert not curve.defined
    assert math.isnan(curve.point)
    assert math.isnan(curve.gini)
    assert math.isnan(curve.share_of_top(0.2))
    assert curve.count_for(0.8) is None
    assert curve.class_counts() == {"A": 0, "B": 0, "C": 0}
    assert curve.classes().tolist() == [""] * len(values)
    assert np.isnan(curve.cumulative_share).all()


@pytest.mark.parametrize("values", [[1, math.nan], [math.inf], [1, None], [[1, 2]], np.ma.array([1, 2], mask=[0, 1])])
def test_what_is_not_a_number_is_refused(values):
    with pytest.raises(ValueError, match="values"):
        pareto(values)


@pytest.mark.parametrize("call", ["share_of_top", "count_for"])
@pytest.mark.parametrize("wrong", [-0.1, 1.1, math.nan])
def test_fractions_are_fractions(call, wrong):
    with pytest.raises(ValueError, match="between 0 and 1"):
        getattr(pareto([1, 2]), call)(wrong)


def test_lists_arrays_decimals_and_iterators_are_the_same():
    values = [3, 1, 2]
    results = [pareto(v).gini for v in (values, np.array(values), map(Decimal, values), tuple(values))]
    assert len(set(results)) == 1


@settings(max_examples=60, deadline=None)
@given(with_zeros, st.integers(0, 99), st.sampled_from([1e-12, 0.01, 3.0, 1e12]))
def test_neither_scale_nor_order_changes_a_figure(values, seed, scale):
    one, other = pareto(values), pareto(permuted(values, seed) * scale)
    assert other.cumulative_share == pytest.approx(one.cumulative_share)
    assert other.gini == pytest.approx(one.gini, abs=1e-12)
    assert other.point == pytest.approx(one.point)
    assert other.class_counts() == one.class_counts()
    assert other.share_of_top(0.2) == pytest.approx(one.share_of_top(0.2))


@settings(max_examples=60, deadline=None)
@given(with_zeros)
def test_bounds(values):
    curve = pareto(values)
    assert -1e-12 <= curve.gini <= 1 - 1 / curve.size + 1e-12
    assert 0 < curve.point <= 0.5 + 1e-12
    assert 1 <= curve.count_for(0.8) <= curve.count_for(0.95) <= curve.count_for(1.0) <= np.count_nonzero(values)
    assert curve.cumulative_share[-1] == pytest.approx(1)
    assert (np.diff(curve.cumulative_share) >= -1e-12).all()


@settings(max_examples=60, deadline=None)
@given(portfolios)
def test_the_point_is_where_both_shares_meet(values):
    curve = pareto(values)
    if curve.defined:
        k = np.arange(curve.size + 1) / curve.size
        made = np.interp(curve.point, k, np.concatenate(([0], curve.cumulative_share)))
        assert made == pytest.approx(1 - curve.point, rel=1e-6, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(positive)
def test_against_exact_arithmetic(values):
    exact = sorted((Decimal(str(v)) for v in values), reverse=True)
    total, n = sum(exact), len(exact)
    curve = pareto(values)
    differences = sum(abs(a - b) for a in exact for b in exact)
    assert curve.gini == pytest.approx(float(differences / (2 * n * total)), abs=1e-12)
    needed = next(k for k in range(n + 1) if sum(exact[:k]) >= total * Decimal("0.8"))
    assert curve.count_for(0.8) == needed
    assert Counter(curve.classes().tolist())["A"] == needed


def test_a_million_customers():
    curve = pareto(np.random.default_rng(0).pareto(1.16, 1_000_000))
    assert curve.point == pytest.approx(0.2, abs=0.06)  # exponent log 5 / log 4: the 20/80 law
