"""Quiet hours wrap midnight; a digest has one moment a day or a week, whatever the clocks do."""

import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trousseau.notices.models import Pace
from trousseau.notices.timing import Clock

PARIS = zoneinfo.ZoneInfo("Europe/Paris")
TIMES = st.times().map(lambda at: at.replace(microsecond=0))
ZONES = st.sampled_from(["Europe/Paris", "Asia/Kolkata", "America/New_York", "Pacific/Auckland"]).map(zoneinfo.ZoneInfo)
MOMENTS = st.integers(1_704_067_200, 1_830_297_600).map(lambda at: dt.datetime.fromtimestamp(at, dt.UTC))


def clock(start=dt.time(20), end=dt.time(7), digest=dt.time(8), weekday=0, zone=PARIS):
    return Clock(zone, start, end, digest, weekday)


@pytest.mark.parametrize(
    ("hour", "quiet"), [(19, False), (20, True), (23, True), (0, True), (6, True), (7, False), (12, False)]
)
def test_a_night_begins_in_the_evening_and_ends_in_the_morning(hour, quiet):
    assert clock().quiet(dt.datetime(2026, 11, 26, hour, tzinfo=PARIS)) is quiet


def test_quiet_hours_of_a_day_and_none_at_all():
    lunch = clock(dt.time(12), dt.time(14))
    assert [lunch.quiet(dt.datetime(2026, 11, 26, hour, tzinfo=PARIS)) for hour in (11, 12, 13, 14)] == [
        False, True, True, False,
    ]  # fmt: skip
    assert not clock(dt.time(9), dt.time(9)).quiet(dt.datetime(2026, 11, 26, 9, tzinfo=PARIS))


@given(MOMENTS, TIMES, ZONES, st.integers(0, 6), st.sampled_from([Pace.DAILY, Pace.WEEKLY]))
def test_the_last_moment_is_past_and_the_next_is_to_come(now, digest, zone, weekday, pace):
    found = clock(digest=digest, weekday=weekday, zone=zone)
    moment = found.moment(pace, now)
    length = dt.timedelta(days=7 if pace == Pace.WEEKLY else 1)
    assert moment <= now < moment + length + dt.timedelta(hours=2)  # the clocks move by an hour at most here
    assert found.moment(pace, moment) == moment
    if pace == Pace.WEEKLY:
        assert (moment.astimezone(zone) - dt.timedelta(hours=1)).weekday() in {weekday, (weekday - 1) % 7}


@given(st.lists(MOMENTS, min_size=2, max_size=20), TIMES, ZONES)
def test_moments_never_go_back(at, digest, zone):
    found = [clock(digest=digest, zone=zone).moment(Pace.DAILY, now) for now in sorted(at)]
    assert found == sorted(found)


def test_a_zone_this_machine_does_not_know_is_the_houses(settings):
    from trousseau.notices.models import Wishes

    assert str(Clock.of(Wishes(time_zone="Atlantis/Capital")).zone) == settings.TIME_ZONE
    assert str(Clock.of(Wishes(time_zone="../../etc/passwd")).zone) == settings.TIME_ZONE
