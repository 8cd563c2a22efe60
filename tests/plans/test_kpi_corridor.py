"""The path to the target and the corridor around it; zero baselines and targets below the baseline included."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from trousseau.figures.language import Language
from trousseau.plans import rhythms
from trousseau.plans.corridor import corridor
from trousseau.plans.kpi_chart import chart
from trousseau.plans.measuring.forecasts import evenly, forecast
from trousseau.plans.models import Kpi, Place

START, END = dt.date(2026, 1, 1), dt.date(2027, 1, 1)
numbers = st.floats(-1e9, 1e9, allow_nan=False)


def kpi(baseline, target, **more):
    def exact(value):
        return None if value is None else Decimal(str(value))

    return Kpi(baseline=exact(baseline), target=exact(target), baseline_on=START, target_on=END,
               **{name: exact(value) if name != "path" else value for name, value in more.items()})  # fmt: skip


def test_without_baseline_or_target_there_is_no_path():
    assert corridor(kpi(None, 5)) is None
    assert corridor(kpi(5, None)) is None


@given(numbers, numbers)
def test_it_begins_at_the_baseline_and_holds_the_target(first, last):
    path = corridor(kpi(first, last))
    assert path.expected(START - dt.timedelta(days=1)) is None
    assert path.expected(START) == pytest.approx(first, abs=1e-3, rel=1e-6)
    assert path.expected(END) == path.expected(END + dt.timedelta(days=900)) == pytest.approx(last, abs=1e-3, rel=1e-6)
    assert path.place(path.expected(END), END) == Place.INSIDE


def test_worse_is_out_and_better_is_beyond_whichever_way_is_better():
    rising, falling = corridor(kpi(10, 20)), corridor(kpi(20, 10))
    assert (rising.place(5, END), rising.place(25, END)) == (Place.OUT, Place.BEYOND)
    assert (falling.place(5, END), falling.place(15, END)) == (Place.BEYOND, Place.OUT)
    said = corridor(kpi(10, 20, ceiling=1))
    assert said.place(25, END) == Place.OUT  # somebody said how far above is still right


def test_a_zero_baseline_is_an_ordinary_one():
    path = corridor(kpi(0, 4))
    assert path.attained(1) == 0.25
    assert path.attained(0) == 0
    assert corridor(kpi(0, 0)).attained(3) is None
    assert corridor(kpi(0, 0)).place(0, END) == Place.INSIDE


def test_points_of_the_path_bend_it():
    path = corridor(kpi(0, 10, path=[["2026-07-01", "8"]]))
    assert path.expected(dt.date(2026, 7, 1)) == 8
    assert path.expected(dt.date(2026, 10, 1)) == pytest.approx(9, abs=0.02)


@pytest.mark.parametrize(("rhythm", "last"), [("monthly", "2026-10-31"), ("quarterly", "2026-09-30"),
                                              ("yearly", "2025-12-31")])  # fmt: skip
def test_periods_that_are_over(rhythm, last):
    today = dt.date(2026, 11, 26)
    assert rhythms.last_end(rhythm, today).isoformat() == last
    assert rhythms.ends(rhythm, dt.date(2025, 12, 31), today)[-1].isoformat() == last
    assert rhythms.ahead(rhythm, dt.date.fromisoformat(last), 1)[0] > dt.date.fromisoformat(last)


def test_a_short_series_is_too_short_to_say_and_a_flat_one_goes_on():
    assert forecast([1.0] * 9, 3) is None
    flat = forecast([5.0] * 12, 2)
    assert flat.middle == flat.low == flat.high == (5.0, 5.0)
    with pytest.raises(ValueError, match="finite"):
        forecast([float("nan")] * 12, 1)


def test_a_forecast_goes_on_and_is_less_sure_the_further_it_looks():
    wavy = [100 + 2 * n + (-1) ** n * 3 for n in range(24)]
    ahead = forecast(wavy, 6)
    widths = [high - low for low, high in zip(ahead.low, ahead.high, strict=True)]
    assert widths == sorted(widths)
    assert 140 < ahead.middle[0] < 152
    thousands = forecast([1e6 * value for value in wavy], 6)  # the same on any scale
    assert thousands.middle == pytest.approx([1e6 * value for value in ahead.middle], rel=1e-3)


def test_the_interval_of_a_short_walk_holds_about_as_often_as_it_says():
    chance, held = np.random.default_rng(6), 0
    for _ in range(24):
        walk = np.cumsum(chance.normal(size=18))
        ahead = forecast(list(walk[:12]), 6)
        held += ahead.low[5] <= walk[17] <= ahead.high[5]
    assert held >= 16


def test_a_gap_starts_the_series_anew():
    days = [dt.date(2026, month, 28) for month in (1, 2, 5, 6, 7)]
    assert evenly([(day, float(day.month)) for day in days], "monthly") == [5, 6, 7]


def test_a_chart_speaks_the_language_of_its_reader(db, organisation):
    today = dt.date(2026, 6, 30)
    with translation.override("fr"):
        drawn = chart(kpi(10, 20), [(today, 14.0)], None, Language("fr"))
    (actual,) = [series for series in drawn["series"] if series["id"] == "actual"]
    assert actual["markPoint"]["data"][0]["label"]["formatter"].startswith("cible\n")
    assert actual["name"] == "Lecture"
