"""How much is lost when each customer leaves with a probability, and customers of a sector leave together."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from trousseau.method.arrays import Floats, Integers, Numbers
from trousseau.method.loss.grid import Grid, grid
from trousseau.method.loss.moments import kept
from trousseau.method.loss.portfolio import Portfolio, portfolio
from trousseau.method.loss.transform import LARGE, Transform, transform

Law = Literal["bernoulli", "poisson"]
Figure = Literal["shortfall", "quantile"]

STEADY = 1e-12
"""A distribution function this close to a probability has reached it."""

WIDTH = 0.05
"""What carries a quantile is read from losses this many deviations around it, as one loss alone says little."""


@dataclass(frozen=True, eq=False)
class LossDistribution:
    """The probability of each loss, on a grid, in the unit of the exposures."""

    expected: float
    """Σ p E, in closed form; the mean of the grid's law is the same."""
    std: float
    """The deviation in closed form (see `loss_distribution`); that of the grid's law is the same."""
    losses: Floats
    """The losses of the grid, ascending, one `unit` apart."""
    probabilities: Floats
    """The probability of each, none negative; they add up to 1."""
    unit: float
    """The step of the grid: a quantile is right to one step. 0 where there is one possible loss only."""
    tail: float
    """A bound of the probability of losses beyond the ends of the grid; 0 where the grid holds them all."""
    _portfolio: Portfolio = field(repr=False)
    _transform: Transform | None = field(repr=False)
    _raw: Floats = field(repr=False)

    @cached_property
    def cumulative(self) -> Floats:
        """P(L ≤ loss) of each loss of the grid."""
        return np.minimum(np.cumsum(self.probabilities.astype(np.longdouble)), 1.0).astype(np.float64)

    def quantile(self, p: float) -> float:
        """The smallest loss of the grid that is not passed with probability p: P(L ≤ loss) ≥ p.

        `quantile(.95)` is passed one year in twenty. `quantile(1)` is the largest loss of the grid that can happen.

        Raises:
            ValueError: p outside 0 to 1.
        """
        return float(self.losses[self._index(p)])

    def shortfall(self, p: float) -> float:
        """The mean of the worst 1 − p of all years (expected shortfall, tail value at risk).

        Where the loss at the quantile has a probability of its own, only the part of it that belongs to the
        worst 1 − p counts (Acerbi & Tasche 2002); `shortfall(0)` is the mean, `shortfall(1)` the largest loss.

        Raises:
            ValueError: p outside 0 to 1.
        """
        return float(np.sum(self._worst(p).astype(np.longdouble) * self.probabilities * self.losses))

    def contributions(self, p: float, *, of: Figure = "shortfall") -> Floats:
        """How much each account carries of the shortfall (or of the quantile), shape (n,); they add up to it.

        The Euler allocation (Tasche 1999): an account carries what it loses on average in the worst 1 − p of all
        years, E[Lᵢ | worst]. Of a quantile, E[Lᵢ | L near the quantile] within a few steps, scaled to add up to it.

        Raises:
            ValueError: p outside 0 to 1, a figure that is neither.
        """
        if of not in {"shortfall", "quantile"}:
            raise ValueError(f"contributions are to the shortfall or to the quantile, not to {of!r}")
        if of == "shortfall":
            figure, weighting = self.shortfall(p), self._worst(p)
        else:
            figure, weighting = self.quantile(p), self._near(p)
        if self._transform is None:
            return self._portfolio.certain.copy()
        ratio = np.divide(self.probabilities, self._raw, out=np.zeros_like(self._raw), where=self._raw > 0.0)
        carried = self._transform.added(weighting * ratio)
        missing = figure - float(np.sum(carried, dtype=np.longdouble))
        size = np.abs(carried)
        if not size.any():
            size = np.abs(self._portfolio.probability * self._portfolio.exposure)
        return np.asarray(carried + missing * size / size.sum())

    def _index(self, p: float) -> int:
        """Where the quantile is on the grid."""
        if not 0.0 <= p <= 1.0:
            raise ValueError(f"a probability lies between 0 and 1, got {p}")
        possible = np.flatnonzero(self.probabilities > 0.0)
        reached = possible[int(np.searchsorted(self.cumulative[possible], p - STEADY))]
        return int(min(reached, possible[-1]))

    def _worst(self, p: float) -> Floats:
        """The weight of each loss in the mean of the worst 1 − p."""
        index = self._index(p)
        weight = np.zeros(len(self.losses))
        left = 1.0 - p
        beyond = float(self.probabilities[index + 1 :].sum())
        if left <= STEADY:
            weight[index] = 1.0 / self.probabilities[index]
            return weight
        weight[index + 1 :] = 1.0 / left
        weight[index] = (left - beyond) / left / self.probabilities[index]
        return weight

    def _near(self, p: float) -> Floats:
        """The weight of each loss around a quantile."""
        index = self._index(p)
        width = max(WIDTH * self.std, 1e-9 * self.unit, 1e-300)
        weight = np.exp(-0.5 * np.square((self.losses - self.losses[index]) / width))
        return np.asarray(weight / np.sum(weight * self.probabilities))


def loss_distribution(
    exposure: Numbers,
    probability: Numbers,
    *,
    weights: npt.ArrayLike | None = None,
    variance: npt.ArrayLike | None = None,
    unit: float | None = None,
    law: Law = "bernoulli",
) -> LossDistribution:
    """The distribution of Σ Eᵢ over the accounts that are lost, within the time the probabilities are about.

    Without `weights` accounts are lost independently. With them, sectors have independent factors S_k, gamma with
    mean 1 and the given `variance` v_k, and an account's probability becomes pᵢ (1 + Σ_k wᵢ_k (S_k − 1)): the part
    1 − Σ_k wᵢ_k of it is its own. `law="poisson"` is CreditRisk+ as published (Credit Suisse 1997): an account may be
    lost several times. `law="bernoulli"` loses it once at most, with

        mean Σ pᵢ Eᵢ,  variance Σ pᵢ (1 − pᵢ) Eᵢ² + Σ_k v_k [(Σᵢ wᵢ_k pᵢ Eᵢ)² − Σᵢ (wᵢ_k pᵢ Eᵢ)²]

    (Poisson: Σ pᵢ Eᵢ² + Σ_k v_k (Σᵢ wᵢ_k pᵢ Eᵢ)²). The law on the grid has exactly these moments. It comes from the
    Fourier transform of its characteristic function; Panjer's recursion would underflow once Σ p passes about 700.

    Args:
        exposure: what is lost with each account, shape (n,), any one unit; 0 changes nothing, a negative one is a gain.
        probability: that it is lost, shape (n,), 0 to 1; 1 is certain and hangs on no sector (under Poisson, a rate).
        weights: accounts × sectors, each row adding up to 1 at most; (n,) for one sector.
        variance: of each sector's factor, shape (K,); 0 is no link.
        unit: the step of the grid. None: the largest amount all exposures are multiples of, where that is practical,
            else the reach of the losses in some 4,000 steps (losses passed with probability 1e-10 are left out).
        law: whether an account is lost once at most.

    Raises:
        ValueError: missing or infinite numbers, not as many probabilities as exposures, a probability outside 0 to
            1, weights that are negative or add up to more than 1, a negative variance, weights without variance or
            the reverse, a unit that is not positive, too fine to compute or too coarse for these moments, and
            variances so large that no probabilities between 0 and 1 could move that much together.
    """
    if law not in {"bernoulli", "poisson"}:
        raise ValueError(f"the law is bernoulli or poisson, not {law!r}")
    checked = portfolio(exposure, probability, weights=weights, variance=variance, once=law == "bernoulli")
    if not len(checked.random):
        certain = float(checked.certain.sum())
        one = np.ones(1)
        return LossDistribution(certain, 0.0, np.array([certain]), one, 0.0, 0.0, checked, None, one)
    large = _large(checked)
    chosen = grid(checked, unit, _origin(checked, large))
    found = transform(checked, chosen, large)
    raw, losses = _inside(found, checked, chosen)
    law_ = kept(raw, losses, checked.expected, checked.spread)
    deviation = float(np.sqrt(checked.spread))
    return LossDistribution(checked.expected, deviation, losses, law_, chosen.unit, chosen.tail, checked, found, raw)


def _large(checked: Portfolio) -> Integers:
    """The accounts taken one by one, among the random ones: all, or those that move the loss most."""
    if len(checked.random) <= LARGE:
        return np.arange(len(checked.random))
    p, e = checked.probability[checked.random], checked.exposure[checked.random]
    moves = np.square(e) * (p * (1.0 - p) if checked.once else p)
    return np.sort(np.argpartition(-moves, LARGE)[:LARGE])


def _origin(checked: Portfolio, large: Integers) -> float:
    """What is lost in any case: certain losses, and the small accounts whose staying is counted instead."""
    staying = np.zeros(len(checked.random), dtype=np.bool_)
    if checked.once:
        staying = checked.probability[checked.random] > 0.5
        staying[large] = False
    return float(checked.certain.sum() + checked.exposure[checked.random[staying]].sum())


def _inside(found: Transform, checked: Portfolio, chosen: Grid) -> tuple[Floats, Floats]:
    """The law as it comes and its losses; 0 where nothing can be lost, or where it is only rounding."""
    raw, losses = found.probabilities(), chosen.losses()
    # An exposure between two points lies on both: the ends of the losses may be rounded outwards by a step.
    edge = chosen.unit * (1.0 - 1e-6 if found.large.above.any() else 1e-6)
    outside = (losses < checked.least - edge) | (losses > checked.most + edge)
    raw[outside | (np.abs(raw) < 1e-15)] = 0.0
    return raw, losses
