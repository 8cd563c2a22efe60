"""The smallest set of customers whose loss breaks a division."""

import math
from decimal import Decimal
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trousseau.method.breaking import smallest_break

from .strategies import permuted, portfolios


def test_one_threshold_by_hand():
    answer = smallest_break([10, 40, 30, 20], 65)
    assert answer.lost == (1,)
    assert (answer.before.tolist(), answer.after.tolist()) == ([35], [-5])
    assert answer.proven
    without_it = smallest_break([10, 40, 30, 20], 65, keep=[1])
    assert without_it.lost == (2, 3)
    assert without_it.rows.tolist() == [2, 3]


def test_left_with_exactly_the_fixed_costs_is_not_under_them():
    assert smallest_break([10, 40, 30, 20], 60).size == 2
    assert smallest_break([0.1] * 10, 0.9).size == 2
    assert smallest_break([Decimal("0.1")] * 10, Decimal("0.9")).size == 2
    assert smallest_break([Decimal("0.1")] * 10, Decimal("0.900000000000000000000000001")).size == 1


def test_already_under_never_and_nobody():
    assert smallest_break([5, 5], 11).already
    assert smallest_break([5, 5], 11).size == 0
    never = smallest_break([5, 5], 0)
    assert (never.lost, never.size, never.after.tolist()) == (None, None, [0])
    assert smallest_break([5, -1], 0).lost == (0,)
    assert smallest_break([], 0).lost is None
    assert smallest_break([], 1).already
    assert smallest_break([-3, -2], -4).already
    assert smallest_break([-3, -2], -6).lost is None


def test_customers_that_cost_are_never_lost_for_one_threshold():
    assert smallest_break([-50, 60, 55, -1], 10).lost == (1,)


def test_groups_leave_whole():
    answer = smallest_break([10, 20, 15, 30], 40, groups=["A", "B", "A", None])
    assert answer.lost == (3, "A")
    assert answer.rows.tolist() == [0, 2, 3]
    assert smallest_break([10, 20, 25, 30], 51, groups=["A", "B", "A", None]).lost == ("A",)
    # As many legal entities as the group has: then the two of A weigh two.
    assert smallest_break([10, 20, 25, 30], 56, groups=["A", "B", "A", None], count="rows").lost == (3,)


def test_equal_customers_leave_in_the_order_given():
    assert smallest_break([7, 7, 7, 7], 15).lost == (0, 1)


def test_two_divisions_at_once_take_a_search():
    contributions = [[10, 0], [0, 10], [6, 6], [5, 5]]
    assert smallest_break(contributions, [16, 16]).lost == (2,)
    # The largest in sum alone is not enough for both.
    both = smallest_break([[30, 0], [0, 4], [9, 3]], [31, 4.5])
    assert both.lost == (2,)
    assert both.after.tolist() == [-1, -0.5]


def test_a_division_that_gains_from_a_loss_needs_more():
    # The first is what A lives on, but B lives better without it.
    answer = smallest_break([[10, -5], [1, 9]], [2, 6])
    assert answer.lost == (1, 0)
    assert answer.after.tolist() == [-2, -6]


def test_money_to_the_cent_decides():
    money = [Decimal("1000000000.01"), Decimal("999999999.99"), Decimal("0.01")]
    assert smallest_break(money, Decimal("1000000000.01")).lost == (0,)
    assert smallest_break(money, Decimal("1000000000.00")).lost == (0, 1)
    assert smallest_break(money, Decimal("999999999.99")).size == 2


def test_huge_tiny_and_mixed():
    assert smallest_break([1e300, 1e-300], 1e300).lost == (0,)
    assert smallest_break([1e300, 1e-300, 1e300], 1e300).lost == (0, 2)
    assert smallest_break([10**30, 1], 10**30).lost == (0,)
    assert smallest_break([1e-320, 2e-320], 2e-320).lost == (1,)


@pytest.mark.parametrize(
    ("contributions", "fixed", "more"),
    [
        ([1, None], 1, {}),
        ([1, math.nan], 1, {}),
        ([1, 2], None, {}),
        ([1, 2], math.inf, {}),
        ([[1, 2], [3, 4]], 1, {}),
        ([[1, 2], [3]], [1, 1], {}),
        ([1, 2], [], {}),
        ([1, 2], 1, {"groups": ["A"]}),
        ([1, 2], 1, {"keep": [2]}),
        (np.ma.masked_array([1, 2], [0, 1]), 1, {}),
    ],
)
def test_refusals(contributions, fixed, more):
    with pytest.raises(ValueError, match=r"known|shape|length|groups|numbered|missing"):
        smallest_break(contributions, fixed, **more)


def enumerated(sums, fixed, weights):
    """The lightest set by trying them all: its weight and what it takes away at most."""
    best = None
    left = [sum(column) for column in zip(*sums, strict=True)]
    for size in range(len(sums) + 1):
        for chosen in combinations(range(len(sums)), size):
            taken = [sum(sums[i][d] for i in chosen) for d in range(len(fixed))]
            if all(left[d] - taken[d] < fixed[d] for d in range(len(fixed))):
                key = (sum(weights[i] for i in chosen), -sum(taken))
                best = key if best is None or key < best else best
    return best


whole = st.integers(-6, 12)


@settings(max_examples=150, deadline=None)
@given(st.lists(whole, min_size=1, max_size=9), st.integers(-5, 40))
def test_one_threshold_against_enumeration(values, fixed):
    answer = smallest_break(values, fixed)
    best = enumerated([(v,) for v in values], (fixed,), [1] * len(values))
    assert answer.size == (None if best is None else best[0])
    if best is not None:
        assert answer.before[0] - answer.after[0] == -best[1]


@settings(max_examples=120, deadline=None)
@given(st.data(), st.integers(2, 3))
def test_joint_thresholds_against_enumeration(data, divisions):
    row = st.tuples(*[whole] * divisions)
    values = data.draw(st.lists(row, min_size=1, max_size=8))
    fixed = data.draw(st.tuples(*[st.integers(-5, 30)] * divisions))
    answer = smallest_break(values, list(fixed))
    best = enumerated(values, fixed, [1] * len(values))
    assert answer.proven
    assert answer.size == (None if best is None else best[0])
    if answer.size:
        assert (answer.after < 0).all()
        assert (answer.before - answer.after).sum() == pytest.approx(-best[1])


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_groups_by_their_rows_against_enumeration(data):
    values = data.draw(st.lists(whole, min_size=1, max_size=9))
    groups = data.draw(st.lists(st.sampled_from(["A", "B", "C", None]), min_size=len(values), max_size=len(values)))
    fixed = data.draw(st.integers(-5, 30))
    parts = {}
    for i, (value, group) in enumerate(zip(values, groups, strict=True)):
        parts.setdefault(group or i, []).append(value)
    sums = [(sum(rows),) for rows in parts.values()]
    best = enumerated(sums, (fixed,), [len(rows) for rows in parts.values()])
    answer = smallest_break(values, fixed, groups=groups, count="rows")
    assert (answer.lost is None) == (best is None)
    if best is not None:
        assert len(answer.rows) == best[0]


@settings(max_examples=80, deadline=None)
@given(portfolios, st.floats(0, 1), st.integers(0, 9))
def test_the_order_of_customers_changes_no_size(values, part, seed):
    fixed = round(part * sum(values), 2)
    one, two = smallest_break(values, fixed), smallest_break(permuted(values, seed), fixed)
    assert one.size == two.size
    assert one.after.tolist() == two.after.tolist()


def test_a_thousand_accounts_and_four_divisions_are_proven():
    rng = np.random.default_rng(4)
    sizes = np.round(rng.pareto(1.2, 1000)[:, None] * rng.dirichlet([0.3] * 4, 1000) * 10_000, 2)
    fixed = np.round(sizes.sum(axis=0) * 0.6, 2)
    answer = smallest_break(sizes, fixed.tolist())
    assert answer.proven
    assert (answer.after < 0).all()
    for division in range(4):
        assert smallest_break(sizes[:, division], fixed[division]).size <= answer.size


@settings(max_examples=60, deadline=None)
@given(st.data(), st.integers(2, 3))
def test_groups_that_leave_together_against_enumeration(data, divisions):
    """Up to twelve groups of several rows each, several divisions at once: whoever leaves takes all their rows."""
    row = st.tuples(*[whole] * divisions)
    groups = data.draw(st.lists(st.integers(0, 11), min_size=12, max_size=20))
    values = data.draw(st.lists(row, min_size=len(groups), max_size=len(groups)))
    fixed = data.draw(st.tuples(*[st.integers(-5, 40)] * divisions))
    answer = smallest_break(values, list(fixed), groups=groups)
    sums = {}
    for group, value in zip(groups, values, strict=True):
        sums[group] = tuple(a + b for a, b in zip(sums.get(group, (0,) * divisions), value, strict=True))
    best = enumerated(list(sums.values()), fixed, [1] * len(sums))
    assert answer.proven
    assert answer.size == (None if best is None else best[0])
    if answer.size:
        assert {groups[i] for i in answer.rows} == set(answer.lost)
        assert len(answer.rows) == sum(group in answer.lost for group in groups)
        assert (answer.after < 0).all()
