"""Progress against what should be done by today, and health: known cases, and what holds of any plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trousseau.method.progress import Factor, Work, health, progress, state

TODAY = dt.date(2026, 11, 24)


def day(after: int) -> dt.date:
    return TODAY + dt.timedelta(days=after)


def test_a_plan_by_hand():
    works = [
        Work(day(-10), day(-1), done=1.0, weight=2),
        Work(day(-9), day(10), done=0.2, weight=1),
        Work(day(-30), day(-4), done=0.6, weight=1, milestones=((day(-10), True), (day(-4), False))),
        Work(day(5), day(50), done=0.0, weight=4),
        Work(day(-90), day(-60), done=0.3, weight=50, dropped=True, milestones=((day(-70), False),)),
    ]
    found = progress(works, TODAY)
    assert found.each_expected.tolist() == [1.0, 0.5, 1.0, 0.0, 0.0]
    assert found.done == pytest.approx((2 + 0.2 + 0.6) / 8)
    assert found.expected == pytest.approx((2 + 0.5 + 1) / 8)
    assert found.attained == pytest.approx((2 + 0.2 + 0.6) / 3.5)
    assert found.ahead == pytest.approx(-0.7 / 8)
    assert found.kept_up == pytest.approx((2 + 0.2 + 0.6) / (2 + (0.5 - 0.1) / 0.9 + 1))
    assert (found.counted, found.finished, found.late, found.behind) == (4, 1, 1, 2)
    assert found.days_late.tolist() == [0, 0, 4, 0, 0]
    assert found.milestones_missed.tolist() == [0, 0, 1, 0, 0]


def test_work_ahead_hides_nothing_that_is_late():
    late, ahead = Work(day(-20), day(-10), done=0.5), Work(day(-1), day(200), done=0.9)
    assert progress([late], TODAY).attained == 0.5
    both = progress([late, ahead], TODAY)
    assert both.ahead is not None
    assert both.ahead > 0
    assert both.attained == pytest.approx((0.5 + 2 / 202) / (1 + 2 / 202))


@pytest.mark.parametrize(("due", "share", "late"), [(1, 0.0, 0), (0, 1.0, 0), (-1, 1.0, 1), (-9, 1.0, 9)])
def test_an_action_of_a_single_day_is_asked_for_on_it_and_late_the_day_after(due, share, late):
    found = progress([Work(day(due), day(due))], TODAY)
    assert (found.expected, found.days_late.tolist()) == (share, [late])


def test_nothing_asked_for_is_unknown_not_perfect():
    none = progress([], TODAY)
    assert (none.done, none.expected, none.attained, none.ahead, none.counted) == (None, None, None, None, 0)
    ahead = progress([Work(day(3), day(9), done=1.0)], TODAY)
    assert (ahead.done, ahead.expected, ahead.attained) == (1.0, 0.0, None)
    dropped = progress([Work(day(-9), day(-3), dropped=True)], TODAY)
    assert (dropped.done, dropped.attained, dropped.kept_up, dropped.late) == (None, None, None, 0)


@pytest.mark.parametrize(
    "wrong",
    [Work(day(1), day(0)), Work(day(0), day(1), done=1.01), Work(day(0), day(1), done=float("nan")),
     Work(day(0), day(1), weight=0), Work(day(0), day(1), weight=float("inf"))],
)  # fmt: skip
def test_what_is_no_action_is_refused(wrong):
    with pytest.raises(ValueError, match="action"):
        progress([wrong], TODAY)


WORKS = st.builds(
    lambda start, length, done, weight, dropped: Work(day(start), day(start + length), done, weight, dropped),
    st.integers(-800, 400), st.integers(0, 900), st.floats(0, 1), st.integers(1, 100), st.booleans(),
)  # fmt: skip


@given(st.lists(WORKS, max_size=20), st.integers(0, 300))
def test_what_holds_of_any_actions(works, later):
    found, then = progress(works, TODAY), progress(works, day(later))
    for one in (found.done, found.expected, found.attained):
        assert one is None or 0 <= one <= 1
    assert found.late <= found.behind <= found.counted
    assert found.finished + found.behind <= found.counted
    if found.expected is not None and then.expected is not None:
        assert then.expected >= found.expected - 1e-12
        assert then.done == found.done
    if found.attained is not None and found.done is not None and found.expected:
        assert found.attained <= min(1.0, found.done / found.expected) + 1e-9
    assert (found.kept_up is None) == (found.attained is None)
    if found.kept_up is not None and found.attained is not None:
        assert found.attained - 1e-9 <= found.kept_up <= 1
    heavier = progress([replace(one, weight=one.weight * 7) for one in works], TODAY)
    assert (heavier.done, heavier.attained) == pytest.approx((found.done, found.attained))


@given(st.lists(WORKS, min_size=1, max_size=12), st.integers(0, 11), st.floats(0, 1))
def test_doing_more_never_lowers_anything(works, which, share):
    at = which % len(works)
    more = list(works)
    more[at] = replace(works[at], done=works[at].done + (1 - works[at].done) * share)
    before, after = progress(works, TODAY), progress(more, TODAY)
    for name in ("done", "attained", "kept_up"):
        was, now = getattr(before, name), getattr(after, name)
        assert (was is None) == (now is None)
        assert was is None or now >= was - 1e-12
    assert after.late <= before.late


@given(st.lists(WORKS, max_size=12), st.integers(0, 300), st.integers(0, 900), st.integers(1, 100))
def test_neither_time_alone_nor_an_action_nobody_works_on_makes_a_plan_look_better(works, later, length, weight):
    now, then = progress(works, TODAY).kept_up, progress(works, day(later)).kept_up
    more = progress([*works, Work(TODAY, day(length), 0.0, weight)], TODAY).kept_up
    if now is not None:
        assert then is not None
        assert then <= now + 1e-12
        assert more is not None
        assert more <= now + 1e-12


@given(st.integers(0, 300), st.integers(1, 300), st.floats(0, 1), st.integers(1, 100))
def test_one_action_on_its_own_is_missing_what_is_asked_of_it(begun, left, done, weight):
    found = progress([Work(day(-begun), day(left), done, weight)], TODAY)
    asked = max(0.0, float(found.each_expected[0]) - 0.1) / 0.9
    assert found.kept_up == pytest.approx(1 - max(0.0, asked - done))


def test_what_is_late_stays_late_beside_twenty_long_actions_that_begin_today():
    late, fresh = Work(day(-40), day(-20)), Work(TODAY, day(600))
    assert progress([late], TODAY).kept_up == 0
    assert progress([late, *[fresh] * 20], TODAY).kept_up == 0
    assert progress([fresh] * 20, TODAY).kept_up == 1


def test_health_by_hand():
    found = health({"progress": Factor(0.5, 4), "commitments": Factor(1.0, 2), "kpis": Factor(None, 2)})
    assert found.score == pytest.approx(4 / 6)
    assert (found.low, found.high, found.known) == pytest.approx((0.5, 0.75, 0.75))
    assert found.state == "watch"
    assert list(found.takes) == ["progress", "commitments"]
    assert found.takes["progress"] == pytest.approx(2 / 6)


def test_too_little_known_is_no_health():
    found = health({"progress": Factor(None, 4), "knowledge": Factor(1.0, 1)})
    assert (found.state, found.score, found.known) == ("unknown", None, 0.2)
    assert (health({}).state, health({"a": Factor(None)}).high) == ("unknown", 1.0)


FACTORS = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=3),
    st.builds(Factor, st.none() | st.floats(0, 1), st.floats(0.01, 100)),
    max_size=8,
)


@given(FACTORS)
def test_what_holds_of_any_health(factors):
    found = health(factors)
    assert 0 <= found.low <= found.high <= 1
    if found.score is not None:
        assert found.low - 1e-9 <= found.score <= found.high + 1e-9
        assert sum(found.takes.values()) == pytest.approx(1 - found.score, abs=1e-9)
    assert found.state == state(found.score)


@given(FACTORS, st.floats(0.01, 100))
def test_an_unknown_factor_earns_nothing(factors, weight):
    before, after = health(factors), health({**factors, "new": Factor(None, weight)})
    assert after.takes == pytest.approx(before.takes)
    assert after.known <= before.known + 1e-12
    if after.score is not None:
        assert after.score == before.score


@pytest.mark.parametrize("wrong", [Factor(1.2), Factor(-0.1), Factor(float("nan")), Factor(0.5, 0)])
def test_what_is_no_factor_is_refused(wrong):
    with pytest.raises(ValueError, match="x"):
        health({"x": wrong})
