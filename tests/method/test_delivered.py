"""Value over time: once, a year, until it ends."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from trousseau.method.delivered import Brought, between, year_to

DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2035, 12, 31))
AMOUNTS = st.integers(1, 10**9).map(Decimal)


@given(DAYS, AMOUNTS)
def test_twelve_months_of_what_runs_bring_a_year(day, amount):
    running = Brought(amount, dt.date(2000, 1, 1), yearly=True)
    brought = between(running, year_to(day), day)

    slack = amount / 300 if day.month == 2 or (day + dt.timedelta(days=1)).month == 2 else 0  # Februaries differ
    assert abs(brought - amount) <= slack + Decimal("0.01")


@given(DAYS, AMOUNTS, st.integers(0, 3000), st.integers(0, 3000))
def test_parts_add_up_to_the_whole(first, amount, ahead, more):
    middle = first + dt.timedelta(days=ahead)
    last = middle + dt.timedelta(days=more)
    for one in (Brought(amount, first, yearly=True), Brought(amount, middle), Brought(amount, first, True, middle)):
        parts = between(one, first, middle) + between(one, middle + dt.timedelta(days=1), last)
        assert abs(parts - between(one, first, last)) <= Decimal("0.01")


@given(DAYS, AMOUNTS, st.integers(1, 2000))
def test_what_has_ended_brings_nothing_more_and_what_came_once_comes_once(day, amount, ahead):
    later = day + dt.timedelta(days=ahead)

    assert between(Brought(amount, day, yearly=True, until=day), later, later + dt.timedelta(days=365)) == 0
    assert between(Brought(amount, day), later, later + dt.timedelta(days=365)) == 0
    assert between(Brought(amount, day), day, later) == amount
    assert between(Brought(amount, day, yearly=True), later, day) == 0


def test_the_twelve_months_that_end_on_the_eve_of_a_leap_day():
    assert year_to(dt.date(2028, 2, 28)) == dt.date(2027, 2, 28)
    assert year_to(dt.date(2026, 12, 31)) == dt.date(2026, 1, 1)
