"""What moved between two periods and between two check-ups."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trousseau.figures.indicators import Indicator, Range
from trousseau.portfolio.comparison import Standing, compare
from trousseau.portfolio.indicators import movement, panel, values, vitality

D = Decimal

money = st.none() | st.decimals(-1000, 100_000, places=2, allow_nan=False)


def test_movement_counts_who_came_who_went_and_who_fell():
    moved = movement([(D(100), D(50)), (D(0), D(30)), (D(70), D(100)), (D(10), None), (None, D(20)), (D(81), D(100))])
    assert (moved.now, moved.before) == (D(261), D(300))
    assert moved.kept == D(251)
    assert (moved.lost, moved.gone) == (D(50), 2)
    assert moved.arrived == 1
    assert (moved.falling, moved.fallen) == (D(100), 1)


def test_falling_begins_at_exactly_a_fifth():
    assert movement([(D(80), D(100))]).fallen == 1
    assert movement([(D("80.01"), D(100))]).fallen == 0


@settings(max_examples=60)
@given(st.lists(st.tuples(money, money), max_size=30))
def test_movement_adds_up(pairs):
    moved = movement(pairs)
    assert moved.now == sum((now or D(0) for now, _ in pairs), D(0))
    assert moved.before == sum((before or D(0) for _, before in pairs), D(0))
    assert movement(reversed(pairs)) == moved


def test_vitality_needs_something_to_compare_with():
    assert vitality(None) == ()
    assert vitality(movement([(D(10), None)])) == ()
    found = values(vitality(movement([(D(110), D(100)), (D(0), D(100))])))
    assert found == {"growth": pytest.approx(-0.45), "retention": 0.55, "lost": 0.5, "falling": 0.0, "new_share": 0.0}


def row(value, range_, before):
    return panel(
        [Indicator("x", "data", "share", value, (0, 1), range_)],
        {"x": before} if before is not None else None,
    )[0]


@pytest.mark.parametrize(
    ("range_", "before", "value", "verdict"),
    [
        (Range(high=0.1), 0.12, 0.11, "better"),
        (Range(high=0.1), 0.11, 0.12, "worse"),
        (Range(low=20), 20.0, 25.0, "better"),
        (Range(low=0.15, high=0.3), 0.12, 0.14, "better"),
        (Range(low=0.15, high=0.3), 0.30, 0.35, "worse"),
        (Range(high=0.1), 0.12, 0.1201, "same"),
        (Range(high=0.1), None, 0.12, ""),
        (None, 0.1, 0.2, ""),
    ],
)
def test_verdict_of_a_change(range_, before, value, verdict):
    assert row(value, range_, before).verdict == verdict


def test_trend_ends_with_today_and_skips_what_was_not_known():
    indicator = Indicator("x", "data", "share", 0.3, (0, 1), None)
    assert panel([indicator], None, [{"x": 0.1}, {}, {"x": 0.2}])[0].trend == (0.1, 0.2, 0.3)
    assert panel([indicator])[0].trend == ()


def test_comparison_says_who_moved_and_orders_by_weight():
    before = [
        Standing("a", "Alpha", D(100), "A"),
        Standing("b", "Beta", D(50), "B"),
        Standing("c", "Gamma", D(5), "C"),
    ]
    after = [
        Standing("a", "Alpha", D(40), "B"),
        Standing("b", "Beta", D(60), "B"),
        Standing("d", "Delta", D(70), "A"),
    ]
    found = compare(before, after)
    assert [(m.account, m.kind, m.change) for m in found.moves] == [
        ("d", "entered", D(70)),
        ("a", "down", D(-60)),
        ("c", "left", D(-5)),
    ]
    assert found.reclassed == found.of("down")
    assert (found.revenue_before, found.revenue_after) == (D(155), D(170))
    assert (found.accounts_before, found.accounts_after) == (3, 3)


standings = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 100), st.sampled_from("ABC")),
    max_size=8,
    unique_by=lambda s: s[0],
).map(lambda rows: [Standing(key, key.upper(), D(revenue), class_) for key, revenue, class_ in rows])


@settings(max_examples=60)
@given(standings, standings)
def test_comparison_reads_the_same_both_ways(one, other):
    forth, back = compare(one, other), compare(other, one)
    opposite = {"up": "down", "down": "up", "entered": "left", "left": "entered"}
    assert {(m.account, opposite[m.kind], -m.change) for m in forth.moves} == {
        (m.account, m.kind, m.change) for m in back.moves
    }
    assert compare(one, one).moves == ()
