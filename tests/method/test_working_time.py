"""Working hours and days."""

import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trousseau.method.working_time import NeverWorkedError, Week, after, free_days, hours_between, worked_days

PARIS = zoneinfo.ZoneInfo("Europe/Paris")
WEEK = Week(PARIS)
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes)
)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=PARIS)


def test_hours_stop_at_night_and_over_the_weekend():
    assert hours_between(at("2026-11-27T16:00"), at("2026-11-30T10:30"), WEEK) == 2.5
    assert after(at("2026-11-27T16:00"), 2.5, WEEK) == at("2026-11-30T10:30")


def test_a_day_off_counts_nothing():
    week = Week(PARIS, off=lambda day: day == dt.date(2026, 11, 11))
    assert hours_between(at("2026-11-10T09:00"), at("2026-11-12T17:00"), week) == 16
    assert worked_days(dt.date(2026, 11, 9), dt.date(2026, 11, 15), {dt.date(2026, 11, 11)})[2] == dt.date(2026, 11, 12)


def test_the_change_of_clocks_moves_no_hour_of_the_day():
    assert hours_between(at("2026-10-23T09:00"), at("2026-10-26T17:00"), WEEK) == 16


def test_a_calendar_without_a_working_day_is_said():
    with pytest.raises(NeverWorkedError):
        after(at("2026-11-27T16:00"), 1, Week(PARIS, off=lambda _day: True))


def test_free_days_follow_days_a_week():
    assert free_days(10, 2.5) == 5
    assert worked_days(dt.date(2026, 11, 2), dt.date(2026, 11, 1)) == []


@given(MOMENTS, st.floats(0, 200))
def test_after_and_between_agree(start, hours):
    assert hours_between(start, after(start, hours, WEEK), WEEK) == pytest.approx(hours, abs=1e-6)


@given(MOMENTS, MOMENTS, MOMENTS)
def test_hours_add_up(first, second, third):
    a, b, c = sorted((first, second, third))
    whole = hours_between(a, c, WEEK)
    assert whole == pytest.approx(hours_between(a, b, WEEK) + hours_between(b, c, WEEK), abs=1e-6)
    assert hours_between(c, a, WEEK) == 0
