"""Trends against published examples, scipy as oracle, and what must hold of any series."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from trousseau.method.trend import hamed_rao, mann_kendall, seasonal_kendall, seasonal_slope, theil_sen

whole = arrays(np.float64, st.integers(2, 24), elements=st.integers(-9, 9).map(float))
gaps = arrays(np.float64, st.integers(2, 24), elements=st.one_of(st.integers(-9, 9).map(float), st.just(np.nan)))


def test_theil_sen_gives_sens_own_example() -> None:
    """Sen 1968, section 6 (data of Graybill 1961): slope 4, interval of 93 % from 26/7 to 35/8."""
    line = theil_sen([9, 15, 19, 20, 45, 55, 78], [1, 2, 3, 4, 10, 12, 18], confidence=0.93)
    assert (line.slope, line.low, line.high) == pytest.approx((4.0, 26 / 7, 35 / 8))


def test_mann_kendall_gives_gilberts_example() -> None:
    """Gilbert 1987, section 16.4: 10, 15, 14, 20 rise in five pairs and fall in one, S = 4."""
    found = mann_kendall([10, 15, 14, 20])
    assert (found.s, found.variance) == (4.0, pytest.approx(26 / 3))
    assert found.z == pytest.approx(3 / np.sqrt(26 / 3))


@given(whole)
def test_theil_sen_agrees_with_scipy(y: np.ndarray) -> None:
    expected = stats.theilslopes(y)
    assume(np.isfinite(expected.low_slope))
    found = theil_sen(y)
    assert [found.slope, found.intercept, found.low, found.high] == pytest.approx(
        [expected.slope, expected.intercept, expected.low_slope, expected.high_slope]
    )


@given(whole)
def test_s_agrees_with_kendalls_tau_of_scipy(y: np.ndarray) -> None:
    n = len(y)
    ties = sum(t * (t - 1) / 2 for t in np.unique(y, return_counts=True)[1])
    pairs = n * (n - 1) / 2
    tau = stats.kendalltau(np.arange(n), y).statistic
    expected = 0.0 if np.isnan(tau) else tau * np.sqrt(pairs * (pairs - ties))
    assert mann_kendall(y).s == pytest.approx(expected, abs=1e-9)


@given(whole)
def test_the_variance_is_that_of_all_orders(y: np.ndarray) -> None:
    """Over all permutations of a short series S has mean 0 and exactly the variance given."""
    y = y[:5]
    from itertools import permutations

    s = np.asarray(mann_kendall(np.array(list(permutations(y)))).s)
    assert s.mean() == pytest.approx(0.0, abs=1e-9)
    assert s.var() == pytest.approx(float(mann_kendall(y).variance))


@given(whole, st.data())
def test_s_against_something_else_than_time_agrees_with_scipy(y: np.ndarray, data: st.DataObject) -> None:
    """Without the continuity correction scipy's asymptotic p comes from the same S and the same variance."""
    x = np.asarray(data.draw(st.lists(st.integers(0, 5), min_size=len(y), max_size=len(y))), dtype=float)
    assume(len(y) > 2)  # scipy divides by n − 2
    expected = stats.kendalltau(x, y, method="asymptotic")
    assume(np.isfinite(expected.pvalue))
    found = mann_kendall(y, x=x)
    assert 2 * stats.norm.sf(abs(found.s) / np.sqrt(found.variance)) == pytest.approx(expected.pvalue)
    assert np.sign(found.s) == np.sign(round(expected.statistic, 9))


@given(gaps)
def test_missing_months_stay_missing(y: np.ndarray) -> None:
    """A gap counts for nothing: the line is that of the points there are, S that of the values there are."""
    there = np.flatnonzero(np.isfinite(y))
    assume(len(there) > 1)
    kept, only = theil_sen(y), theil_sen(y[there], there)
    assert [kept.slope, kept.intercept, kept.low, kept.high] == pytest.approx(
        [only.slope, only.intercept, only.low, only.high]
    )
    assert mann_kendall(y).z == mann_kendall(y[there]).z


@given(arrays(np.float64, (5, 18), elements=st.one_of(st.integers(-9, 9).map(float), st.just(np.nan))))
def test_many_series_give_what_each_gives_alone(rows: np.ndarray) -> None:
    for name, function in (
        ("slope", theil_sen),
        ("z", lambda y: mann_kendall(y, autocorrelation=True)),
        ("z", lambda y: seasonal_kendall(y, 6, correlated=True)),
        ("high", lambda y: seasonal_slope(y, 6)),
    ):
        together = np.asarray(getattr(function(rows), name))
        alone = [getattr(function(row), name) for row in rows]
        assert together == pytest.approx(alone, nan_ok=True)


@given(whole, st.integers(-5, 5), st.sampled_from([-2.0, 0.5, 3.0]))
def test_a_trend_added_is_a_trend_found(y: np.ndarray, slope: int, scale: float) -> None:
    assume(len(y) > 2)
    line, moved = theil_sen(y), theil_sen(scale * y + slope * np.arange(len(y)))
    assert moved.slope == pytest.approx(scale * line.slope + slope)
    assert mann_kendall(-y).s == -mann_kendall(y).s
    assert mann_kendall(y[::-1]).s == -mann_kendall(y).s


def test_the_season_is_no_trend() -> None:
    """A strong season that starts high looks like a fall to the plain test, and is none to the seasonal one."""
    season = np.linspace(100, 0, 12)
    y = np.tile(season, 3)[:35]
    assert theil_sen(y).slope < -0.5
    assert seasonal_slope(y).slope == 0.0
    assert seasonal_kendall(y).z == 0.0
    assert seasonal_slope(np.tile(season, 3) + 2.0 * np.repeat([0, 1, 2], 12)).slope == pytest.approx(2.0)


def test_the_seasonal_test_of_one_season_is_the_plain_one() -> None:
    y = np.random.default_rng(3).normal(size=(4, 20))
    assert np.asarray(seasonal_kendall(y, 1).z) == pytest.approx(np.asarray(mann_kendall(y).z))
    assert np.asarray(seasonal_kendall(y, 1, correlated=True).z) == pytest.approx(np.asarray(mann_kendall(y).z))


def test_neighbours_that_resemble_each_other_prove_less() -> None:
    """At 5 % a plain test cries wolf several times as often on autocorrelated months; the corrections calm it."""
    rng = np.random.default_rng(11)
    noise = rng.normal(size=(2000, 60))
    for month in range(1, 60):
        noise[:, month] += 0.5 * noise[:, month - 1]
    plain = np.mean(np.asarray(mann_kendall(noise).p) < 0.05)
    calmed = np.mean(np.asarray(mann_kendall(noise, autocorrelation=True).p) < 0.05)
    assert plain > 0.15
    assert calmed < 0.75 * plain
    assert np.median(np.asarray(hamed_rao(rng.normal(size=(500, 60))))) == pytest.approx(1.0, abs=0.2)


def test_without_a_trend_the_test_keeps_its_level() -> None:
    """Of 5,000 white series 5 % are found at 5 %; a few less by season, where three years leave few values of S."""
    rng = np.random.default_rng(5)
    noise, decades = rng.normal(size=(5000, 36)), rng.normal(size=(3000, 240))
    for found in (mann_kendall(noise), seasonal_kendall(noise), seasonal_kendall(decades, correlated=True)):
        assert np.mean(np.asarray(found.p) < 0.05) == pytest.approx(0.04, abs=0.025)


def test_too_little_says_nothing() -> None:
    """No point or one point: no slope, no test; equal values: no trend, p = 1."""
    for y in ([], [1.0], [np.nan, 2.0, None]):
        assert np.isnan(theil_sen(y).slope)
        assert np.isnan(mann_kendall(y).p)
    flat = mann_kendall([3, 3, 3, 3])
    assert (flat.s, flat.variance, flat.z, flat.p) == (0, 0, 0, 1)
    assert theil_sen([Decimal("1.5"), Decimal("2.0")]).slope == 0.5
    assert theil_sen(np.ma.masked_array([1.0, 9.0, 3.0], mask=[False, True, False])).slope == 1.0
    assert theil_sen([1, 2, 3], [4, 4, 4]).slope != theil_sen([1, 2, 3], [4, 4, 4]).slope
    assert theil_sen(np.empty((0, 5))).slope.shape == (0,)


def test_what_is_no_series_is_refused() -> None:
    for call in (
        lambda: theil_sen([1.0, np.inf]),
        lambda: theil_sen([1.0, 2.0], [1.0]),
        lambda: theil_sen([1.0, 2.0], [1.0, np.nan]),
        lambda: theil_sen([1.0, 2.0], confidence=1.0),
        lambda: seasonal_kendall([1.0, 2.0], 0),
        lambda: mann_kendall(5.0),
    ):
        with pytest.raises((ValueError, TypeError)):
            call()
