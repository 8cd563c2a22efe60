"""What if: revenue, costs and what they leave, after any combination of losses and shocks.

portfolio = cells([60, 40], [30, 10], labels={"account": ["a", "b"], "zone": ["Nord", "Sud"]})
after = what_if(portfolio, [Loss({"account": "a"}), Inflation(0.08, {"zone": "Sud"}, passed_on=0.5)])
after.total.after.margin

A *cell* is what one account buys in one zone, division, currency, family. Each shock bears on the cells that bear
every label of its `on` (`{}`: on all). For one cell, with R its revenue, C its cost of goods, S its cost to serve:

| shock                                   | volume      | price         | costs                          |
|-----------------------------------------|-------------|---------------|--------------------------------|
| loss of a share s (an account leaves, a | × (1 − s)   |               |                                |
| competitor takes a part of a zone)      |             |               |                                |
| volume v                                | × (1 + v)   |               |                                |
| currency c                              |             | × (1 + c)     | stay, or × (1 + c) if told     |
| inflation π, passed on θ                |             | × (1 + π θ)   | × (1 + π)                      |
| duty t, passed on θ                     |             | × (1 + t θ)   | + t × revenue before its price |

R' = R·k·p·(1 + Σ tθ), C' = C·k·h + Σt·R·k·p, S' = S·k·h, where k is the product of the volume factors, p that of the
prices (currency, inflation), h that of the costs. A duty is owed on revenue before it raises prices, so a duty passed
on whole leaves the margin as it was. Several duties on a cell add up; all other factors multiply. Shocks are put in
one order before they are combined, so the order they come in changes nothing, and nothing asked changes nothing.
Fixed costs are no part of a cell: they stay. Credit notes (negative cells) follow the same factors.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from trousseau.method.arrays import Floats, Integers, Numbers, finite

On = Mapping[str, Hashable]
"""The labels a cell must bear for a shock to reach it, by dimension; empty: every cell."""


def _between(value: float, low: float, high: float, what: str) -> None:
    """Refuse what lies outside, NaN included."""
    if not low <= value <= high:
        raise ValueError(f"{what} lies between {low:g} and {high:g}, got {value}")


@dataclass(frozen=True)
class Loss:
    """A share of what is sold goes, with what it costs: an account or a group leaves, a competitor enters."""

    on: On
    share: float = 1.0
    """The part lost, from 0 to 1."""

    def __post_init__(self) -> None:
        _between(self.share, 0.0, 1.0, "a share lost")


@dataclass(frozen=True)
class Volume:
    """What is sold changes by a fraction, with what it costs; −1: nothing is sold any more."""

    change: float
    on: On = field(default_factory=dict)

    def __post_init__(self) -> None:
        _between(self.change, -1.0, np.finfo(float).max, "a change of volume")


@dataclass(frozen=True)
class Currency:
    """A currency gains or loses against the base: revenue in it is worth that much more or less."""

    change: float
    on: On
    costs_follow: bool = False
    """Whether the costs of these cells are paid in that currency too."""

    def __post_init__(self) -> None:
        _between(self.change, -1.0, np.finfo(float).max, "a change of currency")


@dataclass(frozen=True)
class Inflation:
    """Costs rise by `rate` (0.08 is 8 %, 2 is 200 %); prices by the part of it that is passed on."""

    rate: float
    on: On = field(default_factory=dict)
    passed_on: float = 0.0

    def __post_init__(self) -> None:
        _between(self.rate, -1.0, np.finfo(float).max, "an inflation")
        _between(self.passed_on, 0.0, 1.0, "a share passed on")


@dataclass(frozen=True)
class Duty:
    """A customs duty changes by `rate` of revenue, ours to pay; prices rise by the part of it that is passed on."""

    rate: float
    on: On = field(default_factory=dict)
    passed_on: float = 0.0

    def __post_init__(self) -> None:
        _between(self.rate, -1.0, np.finfo(float).max, "a duty")
        _between(self.passed_on, 0.0, 1.0, "a share passed on")


Shock = Loss | Volume | Currency | Inflation | Duty


@dataclass(frozen=True)
class Amounts:
    """Sums of cells, in their unit."""

    revenue: float
    margin: float
    """Revenue whose cost is known − that cost (duties included); NaN where no cost is."""
    contribution: float
    """Margin − cost to serve; NaN where the margin is."""


@dataclass(frozen=True)
class Pair:
    """The same sums before and after."""

    before: Amounts
    after: Amounts


@dataclass(frozen=True, eq=False)
class Cells:
    """Amounts of n cells in one unit, and what each cell is."""

    revenue: Floats
    costed: Floats
    """The revenue whose cost is known."""
    cost: Floats
    serve: Floats
    known: bool
    """Whether any cost is known."""
    labels: dict[str, tuple[tuple[Hashable, ...], Integers]]
    """Of each dimension: its values in order of appearance, and which of them each cell bears."""

    def __len__(self) -> int:
        return len(self.revenue)

    def bearing(self, on: On) -> npt.NDArray[np.bool_]:
        """The cells a shock reaches; none where a value is nobody's.

        Raises:
            ValueError: a dimension the cells do not have.
        """
        reached = np.ones(len(self), dtype=np.bool_)
        for dimension, value in on.items():
            if dimension not in self.labels:
                raise ValueError(f"the cells have no {dimension}")
            names, code = self.labels[dimension]
            reached &= code == (names.index(value) if value in names else -1)
        return reached

    def sums(self, dimension: str | None = None) -> dict[Hashable, Amounts]:
        """The amounts of each value of a dimension, in order of appearance; None: of all, under the key None."""
        names, code = self.labels[dimension] if dimension else ((None,), np.zeros(len(self), dtype=np.intp))
        revenue, costed, cost, serve = (
            np.bincount(code, weights=values, minlength=len(names)).tolist()
            for values in (self.revenue, self.costed, self.cost, self.serve)
        )
        unknown = 0.0 if self.known else float("nan")
        return {
            name: Amounts(revenue[i], costed[i] - cost[i] + unknown, costed[i] - cost[i] - serve[i] + unknown)
            for i, name in enumerate(names)
        }


def cells(
    revenue: Numbers,
    cost: Numbers | None = None,
    serve: Numbers | None = None,
    *,
    costed: Numbers | None = None,
    labels: Mapping[str, Iterable[Hashable]],
) -> Cells:
    """Cells from one amount a cell, shape (n,), n may be 0, and one label a cell in each dimension.

    `cost` None: no cost is known, margin and contribution are NaN. `costed`: the revenue whose cost is known, where
    that is not all of it. `serve` None: nothing is told of the cost to serve, the contribution is the margin.

    Raises:
        ValueError: a missing or infinite amount, or not one of each for each cell.
    """
    amount = finite(revenue, "revenue")
    size = len(amount)
    nothing = np.zeros(size)
    paid = nothing if cost is None else finite(cost, "cost")
    known = nothing if cost is None else amount if costed is None else finite(costed, "costed revenue")
    served = nothing if serve is None else finite(serve, "cost to serve")
    for name, values in (("costs", paid), ("costed revenues", known), ("costs to serve", served)):
        if len(values) != size:
            raise ValueError(f"{len(values)} {name} for {size} cells")
    return Cells(amount, known, paid, served, cost is not None, {n: _coded(n, v, size) for n, v in labels.items()})


@dataclass(frozen=True, eq=False)
class WhatIf:
    """The cells before and after."""

    before: Cells
    after: Cells

    @cached_property
    def total(self) -> Pair:
        """Of all cells."""
        return self.by(None)[None]

    def by(self, dimension: str | None) -> dict[Hashable, Pair]:
        """Of each value of a dimension."""
        before, after = self.before.sums(dimension), self.after.sums(dimension)
        return {name: Pair(before[name], after[name]) for name in before}


def what_if(portfolio: Cells, shocks: Iterable[Shock]) -> WhatIf:
    """The cells after all shocks together, in any order.

    Raises:
        ValueError: a shock on a dimension the cells do not have, duties that would make prices negative, or amounts
            too large to be numbers.
    """
    size = len(portfolio)
    volume, price, costs, duty, passed = np.ones(size), np.ones(size), np.ones(size), np.zeros(size), np.zeros(size)
    with np.errstate(over="ignore", invalid="ignore"):
        for shock in sorted(shocks, key=_order):
            reached = portfolio.bearing(shock.on)
            if isinstance(shock, Loss):
                volume[reached] *= 1.0 - shock.share
            elif isinstance(shock, Volume):
                volume[reached] *= 1.0 + shock.change
            elif isinstance(shock, Currency):
                price[reached] *= 1.0 + shock.change
                costs[reached] *= 1.0 + shock.change if shock.costs_follow else 1.0
            elif isinstance(shock, Inflation):
                price[reached] *= 1.0 + shock.rate * shock.passed_on
                costs[reached] *= 1.0 + shock.rate
            else:
                duty[reached] += shock.rate
                passed[reached] += shock.rate * shock.passed_on
        if size and passed.min() < -1.0:
            raise ValueError("duties that fall by more than the whole price")
        # Zero is added so that nothing lost is 0, never −0.
        base, known = portfolio.revenue * volume * price, portfolio.costed * volume * price
        after = Cells(
            revenue=base * (1.0 + passed) + 0.0,
            costed=known * (1.0 + passed) + 0.0,
            cost=portfolio.cost * volume * costs + duty * known + 0.0,
            serve=portfolio.serve * volume * costs + 0.0,
            known=portfolio.known,
            labels=portfolio.labels,
        )
    if not all(np.isfinite(v).all() for v in (after.revenue, after.costed, after.cost, after.serve)):
        raise ValueError("these shocks together make amounts too large to be numbers")
    return WhatIf(portfolio, after)


def _order(shock: Shock) -> tuple[str, str, str]:
    """One order for the same shocks, however they come: floating-point products depend on it."""
    on = sorted(f"{dimension}={value!r}" for dimension, value in shock.on.items())
    numbers = [value for name, value in vars(shock).items() if name != "on"]
    return type(shock).__name__, "&".join(on), repr(numbers)


def _coded(name: str, labels: Iterable[Hashable], size: int) -> tuple[tuple[Hashable, ...], Integers]:
    """The values of a dimension in order of appearance, and the number of each cell's."""
    given = labels.tolist() if isinstance(labels, np.ndarray) else list(labels)
    if len(given) != size:
        raise ValueError(f"{len(given)} labels of {name} for {size} cells")
    position: dict[Hashable, int] = {}
    code = np.fromiter((position.setdefault(label, len(position)) for label in given), dtype=np.intp, count=size)
    return tuple(position), code
