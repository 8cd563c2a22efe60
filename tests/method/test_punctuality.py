"""How promises are kept: published intervals, and what holds of any promises."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trousseau.method.punctuality import Promise, punctuality, wilson

START, END, TODAY = dt.date(2025, 12, 1), dt.date(2026, 11, 30), dt.date(2026, 11, 22)
DAYS = st.dates(dt.date(2025, 6, 1), dt.date(2027, 3, 1))


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_intervals_of_newcombe_s_table(successes, n, low, high):
    """R. G. Newcombe, Two-sided confidence intervals for the single proportion, Statist. Med. 17 (1998), method 3."""
    found = wilson(successes, n)
    assert found == pytest.approx((low, high), abs=5e-5)


@given(n=st.integers(1, 10_000), part=st.floats(0, 1))
def test_an_interval_holds_the_share_stays_within_and_mirrors(n, part):
    k = round(n * part)
    low, high = wilson(k, n)
    assert 0 <= low <= k / n <= high <= 1
    assert low < high
    assert wilson(n - k, n) == pytest.approx((1 - high, 1 - low))
    wider = wilson(10 * k, 10 * n)
    assert wider[1] - wider[0] < high - low


@pytest.mark.parametrize(("k", "n", "z"), [(-1, 3, 1.96), (4, 3, 1.96), (0, -1, 1.96), (1, 2, 0), (1, 2, float("nan"))])
def test_what_is_no_proportion_is_refused(k, n, z):
    with pytest.raises(ValueError, match="successes"):
        wilson(k, n, z)


def promise(first, last=None, outcome="open", settled=None):
    return Promise(dt.date.fromisoformat(first), dt.date.fromisoformat(last or first), outcome,
                   dt.date.fromisoformat(settled) if settled else None)  # fmt: skip


def test_what_counts():
    promises = [
        promise("2026-03-01", outcome="kept", settled="2026-02-20"),
        promise("2026-03-01", "2026-04-01", "kept", "2026-03-15"),
        promise("2026-03-01", outcome="kept", settled="2026-03-09"),
        promise("2026-05-01", outcome="broken", settled="2026-05-02"),
        promise("2026-11-16"),
        promise("2026-11-22"),
        promise("2026-11-10", "2026-12-24"),
        promise("2026-05-01", outcome="withdrawn", settled="2026-05-02"),
        promise("2027-01-10", outcome="kept", settled="2026-10-01"),
        promise("2025-11-30", outcome="kept", settled="2025-11-30"),
    ]
    last = punctuality(promises, START, END, TODAY)
    assert (last.due, last.kept, last.on_time, last.broken, last.open) == (6, 4, 3, 1, 1)
    first = punctuality(promises, START, END, TODAY, by="first")
    assert (first.due, first.kept, first.on_time, first.broken, first.open) == (7, 4, 2, 1, 2)


def test_nothing_is_unknown_not_zero():
    none = punctuality([], START, END, TODAY)
    assert (none.share, none.too_few, none.low, none.high) == (None, True, 0.0, 1.0)
    with pytest.raises(ValueError, match="period"):
        punctuality([], END, START, TODAY)


PROMISES = st.builds(
    lambda first, last, outcome, settled: Promise(
        min(first, last), max(first, last), outcome, None if outcome == "open" else settled
    ),
    DAYS, DAYS, st.sampled_from(["open", "kept", "broken", "withdrawn"]), DAYS,
)  # fmt: skip


@given(st.lists(PROMISES, max_size=30))
def test_the_parts_add_up_and_nobody_is_punctual_by_the_first_day_but_not_the_last(promises):
    by_last, by_first = (punctuality(promises, START, END, TODAY, by=by) for by in ("last", "first"))
    for found in (by_last, by_first):
        assert found.due == found.kept + found.broken + found.open
        assert found.on_time <= found.kept
    one_by_one = [punctuality([one], START, END, TODAY) for one in promises]
    assert sum(one.due for one in one_by_one) == by_last.due
