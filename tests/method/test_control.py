"""Who holds whom: the formula against paths added up by hand, cross-holdings, circles, shares above the whole."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trousseau.method.control import Holding, above_whole, controlled, effective, loop_in_time


@st.composite
def acyclic(draw):
    """Direct shares of a group without circles: owners come before what they own."""
    size = draw(st.integers(1, 7))
    shares = np.zeros((size, size))
    for owned in range(1, size):
        parts = draw(st.lists(st.integers(0, 40), min_size=owned, max_size=owned))
        shares[:owned, owned] = np.array(parts) / max(100, sum(parts))
    return shares


@st.composite
def crossed(draw):
    """Direct shares of any shape, a tenth at least of each company held by nobody known."""
    size = draw(st.integers(1, 6))
    parts = np.array(draw(st.lists(st.floats(0, 1), min_size=size * size, max_size=size * size))).reshape(size, size)
    np.fill_diagonal(parts, 0)
    return parts / np.maximum(1, parts.sum(axis=0) / 0.9)


def along_paths(shares, start, end):
    """The products of all paths that never come back to their owner, added up."""
    return sum(
        shares[start, step] * ((step == end) or along_paths(shares, step, end))
        for step in range(len(shares))
        if shares[start, step] and (step == end or step != start)
    )


@given(acyclic())
def test_without_circles_it_is_the_sum_over_paths(shares):
    found = effective(shares)
    for owner in range(len(shares)):
        for owned in range(len(shares)):
            assert found[owner, owned] == pytest.approx(along_paths(shares, owner, owned), abs=1e-9)


@given(crossed())
def test_cross_holdings_count_no_capital_twice(shares):
    found = effective(shares)
    assert (found >= 0).all()
    assert (found <= 1).all()
    for owner in range(len(shares)):
        without = shares.copy()
        without[:, owner] = 0  # a chain that comes back to its owner ends there
        chains = shares[owner] @ np.linalg.inv(np.eye(len(shares)) - without)
        assert np.delete(found[owner], owner) == pytest.approx(np.delete(chains, owner), abs=1e-7)


def test_a_textbook_pair_that_holds_each_other():
    # A holds 20 % of B, B 30 % of A, C 70 % of A and 80 % of B: all of both is C's in the end.
    found = effective([[0, 0.2, 0], [0.3, 0, 0], [0.7, 0.8, 0]])
    assert found[2, 0] == pytest.approx((0.7 + 0.8 * 0.3) / 0.94)
    assert found[2, :2] == pytest.approx([1, 1])
    assert found[0, 0] == pytest.approx(0.06)


@pytest.mark.parametrize(
    "shares",
    [
        [[0, 1.2], [0, 0]],
        [[0.1]],
        [[0, -0.1], [0, 0]],
        [[0, 0, 0.6], [0, 0, 0.6], [0, 0, 0]],
        [[0, 1], [1, 0]],
        [[0, 1]],
    ],
)
def test_what_makes_no_group_is_refused(shares):
    with pytest.raises(ValueError):  # noqa: PT011 - each has words of its own
        effective(shares)


def test_control_goes_through_those_controlled():
    shares = np.array([[0, 0.6, 0.3], [0, 0, 0.3], [0, 0, 0]])
    assert controlled(shares, 0).tolist() == [False, True, True]
    assert controlled(shares, 1).tolist() == [False, False, False]


def test_a_circle_is_named_and_depth_is_no_matter():
    chain = [Holding(n, n + 1, None) for n in range(5_000)]
    assert loop_in_time(chain) is None
    assert set(loop_in_time([*chain, Holding(4_001, 4_000, None)]) or ()) == {4_000, 4_001}


DAYS = st.none() | st.integers(0, 6).map(lambda day: dt.date(2020, 1, 1 + day))


@given(st.lists(st.builds(Holding, st.integers(0, 4), st.integers(0, 4), st.none(), DAYS, DAYS), max_size=9))
def test_a_circle_is_found_where_one_stands_on_some_day(holdings):
    """Against the plain way: on each day everything that stands, closed over its chains."""

    def circles(day):
        reach = np.zeros((5, 5), dtype=bool)
        for one in holdings:
            reach[one.owner, one.owned] |= one.on(day)
        for _ in range(5):
            reach |= (reach.astype(int) @ reach.astype(int)) > 0
        return reach.diagonal().any()

    days = [dt.date.min, *(dt.date(2020, 1, 1 + day) for day in range(7))]
    found = loop_in_time(holdings)
    assert (found is not None) == any(circles(day) for day in days)
    if found:
        pairs = {(one.owner, one.owned) for one in holdings}
        assert all(pair in pairs for pair in zip(found, [*found[1:], found[0]], strict=True))


def test_circles_and_sums_are_of_one_moment():
    old = Holding("a", "b", 0.8, until=dt.date(2020, 12, 31))
    new = Holding("b", "a", 0.8, since=dt.date(2021, 1, 1))
    assert loop_in_time([old, new]) is None
    assert loop_in_time([old, Holding("b", "a", None)])
    assert above_whole([old, Holding("c", "b", 0.8, since=dt.date(2021, 1, 1))], "b") is None
    over = above_whole([old, Holding("c", "b", 0.8, since=dt.date(2020, 6, 1))], "b")
    assert over == (dt.date(2020, 6, 1), pytest.approx(1.6))
