"""The detector of silent erosion: by hand, at its edges, and on portfolios whose truth is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from trousseau.demo.erosions import Effect, portfolio
from trousseau.method.erosion import SIGNALS, Signals, erosions

SEEDS = (7001, 7002)
"""Never used while the thresholds were set."""


def steady(accounts: int = 12, months: int = 36, seed: int = 1) -> Signals:
    """Accounts of thirty orders a month with a little noise and a season."""
    rng = np.random.default_rng(seed)
    season = 1 + 0.3 * np.sin(np.arange(months) * np.pi / 6)
    orders = rng.poisson(30 * season, (accounts, months)).astype(float)
    return Signals(
        revenue=orders * 1000.0,
        orders=orders,
        price=rng.normal(0, 0.01, (accounts, months)) + 0.002 * np.arange(months),
        margin=0.3 + rng.normal(0, 0.01, (accounts, months)),
        breadth=rng.binomial(12, 0.8, (accounts, months)).astype(float),
    )


def test_a_planted_fall_is_found_dated_and_measured() -> None:
    """Price and margin of the first account fall by 12 % a year over nine months; nobody else is accused."""
    signals = steady()
    line = np.clip(np.arange(36) - 26, 0, None) / 12
    signals.price[0] -= 0.12 * line
    signals.margin[0] -= 0.08 * line
    found = erosions(signals)
    assert found.eroding.tolist() == [True] + [False] * 11
    assert 6 <= found.onset[0] <= 12
    price = found.drifts["price"]
    assert price.change[0] == pytest.approx(-0.09, abs=0.02)
    assert price.low[0] < price.slope[0] < price.high[0] < 0
    assert price.change[0] == pytest.approx(price.slope[0] * found.onset[0] / 12)
    assert found.lost_low[0] < 0.08 * 0.75 * np.sum(signals.revenue[0, -12:]) < found.lost_high[0] * 1.2


def test_what_moves_for_everyone_is_no_erosion() -> None:
    """The whole portfolio loses 10 % of its prices and half its orders: that is told elsewhere, of no account."""
    signals = steady()
    line = np.clip(np.arange(36) - 26, 0, None) / 12
    moved = replace(signals, price=signals.price - 0.1 * line, orders=np.rint(signals.orders * (1 - 0.5 * line)))
    assert erosions(moved).eroding.sum() <= 1


def test_the_level_of_a_signal_says_nothing() -> None:
    """Another price level, another margin, other units of orders and revenue: the same verdict."""
    signals = steady()
    signals.price[0] -= 0.2 * np.clip(np.arange(36) - 28, 0, None) / 12
    one = erosions(signals)
    other = erosions(
        replace(signals, price=signals.price + 7, margin=signals.margin - 0.5, revenue=signals.revenue * 9)
    )
    assert other.evidence == pytest.approx(one.evidence)
    assert other.eroding.tolist() == one.eroding.tolist()


def test_the_order_of_accounts_says_nothing() -> None:
    signals = steady()
    signals.price[3] -= 0.3 * np.clip(np.arange(36) - 28, 0, None) / 12
    turned = Signals(*(None if v is None else v[::-1] for v in (signals.revenue, signals.orders, signals.price,
                                                              signals.margin, signals.breadth)))  # fmt: skip
    assert erosions(turned).eroding[::-1].tolist() == erosions(signals).eroding.tolist()


def test_sales_that_fall_are_another_alarm() -> None:
    signals = steady()
    signals.price[0] -= 0.3 * np.clip(np.arange(36) - 26, 0, None) / 12
    signals.revenue[0, -12:] *= 0.6
    found = erosions(signals)
    assert (found.reason[0], bool(found.eroding[0])) == ("falling", False)
    assert found.sales[0] < 0.85


def test_what_cannot_be_judged_says_why() -> None:
    """A newcomer is too short, one that hardly orders too quiet; nobody knows payment days: unknown, not good."""
    signals = steady()
    for values in (signals.revenue, signals.orders, signals.price, signals.margin, signals.breadth):
        values[0, :-10] = np.nan
    signals.orders[1] = 0.0
    signals.revenue[1] = 0.0
    signals.orders[1, 20] = 1.0
    found = erosions(signals)
    assert found.reason[:3].tolist() == ["short", "quiet", ""]
    assert not found.judged["payment"].any()
    assert np.isnan(found.drifts["payment"].slope).all()
    without = erosions(replace(signals, margin=None, price=None))
    assert np.isnan(without.lost[2:]).all()


def test_payment_days_erode_upwards() -> None:
    signals = steady()
    days = 45 + np.random.default_rng(2).normal(0, 2, signals.revenue.shape)
    days[0] += 4.0 * np.clip(np.arange(36) - 26, 0, None)
    found = erosions(replace(signals, payment=days))
    assert found.eroding[0]
    assert found.drifts["payment"].slope[0] > 24
    assert found.drifts["payment"].p[0] < 0.01


def test_payment_days_told_by_quarters_are_judged_and_everybodys_quarter_is_taken_out() -> None:
    """Eight quarters are enough; a quarter in which everyone pays twenty days later accuses nobody."""
    signals = steady()
    months = signals.revenue.shape[1]
    days = np.full(signals.revenue.shape, np.nan)
    quarters = np.arange(2, months, 3)
    days[:, quarters] = 45 + np.random.default_rng(2).normal(0, 1, (len(days), len(quarters)))
    days[:, quarters[-3:]] += 20
    found = erosions(replace(signals, payment=days))
    assert found.judged["payment"].all()
    assert np.nanmin(found.drifts["payment"].p) > 0.001
    assert np.isfinite(found.drifts["payment"].values).sum(axis=1).tolist() == [8] * len(days)
    days[0, quarters] += 4.0 * np.clip(quarters - 26, 0, None)
    assert erosions(replace(signals, payment=days)).drifts["payment"].p[0] < 0.05
    yearly = np.where(np.arange(months) % 12 == 11, days, np.nan)
    assert not erosions(replace(signals, payment=yearly)).judged["payment"].any()


def test_a_few_accounts_are_compared_with_their_own_year_before() -> None:
    """With three accounts there is no portfolio to take a season from; three years of history still say it."""
    signals = steady(3)
    signals.price[0] -= 0.25 * np.clip(np.arange(36) - 26, 0, None) / 12
    found = erosions(signals)
    assert not found.compared
    assert found.eroding.tolist() == [True, False, False]


def test_nothing_and_nonsense() -> None:
    for months in (0, 1, 5):
        empty = erosions(Signals(np.zeros((2, months)), np.zeros((2, months))))
        assert not empty.eroding.any()
    assert erosions(Signals(np.zeros((0, 30)), np.zeros((0, 30)))).eroding.shape == (0,)
    with pytest.raises(ValueError, match="shape"):
        Signals(np.zeros((2, 3)), np.zeros((2, 4)))
    with pytest.raises(ValueError, match="finite"):
        Signals(np.zeros((2, 3)), np.full((2, 3), np.inf))
    assert set(SIGNALS) == {"price", "margin", "orders", "breadth", "payment"}


def test_planted_erosions_are_found_within_two_quarters_and_few_are_accused() -> None:
    """The claim of docs/erosion.md in small: 80 % found, at most 5 % accused, on seeds never used while tuning."""
    found, eroding, often = [], [], []
    for seed in SEEDS:
        made = portfolio(seed, accounts=60, effect=Effect())
        seen = np.zeros(len(made.eroding), dtype=bool)
        for month in (made.onset + 3, made.onset + 6):
            seen |= erosions(made.until(month)).eroding
        found.append(seen)
        eroding.append(made.eroding)
        often.append(made.rhythm >= 5)
    seen, truth, regular = map(np.concatenate, (found, eroding, often))
    assert np.mean(seen[truth & regular]) >= 0.8
    assert np.mean(seen[~truth & regular]) <= 0.05
    assert np.mean(seen[~truth]) <= 0.05
