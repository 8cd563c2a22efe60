"""The grid a loss distribution is worked out on: its step, how far it reaches, and how an exposure is put on it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import scipy

from trousseau.method.arrays import Floats, Integers
from trousseau.method.loss.portfolio import Portfolio

POINTS = 4096
"""Points of a grid whose step nobody asked for."""

EXACT_POINTS = 32_768
"""Up to so many points, exposures that are multiples of one amount are kept exactly."""

MOST_POINTS = 1 << 18
FEW = 256
"""Up to so many different exposures a common measure of them is looked for."""

MANY = 20_000
"""Among more accounts than this none is looked for."""

TAIL = 1e-10
"""The probability that may lie beyond either end of the grid, at most."""


@dataclass(frozen=True)
class Grid:
    """Losses `origin + unit · (start + j)` for j = 0 … points − 1."""

    unit: float
    origin: float
    """A loss that is there in any case; it need not be a multiple of the unit."""
    start: int
    points: int
    tail: float
    """A bound of the probability that lies beyond the ends."""

    def losses(self) -> Floats:
        """The loss of each point."""
        return self.origin + self.unit * (self.start + np.arange(self.points, dtype=np.float64))


def grid(portfolio: Portfolio, unit: float | None, origin: float) -> Grid:
    """The grid of a portfolio that has random accounts.

    Raises:
        ValueError: a unit that is no positive number, or so fine that the grid would not fit in memory.
    """
    low, high = _reach(portfolio)
    bounded = low > portfolio.least or high < portfolio.most
    if unit is None:
        step = _measure(portfolio, high - low) or _even(portfolio, high - low)
    else:
        step = float(unit)
        if not (math.isfinite(step) and step > 0.0):
            raise ValueError(f"the unit of the grid is a positive amount, got {unit}")
        if step > (size := float(np.abs(portfolio.exposure[portfolio.random]).sum())):
            raise ValueError(f"a unit of {step:g} is too coarse for exposures of {size:g} in all")
    needed = (high - low) / step + 4
    if needed > MOST_POINTS:
        finest = (high - low) / (MOST_POINTS - 4)
        raise ValueError(f"a unit of {step:g} is too fine for losses of up to {high:g}; from {finest:.3g} on it fits")
    start = math.floor((low - origin) / step + ROUND) - 1
    points = scipy.fft.next_fast_len(math.ceil((high - origin) / step - ROUND) + 2 - start, real=True)
    return Grid(step, origin, start, points, tail=2.0 * TAIL if bounded else 0.0)


def _even(portfolio: Portfolio, length: float) -> float:
    """A step that divides the length evenly, finer where one huge and most improbable loss would hide the others.

    No law on a grid whose step is over twice the deviation has that deviation.
    """
    return min(length / (POINTS - 4), max(math.sqrt(portfolio.spread), length / (MOST_POINTS - 4)))


ROUND = 1e-9
"""A number of steps this close to a whole one is that one."""


def _reach(portfolio: Portfolio) -> tuple[float, float]:
    """Losses that are passed, downwards and upwards, with a probability of `TAIL` at most."""
    high = min(portfolio.most, _passed(portfolio, 1.0))
    low = max(portfolio.least, -_passed(portfolio, -1.0))
    return low, high


def _passed(portfolio: Portfolio, sign: float) -> float:
    """A bound of the upper (sign 1) or lower (−1) end by Chernoff: P(L ≥ x) ≤ exp(K(θ) − θx).

    K is bounded through e^z − 1 ≤ z + z² (e^m − 1 − m) / m² for z ≤ m, so that it needs two sums a sector.
    """
    p, e = portfolio.probability[portfolio.random], portfolio.exposure[portfolio.random]
    largest = max(float((sign * e).max(initial=0.0)), 1e-3 * float(np.abs(e).max()))
    theta = np.geomspace(1e-6, 60.0, 600)[:, None] / largest
    curve = np.square(theta) * _excess(theta * largest)
    first, second = sign * portfolio.sector_mean, portfolio.sector_second
    alone = theta * (sign * (p @ e) - first.sum()) + curve * max(p @ np.square(e) - second.sum(), 0.0)
    mixed = np.maximum(1.0 - portfolio.variance * (theta * first + curve * second), 0.0)
    with np.errstate(divide="ignore"):
        cumulant = alone[:, 0] - (np.log(mixed) / portfolio.variance).sum(axis=1)
    bound = (cumulant - math.log(TAIL)) / theta[:, 0]
    return float(np.min(bound[np.isfinite(bound)])) + sign * float(portfolio.certain.sum())


def _excess(m: Floats) -> Floats:
    """(e^m − 1 − m) / m², by its series where m is small."""
    return np.where(m < 1e-3, 0.5 + m / 6.0, (np.expm1(m) - m) / np.square(m))


def _measure(portfolio: Portfolio, length: float) -> float | None:
    """The largest amount of which every exposure is a multiple; None without one, or when the grid would be long."""
    exposures = np.abs(portfolio.exposure[portfolio.random])
    if len(exposures) > FEW:
        exposures = np.unique(exposures[:MANY])
        if len(exposures) > FEW or len(portfolio.random) > MANY:
            return None
    for decimals in range(7):
        scaled = exposures * 10.0**decimals
        whole = np.rint(scaled)
        if (np.abs(scaled - whole) <= ROUND * np.maximum(whole, 1.0)).all() and whole.max() < 2**52:
            measure = float(np.gcd.reduce(whole.astype(np.int64))) / 10.0**decimals
            return measure if measure > 0.0 and length / measure <= EXACT_POINTS else None
    return exposures[0] if len(exposures) == 1 else None


def nearest(steps: Floats) -> tuple[Integers, Floats]:
    """The three-point split of amounts in grid steps: the nearest point n, and what n−1, n and n+1 get.

    The parts add up to 1 and keep the amount and its square, so neither mean nor variance change; the outer
    ones may be slightly negative (Lagrange). Shapes (m,) and (3, m).
    """
    point = np.rint(steps)
    off = steps - point
    off[np.abs(off) < ROUND] = 0.0
    return point.astype(np.intp), np.stack((0.5 * off * (off - 1.0), 1.0 - off * off, 0.5 * off * (off + 1.0)))
