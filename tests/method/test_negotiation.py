"""What an offer leaves, how far from target it ended, what a lower price does to a corridor: for all numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trousseau.method.negotiation import (
    Business,
    Moves,
    contribution_after,
    in_order,
    levelled,
    memory,
    price_effect,
    reached,
    room,
    short_of,
    surplus,
)
from trousseau.method.prices import corridor

cents = st.integers(0, 10**11).map(lambda n: Decimal(n) / 100)
rates = st.integers(-9_900, 20_000).map(lambda n: Decimal(n) / 10_000)
levels = st.integers(-(10**9), 10**9).map(lambda n: Decimal(n) / 100)
businesses = st.builds(lambda r, g, s: Business(r, g, r - g - s), cents, cents, cents)


@given(businesses)
def test_nothing_changed_leaves_what_is_left_today(today):
    assert contribution_after(today, Moves()) == today.contribution


@given(businesses, rates)
def test_a_price_change_falls_through_to_the_cent(today, rate):
    assert contribution_after(today, Moves(price=rate)) - today.contribution == today.revenue * rate


@given(businesses, rates)
def test_volume_brings_its_margin_and_no_more(today, rate):
    change = contribution_after(today, Moves(volume=rate)) - today.contribution
    assert change == (today.revenue - today.goods) * rate


@given(businesses, rates, rates, rates, levels)
def test_a_better_price_never_leaves_less(today, one, other, volume, more):
    low, high = sorted((one, other))
    at = [contribution_after(today, Moves(price, volume, more)) for price in (low, high)]
    assert at[0] <= at[1]


@given(levels, levels, levels)
def test_the_way_from_walk_away_to_target(level, target, walk):
    if target == walk:
        assert reached(level, target, walk) is None
        return
    assert (reached(walk, target, walk), reached(target, target, walk)) == (0.0, 1.0)
    better = "higher" if target > walk else "lower"
    assert short_of(level, walk, better) == (reached(level, target, walk) < 0)
    assert in_order(None, target, walk, better) == ""
    assert in_order(None, walk, target, better) == "walk_away"


@given(levels, levels)
def test_room_is_the_same_from_both_sides(ours, theirs):
    assert room(ours, theirs, "higher") == -room(ours, theirs, "lower")
    assert room(ours, None, "higher") is None


@given(st.lists(st.lists(st.floats(-2, 3), min_size=1, max_size=4), max_size=8))
def test_no_average_of_fewer_than_three(ended):
    n, mean = memory([*ended, []])
    assert n == len(ended)
    assert (mean is None) == (n < 3)
    if mean is not None:
        means = [1 - sum(one) / len(one) for one in ended]
        assert min(means) - 1e-9 <= mean <= max(means) + 1e-9


@given(st.lists(st.tuples(st.floats(1, 1000), st.floats(1, 1000)), min_size=2, max_size=6), rates)
def test_a_price_everywhere_keeps_the_distances(rows, rate):
    today = corridor([p for p, _q in rows], [q for _p, q in rows])
    found = levelled(today, rate, range(len(rows)))
    assert found.after == pytest.approx(found.before * float(1 + rate), rel=1e-6, abs=1e-6)
    if rate >= 0:
        assert found.outside == ()


def test_one_cheap_zone_leaves_the_corridor_and_all_others_point_to_it():
    today = corridor([100.0, 100.0], [10.0, 10.0])
    found = levelled(today, Decimal("-0.2"), [1])

    assert levelled(corridor([100.0, 60.0], [10.0, 10.0]), Decimal("-0.1"), [1]).already == (1,)
    assert (found.outside, found.already, found.before, found.after) == ((1,), (), 0.0, pytest.approx(200.0))


def test_a_price_change_acts_where_it_applies():
    assert price_effect([1000.0, 500.0], Decimal("-0.03"), [True, False]) == Decimal("-30.00")


def test_what_is_not_known_gives_no_difference():
    assert surplus(Decimal(10), Decimal(4)) == 6
    assert surplus(Decimal(10), None) is None
    assert surplus(None, Decimal(4)) is None
