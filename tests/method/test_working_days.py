"""Working days: what is counted is worked, there and back again, whatever the calendar."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trousseau.method.working_days import NoWorkingDayError, passed_over, shifted, together, works

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31))
OFF = st.sets(st.integers(0, 364), max_size=40).map(lambda chosen: lambda day: day.timetuple().tm_yday - 1 in chosen)


@given(DAYS, st.integers(-200, 200), OFF)
def test_so_many_working_days_lie_between_and_the_last_is_worked(day, days, off):
    found = shifted(day, days, off)

    assert works(found, off)
    first, last = sorted((day, found))
    between = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    counted = sum(works(one, off) for one in between if one != day)
    assert counted == abs(days) or (days == 0 and counted == (0 if works(day, off) else 1))


@given(DAYS, st.integers(0, 100), OFF)
def test_there_and_back_again(day, days, off):
    begun = shifted(day, 0, off)

    assert shifted(shifted(begun, days, off), -days, off) == begun


@given(DAYS, st.integers(-100, 99), OFF)
def test_later_is_later(day, days, off):
    assert shifted(day, days, off) <= shifted(day, days + 1, off)


@given(DAYS, st.integers(-100, 100), OFF, OFF)
def test_together_a_day_is_worked_where_it_is_in_both_and_never_nearer_than_in_one(day, days, one, other):
    both = together(one, other)
    found = shifted(day, days, both)

    assert works(found, one)
    assert works(found, other)
    assert abs(found - day) >= max(abs(shifted(day, days, off) - day) for off in (one, other))


@given(DAYS, st.integers(-100, 100), OFF)
def test_the_days_passed_over_are_what_makes_the_difference_to_weekends_alone(day, days, off):
    passed = passed_over(day, days, off)

    assert all(one.weekday() < 5 and off(one) for one in passed)
    assert bool(passed) == (shifted(day, days, off) != shifted(day, days, together()))
    assert shifted(day, days, off) == shifted(day, days, set(passed).__contains__)


def test_the_easter_weekend_is_jumped_over():
    easter = {dt.date(2027, 3, 29)}

    assert shifted(dt.date(2027, 3, 26), 1, easter.__contains__) == dt.date(2027, 3, 30)
    assert shifted(dt.date(2027, 3, 30), -1, easter.__contains__) == dt.date(2027, 3, 26)


def test_a_calendar_without_a_working_day_is_refused():
    with pytest.raises(NoWorkingDayError):
        shifted(dt.date(2027, 1, 1), 1, lambda _day: True)
