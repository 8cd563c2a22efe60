"""Portfolios whose truth is known: stable accounts and accounts that erode, month by month, to test detection on.

The noise is that of the AdventureWorks resellers (data/sales/adventureworks.parquet, 2010-12 to 2013-11, the 2,208
orders of resellers with eight orders or more): how the price of an order differs from everyone's price of the same
products that month, how its margin differs from the month's, how large it is against the account's mean, how many
families are in it. What AdventureWorks lacks is added: haggling (`HAGGLE`), January increases that come at another
time and size for each account, margins that wander, mixes that change, growth, seasons that differ a little.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from trousseau.demo.columns import Floats
from trousseau.method.erosion import Signals

LEVELS = (0, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.975, 0.99, 0.995, 1)
"""The levels of the quantiles below."""

PRICE = (-.073, -.04, -.0241, -.0141, -.0072, -.0022, 0, 0, 0, 0, 0, 0, 0, .0005, .0017, .0029, .0058, .0065,
         .0271)  # fmt: skip
MARGIN = (-2.5024, -1.5196, -.2265, -.109, -.092, -.0712, -.0492, -.0326, -.01, 0, .0098, .0239, .0411, .0697, .1048,
          .1832, .2973, .3382, .4464)  # fmt: skip
SIZE = (.0004, .0051, .0082, .0257, .0559, .1911, .4855, .6668, .7909, .9262, 1.0598, 1.2044, 1.3986, 1.7668, 2.2713,
        2.6652, 3.2418, 3.7687, 5.4332)  # fmt: skip
FAMILIES = (1, 1, 1, 1, 1, 1, 2, 3, 4, 5, 5, 7, 11, 13, 15, 15, 20, 21, 21)

HAGGLE = 0.012
"""Relative deviation of the price of one order, on top: AdventureWorks' resellers nearly all pay the list."""

RANGE = 20
"""Families an account buys from."""

RHYTHMS = (1 / 3, 1.0, 2.0, 5.0, 10.0, 20.0, 40.0)
"""Orders a month; a reseller of AdventureWorks orders once a quarter."""


@dataclass(frozen=True)
class Effect:
    """An erosion as it stands a year after it began, reached in a straight line; sales hold all the while.

    The ordinary size is the worst twentieth of AdventureWorks' resellers whose sales held from one year to the next:
    ten points of margin (here through the price) and a quarter of the families; the order rhythm, which never moves
    there, is given the same quarter.
    """

    price: float = 0.10
    orders: float = 0.25
    breadth: float = 0.25
    payment: float = 20.0
    """Days to pay on top."""

    def times(self, size: float) -> Effect:
        """The same effect, larger or smaller."""
        return Effect(size * self.price, size * self.orders, size * self.breadth, size * self.payment)


@dataclass(frozen=True, eq=False)
class Portfolio:
    """Signals of a generated portfolio, which accounts erode, and how often each orders."""

    signals: Signals
    eroding: npt.NDArray[np.bool_]
    rhythm: Floats
    onset: int

    def until(self, month: int) -> Signals:
        """What was known at the end of a month (counted from 1)."""
        s = self.signals
        known = (None if v is None else v[:, :month] for v in (s.price, s.margin, s.breadth, s.payment))
        return Signals(s.revenue[:, :month], s.orders[:, :month], *known)

    def paid(self, payment: Floats) -> Portfolio:
        """The same portfolio, its payment days told."""
        return replace(self, signals=replace(self.signals, payment=payment))


def portfolio(
    seed: int,
    *,
    accounts: int = 200,
    months: int = 42,
    onset: int = 36,
    share: float = 0.2,
    effect: Effect = Effect(),
    rhythms: tuple[float, ...] = RHYTHMS,
) -> Portfolio:
    """A portfolio of `accounts` of each rhythm; `share` of them erode from month `onset` (from 0) on."""
    rng = np.random.default_rng(seed)
    rhythm = np.repeat(rhythms, accounts)
    size = len(rhythm)
    eroding = rng.random(size) < share
    time = np.arange(months)
    ramp = np.asarray(eroding[:, None] * np.clip((time - onset + 1) / 12, 0.0, None), dtype=np.float64)
    season = 1 + 0.25 * np.sin(2 * np.pi * time / 12 + rng.normal(1, 0.2, (size, 1)))
    growth = np.exp(rng.normal(0, 0.08, (size, 1)) * time / 12)
    kept = np.clip(1 - effect.orders * ramp, 0.05, 1)
    orders = rng.poisson(rhythm[:, None] * np.sqrt(season) * growth * kept)
    cell = np.repeat(np.arange(orders.size), orders.ravel())
    amount = _drawn(rng, SIZE, len(cell)) * (np.sqrt(season) / kept).ravel()[cell]
    revenue = _added(cell, amount, orders.shape)
    with np.errstate(invalid="ignore", divide="ignore"):
        noise = _drawn(rng, PRICE, len(cell)) + rng.normal(0, HAGGLE, len(cell))
        price = _added(cell, amount * noise, orders.shape) / revenue
        margin = _added(cell, amount * _drawn(rng, MARGIN, len(cell)), orders.shape) / revenue
    step = _increases(rng, size, months)
    left = np.clip(1 - effect.price * ramp, 0.1, 1)
    margin = 1 - (1 - 0.3 - margin - _wandering(rng, size, months)) / left / np.exp(step)
    signals = Signals(
        revenue=revenue * 1000.0,
        orders=orders.astype(np.float64),
        price=price + step + np.log(left) + 0.025 * (time // 12),
        margin=margin,
        breadth=_breadth(rng, cell, orders, np.asarray(effect.breadth * ramp)),
    )
    return Portfolio(signals, eroding, rhythm, onset)


def payment_days(seed: int, made: Portfolio, effect: Effect = Effect(), *, every: int = 1) -> Floats:
    """Days to pay as a company tells them, whole, a mean of `every` months in the last of them; NaN between.

    Nobody publishes how much payment days waver, so this is an assumption: habits of 30 to 70 days, months that differ
    by four days and remember (AR(1), .5), everybody two days later in August, and one account in ten whose terms change
    for good, by eight days (standard deviation).
    """
    rng = np.random.default_rng([seed, 7])
    size, months = made.signals.revenue.shape
    time = np.arange(months)
    days = rng.uniform(30, 70, (size, 1)) + np.zeros(months) + 2.0 * (time % 12 == 7)
    wander, shock = np.zeros(size), rng.normal(0, 4 * np.sqrt(0.75), (size, months))
    for month in range(months):
        wander = 0.5 * wander + shock[:, month]
        days[:, month] += wander
    changes, when = rng.random((size, 1)) < 0.1, rng.integers(0, months, (size, 1))
    days += changes * rng.normal(0, 8, (size, 1)) * (time >= when)
    days += made.eroding[:, None] * np.clip((time - made.onset + 1) / 12, 0.0, None) * effect.payment
    told = np.full(days.shape, np.nan)
    for last in range(every - 1, months, every):
        told[:, last] = np.rint(np.clip(days[:, last + 1 - every : last + 1].mean(axis=1), 0.0, None))
    return told


def _drawn(rng: np.random.Generator, quantiles: tuple[float, ...], count: int) -> Floats:
    """Values of a distribution known by its quantiles."""
    return np.interp(rng.random(count), LEVELS, quantiles)


def _added(cell: np.ndarray, values: Floats, shape: tuple[int, ...]) -> Floats:
    """The sum of each account's month."""
    return np.bincount(cell, values, shape[0] * shape[1]).reshape(shape).astype(np.float64)


def _increases(rng: np.random.Generator, size: int, months: int) -> Floats:
    """What the increases of each account differ from everyone's: half a per cent, up to two months late."""
    time, step = np.arange(months), np.zeros((size, months))
    for january in range(0, months, 12):
        when = january + rng.integers(0, 3, (size, 1))
        step += rng.normal(0, 0.005, (size, 1)) * (time >= when) - 0.025 * ((time >= january) & (time < when))
    return step


def _wandering(rng: np.random.Generator, size: int, months: int) -> Floats:
    """Margins that remember (AR(1), .7, .4 point a month), and one account in ten whose mix changes for good."""
    wander = np.zeros((size, months))
    shock = rng.normal(0, 0.004, (size, months))
    for month in range(1, months):
        wander[:, month] = 0.7 * wander[:, month - 1] + shock[:, month]
    changes = rng.random((size, 1)) < 0.1
    when = rng.integers(0, months, (size, 1))
    return wander + changes * rng.normal(0, 0.02, (size, 1)) * (np.arange(months) >= when)


def _breadth(rng: np.random.Generator, cell: np.ndarray, orders: np.ndarray, gone: Floats) -> Floats:
    """Distinct families of each month: what the orders draw from a range that shrinks."""
    drawn = _added(cell, np.rint(_drawn(rng, FAMILIES, len(cell))), orders.shape)
    weight = np.exp(-np.arange(RANGE) / 6.0)
    found = np.zeros(orders.shape)
    kept = RANGE * (1 - np.minimum(gone, 0.9))
    total = np.sum([weight[f] * (f < kept) for f in range(RANGE)], axis=0)
    for family in range(RANGE):
        chance = 1 - (1 - (family < kept) * weight[family] / total) ** drawn
        found += rng.random(orders.shape) < chance
    return found
