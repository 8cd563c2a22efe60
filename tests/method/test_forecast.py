"""Forecasts of yearly sales: honest intervals, short histories, nothing strange from strange input."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from trousseau.method.forecast import ENOUGH, forecast, growth, season

SEASON = np.array([0.9, 1.1, 1.05, 0.95])


def portfolio(seed: int, *, n: int = 400, quarters: int = 28, leaving: float = 0.03) -> np.ndarray:
    """Accounts whose growth wanders and fades, with noise, season, losses and late beginnings."""
    rng = np.random.default_rng(seed)
    level, trend, noise = rng.normal(11, 1.2, n), rng.normal(0.03, 0.12, n) / 4, rng.gamma(4, 0.05, n)
    there = np.ones(n, dtype=bool)
    sold = np.zeros((n, quarters))
    for quarter in range(quarters):
        level = level + trend + rng.normal(0, 0.04, n)
        trend = 0.95 * trend + 0.05 * 0.03 / 4 + rng.normal(0, 0.008, n)
        there &= rng.random(n) > leaving / 4
        sold[:, quarter] = np.where(there, np.exp(level + rng.normal(0, 1, n) * noise) * SEASON[quarter % 4], 0.0)
    begins = np.where(rng.random(n) < 0.2, rng.integers(1, quarters - 1, n), 0)
    sold[np.arange(quarters)[None, :] < begins[:, None]] = np.nan
    return sold


@pytest.mark.parametrize("seed", range(100, 104))
def test_about_as_many_land_in_the_interval_as_it_says(seed):
    sold = portfolio(seed)
    made = forecast(sold[:, :16])
    for year in (1, 2, 3):
        came = sold[:, 12 + 4 * year : 16 + 4 * year].sum(axis=1)
        known = np.isfinite(made.low[:, year - 1])
        inside = (came >= made.low[:, year - 1]) & (came <= made.high[:, year - 1])
        assert 0.70 < inside[known].mean() < 0.93
        assert 0.8 < made.expected[known, year - 1].sum() / came[known].sum() < 1.25
    assert made.check is not None
    assert 0.70 < made.check.share < 0.93


def test_the_probability_to_reach_a_size_comes_true():
    came, foretold = 0, 0.0
    for seed in range(110, 114):
        sold = portfolio(seed)
        made = forecast(sold[:, :16])
        near = np.isfinite(made.middle[:, 2])
        then = sold[near, 24:28].sum(axis=1)
        line = float(np.median(made.now[near]))
        came += int((then >= line).sum())
        foretold += float(made.reach(line, 3)[near].sum())
    assert foretold == pytest.approx(came, rel=0.1)


def test_a_steady_account_is_told_from_a_wild_one():
    rng = np.random.default_rng(5)
    steady = 1000 * 1.2 ** (np.arange(16) / 4) * np.exp(rng.normal(0, 0.01, 16))
    wild = 1000 * 1.2 ** (np.arange(16) / 4) * np.exp(rng.normal(0, 0.8, 16))
    found = growth(np.vstack([steady, wild]))
    assert found.rate[0] == pytest.approx(0.2, abs=0.03)
    assert found.rising.tolist() == [True, False]


def test_too_short_a_history_says_nothing():
    sold = np.full((2, 12), 100.0)
    sold[1, :5] = np.nan
    made = forecast(sold)
    assert made.short.tolist() == [False, True]
    assert np.isnan(made.middle[1]).all()
    assert np.isnan(made.reach(50, 3)[1])
    assert made.check is None
    assert made.tried < ENOUGH


def test_one_account_alone_is_forecast_by_its_own_noise():
    made = forecast(100 * 1.1 ** (np.arange(16.0) / 4)[None, :])
    assert made.low[0, 0] <= made.middle[0, 0] <= made.high[0, 0]
    assert made.middle[0, 0] == pytest.approx(made.now[0] * 1.1, rel=0.05)


def test_losses_reach_down_to_nothing():
    sold = portfolio(7)[:, :16]
    lost = np.full((len(sold), 3), 0.5)
    made = forecast(sold, lost=lost)
    known = np.isfinite(made.middle[:, 0])
    assert (made.low[known] == 0.0).all()
    assert np.nanmax(made.reach(1.0, 1)) <= 0.5


def test_the_season_of_the_portfolio_is_found():
    sold = np.tile(SEASON, 4)[None, :] * np.array([[100.0], [50.0]])
    assert season(sold) == pytest.approx(np.tile(SEASON, 4))
    assert season(sold[:, :14])[-4:] == pytest.approx(np.roll(SEASON, -2))


@settings(max_examples=60, deadline=None)
@given(arrays(float, st.tuples(st.integers(0, 6), st.integers(0, 18)),
              elements=st.one_of(st.just(np.nan), st.floats(-1e9, 1e12))))  # fmt: skip
def test_nothing_strange_comes_of_strange_sales(sold):
    made = forecast(sold)
    known = ~np.isnan(made.middle)
    assert (made.low[known] <= made.high[known] * (1 + 1e-9)).all()
    assert (made.low[known] >= 0.0).all()
    chances = made.reach(1000.0, 2)
    assert (np.isnan(chances) | ((chances >= 0.0) & (chances <= 1.0))).all()


def test_what_means_nothing_is_refused():
    with pytest.raises(ValueError, match="accounts × quarters"):
        forecast(np.zeros(3))
    with pytest.raises(ValueError, match="level"):
        forecast(np.zeros((1, 12)), level=1.0)
