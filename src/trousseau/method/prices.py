"""Price corridors: one customer, one product, many zones; and what “your lowest price everywhere” would cost."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from trousseau.method.arrays import NOISE, Floats, Integers, Numbers, finite

Reference = Literal["weighted_mean", "mean", "median", "lowest", "highest"]
"""References worked out from the prices themselves; a list or a target price is given as a number."""

Level = Literal["lowest", "mean", "floor"]
"""Where prices may be harmonised: see `Corridor.level`."""

BY_NAME: dict[str, Callable[[npt.NDArray[np.longdouble]], float]] = {
    "mean": lambda prices: float(prices.mean()),
    "median": lambda prices: float(np.median(prices)),
    "lowest": lambda prices: float(prices.min()),
    "highest": lambda prices: float(prices.max()),
}
"""The references that weigh no price by what was bought at it."""

WIDTH = 0.10
"""The usual half-width of a corridor, as a fraction of its reference."""


@dataclass(frozen=True, eq=False)
class Corridor:
    """The net prices one customer pays for one product, one a zone, beside a reference.

    Every price given counts as a price the customer can point to, whatever was bought at it; a quantity of 0 only
    weighs nothing in means and costs. Without any price, all figures are NaN, costs are 0 and there is no outlier;
    without any unit, so is the weighted mean and what hangs on it.
    """

    prices: Floats
    """One net price a zone, in one currency, in the order given. Shape (n,)."""
    quantities: Floats
    """The units bought at each. Shape (n,)."""
    reference: float
    """What prices are compared with."""
    low: float
    """The lower edge of the corridor: reference − width · |reference|."""
    high: float
    """The upper edge of the corridor: reference + width · |reference|."""
    to: Level
    floor: float | None

    @property
    def lowest(self) -> float:
        """The lowest price, p_min."""
        return float(self.prices.min()) if len(self.prices) else float("nan")

    @property
    def highest(self) -> float:
        """The highest price, p_max."""
        return float(self.prices.max()) if len(self.prices) else float("nan")

    @cached_property
    def mean(self) -> float:
        """Σ q p / Σ q: what a unit was paid on average."""
        return _weighted_mean(self.prices, self.quantities)

    @property
    def spread(self) -> float:
        """(p_max − p_min) / reference; NaN where the reference is not above zero.

        0 for equal prices and for one price; .33 is “a third apart”.
        """
        return (self.highest - self.lowest) / self.reference if self.reference > 0.0 else float("nan")

    @cached_property
    def gaps(self) -> Floats:
        """Of each price from the reference: p / reference − 1, shape (n,); NaN where that is not above zero."""
        if not self.reference > 0.0:
            return np.full(self.prices.shape, np.nan)
        return (self.prices - self.reference) / self.reference

    @cached_property
    def outliers(self) -> Integers:
        """The indices of the prices outside [low, high], ascending; a price on an edge is inside."""
        slack = NOISE * abs(self.high) if math.isfinite(self.high) else 0.0
        outside = (self.prices < self.low - slack) | (self.prices > self.high + slack)
        found: Integers = np.flatnonzero(outside)
        return found

    @property
    def harmonisation_cost(self) -> float:
        """Σ q · max(0, p − level): the revenue given up when nobody pays more than the level `to` says.

        At the lowest price (the default) this is Σ q (p − p_min). It is never negative, and at the lowest price
        it is 0 only where every unit was bought at that price.
        """
        return self.cost_at(self.level(self.to, self.floor))

    def level(self, to: Level, floor: float | None = None) -> float:
        """The price above which nobody pays.

        `lowest`: p_min, what the customer asks for. `mean`: the weighted mean, where those below stay below.
        `floor`: the lowest price, but never under `floor`: the most a negotiator may grant.

        Raises:
            ValueError: an unknown name, or `floor` without one.
        """
        if to == "lowest":
            return self.lowest
        if to == "mean":
            return self.mean
        if to == "floor":
            if floor is None or not math.isfinite(floor):
                raise ValueError("harmonising at a floor needs the floor, a finite price")
            return max(self.lowest, float(floor))
        raise ValueError(f"prices are harmonised at lowest, mean or floor, not {to!r}")

    def cost_at(self, level: float) -> float:
        """Σ q · max(0, p − level): the revenue given up when nobody pays more than `level`; 0 for a level of NaN."""
        if math.isnan(level):
            return 0.0
        above = np.maximum(self.prices.astype(np.longdouble) - level, 0.0)
        return float(np.sum(self.quantities * above))

    def gain_at(self, level: float) -> float:
        """Σ q · max(0, level − p): what raising those below to `level` would bring, were nothing lost by it."""
        if math.isnan(level):
            return 0.0
        below = np.maximum(level - self.prices.astype(np.longdouble), 0.0)
        return float(np.sum(self.quantities * below))


def corridor(
    prices: Numbers,
    quantities: Numbers,
    reference: Reference | float | Decimal = "weighted_mean",
    *,
    width: float = WIDTH,
    to: Level = "lowest",
    floor: float | Decimal | None = None,
) -> Corridor:
    """The corridor of the prices one customer pays for one product, one price and one quantity a zone.

    `prices` are net of discounts, a unit, in one currency; `quantities` are the units bought at each, 0 or more,
    in one unit of measure. Both have shape (n,), n may be 0. `reference` is worked out from the prices by name, or
    given as a number (a list price, a target). Prices of zero or below are taken as they are (free goods,
    rebates above the price). Returned goods must be netted with what was bought first.

    Source: the price corridor of H. Simon & R. J. Dolan, Power Pricing (1996), ch. 6, for products sold in several
    countries to buyers who compare; the cost at the lowest price is the loss in its worst case.

    Raises:
        ValueError: a missing or infinite price or quantity, a quantity below zero, not one quantity for each price,
            an unknown or infinite reference, a width below 0, a floor that is missing or infinite where it is needed.
    """
    paid, bought = finite(prices, "prices"), finite(quantities, "quantities")
    if paid.shape != bought.shape:
        raise ValueError(f"{len(bought)} quantities for {len(paid)} prices")
    if (bought < 0.0).any():
        raise ValueError("a quantity below zero is a return: net it with what was bought before asking for prices")
    if not (math.isfinite(width) and width >= 0.0):
        raise ValueError(f"the width of a corridor is a fraction of 0 or more, got {width}")
    about = _reference(paid, bought, reference)
    half = float(width) * abs(about)
    found = Corridor(
        prices=paid,
        quantities=bought,
        reference=about,
        low=about - half,
        high=about + half,
        to=to,
        floor=None if floor is None else float(floor),
    )
    found.level(to, found.floor)
    return found


def _reference(prices: Floats, quantities: Floats, reference: Reference | float | Decimal) -> float:
    """The reference as a number."""
    if not isinstance(reference, str):
        if isinstance(reference, bool) or not math.isfinite(reference):
            raise ValueError(f"a reference is a name or a finite price, got {reference!r}")
        return float(reference)
    if reference == "weighted_mean":
        return _weighted_mean(prices, quantities)
    if reference not in BY_NAME:
        raise ValueError(f"a reference is a price or one of weighted_mean, {', '.join(BY_NAME)}, not {reference!r}")
    if not len(prices):
        return float("nan")
    worked_out = BY_NAME[reference](prices.astype(np.longdouble))
    return min(max(worked_out, float(prices.min())), float(prices.max()))


def _weighted_mean(prices: Floats, quantities: Floats) -> float:
    """Σ q p / Σ q, between the lowest and the highest price of what was bought, however far sizes are apart."""
    most = float(quantities.max(initial=0.0))
    if most == 0.0:
        return float("nan")
    weights = (quantities / most).astype(np.longdouble)
    mean = float(np.sum(weights * prices) / np.sum(weights))
    bought = prices[quantities > 0.0]
    return min(max(mean, float(bought.min())), float(bought.max()))
