"""The accounts of a loss distribution, checked, with the moments that are known in closed form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from trousseau.method.arrays import Floats, Integers, Numbers, finite

CHUNK = 20_000
"""Accounts taken at a time, so that a million by forty sectors needs little beside the weights themselves."""

SMALLEST = 1e-100
"""Squares of exposures must be numbers too."""

ROUNDING = 1e-9
"""How far weights may add up over 1: decimal shares do not add up exactly in binary."""


@dataclass(frozen=True, eq=False)
class Portfolio:
    """Accounts that may be lost, and how they hang together.

    Given the factors S₁ … S_K (independent, gamma, mean 1, variance v_k), account i is lost with probability
    (or, under the Poisson law, at a rate) pᵢ (1 + Σ_k wᵢ_k (S_k − 1)), independently of the others.
    """

    exposure: Floats
    probability: Floats
    weights: Floats
    """Accounts × sectors; a view of what was given where nothing had to be changed."""
    variance: Floats
    once: bool
    """An account is lost at most once (`law="bernoulli"`)."""

    @cached_property
    def certain(self) -> Floats:
        """The loss of each account that is lost for sure; 0 elsewhere. A certain loss hangs on no sector."""
        return np.where(self.probability == 1.0, self.exposure, 0.0) if self.once else np.zeros(len(self.exposure))

    @cached_property
    def random(self) -> Integers:
        """The accounts whose loss is neither certain nor excluded, and changes something."""
        open_ = (self.probability > 0.0) & (self.exposure != 0.0)
        if self.once:
            open_ &= self.probability < 1.0
        return np.flatnonzero(open_)

    def chunks(self) -> Iterator[tuple[Integers, Floats]]:
        """The random accounts, some at a time, with their weights."""
        everyone = len(self.random) == len(self.exposure)
        for start in range(0, len(self.random), CHUNK):
            chosen = self.random[start : start + CHUNK]
            yield chosen, self.weights[start : start + CHUNK] if everyone else self.weights[chosen]

    @cached_property
    def _sums(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Of each sector Σ w p E, Σ w p E² and Σ (w p E)²; of each random account Σ_k w_k² v_k."""
        first, second, own = (np.zeros(len(self.variance)) for _ in range(3))
        self_terms = np.zeros(len(self.random))
        done = 0
        for chosen, weights in self.chunks():
            mean = self.probability[chosen] * self.exposure[chosen]
            # einsum, unlike a product of matrices, starts no threads that wait for each other on a busy machine.
            first += np.einsum("i,ij->j", mean, weights)
            second += np.einsum("i,ij->j", mean * self.exposure[chosen], weights)
            own += np.einsum("i,ij,ij->j", mean * mean, weights, weights)
            self_terms[done : done + len(chosen)] = np.einsum("ij,ij,j->i", weights, weights, self.variance)
            done += len(chosen)
        return first, second, own, self_terms

    @property
    def sector_mean(self) -> Floats:
        """Σᵢ wᵢ_k pᵢ Eᵢ of each sector."""
        return self._sums[0]

    @property
    def sector_second(self) -> Floats:
        """Σᵢ wᵢ_k pᵢ Eᵢ² of each sector."""
        return self._sums[1]

    @property
    def self_terms(self) -> Floats:
        """Σ_k wᵢ_k² v_k of each random account: how much its own probability moves, as a squared fraction of it."""
        return self._sums[3]

    @cached_property
    def expected(self) -> float:
        """Σ p E."""
        return float(np.sum(self.probability.astype(np.longdouble) * self.exposure))

    @cached_property
    def spread(self) -> float:
        """The variance: Σ p (1−p) E² + Σ_k v_k [(Σ w p E)² − Σ (w p E)²].

        Under the Poisson law Σ p E² + Σ_k v_k (Σ w p E)².
        """
        p, e = self.probability[self.random], self.exposure[self.random]
        alone = np.sum((p * (1.0 - p) if self.once else p) * np.square(e), dtype=np.longdouble)
        first, _, own, _ = self._sums
        together = np.sum(self.variance * (np.square(first) - (own if self.once else 0.0)), dtype=np.longdouble)
        return max(float(alone + together), 0.0)

    @property
    def least(self) -> float:
        """The smallest loss there can be: gains of negative exposures alone (minus infinity under Poisson)."""
        gains = np.minimum(self.exposure[self.random], 0.0).sum()
        return float(self.certain.sum() + (gains if self.once else -np.inf if gains < 0.0 else 0.0))

    @property
    def most(self) -> float:
        """The largest loss there can be: everybody (infinity under Poisson)."""
        losses = np.maximum(self.exposure[self.random], 0.0).sum()
        return float(self.certain.sum() + (losses if self.once else np.inf if losses > 0.0 else 0.0))


def portfolio(
    exposure: Numbers,
    probability: Numbers,
    *,
    weights: npt.ArrayLike | None = None,
    variance: npt.ArrayLike | None = None,
    once: bool,
) -> Portfolio:
    """Check what is given; see `loss_distribution` for what raises."""
    exposures, probabilities = finite(exposure, "exposure"), finite(probability, "probability")
    if len(exposures) != len(probabilities):
        raise ValueError(f"{len(exposures)} exposures for {len(probabilities)} probabilities")
    if ((probabilities < 0.0) | (probabilities > 1.0)).any():
        wrong = probabilities[(probabilities < 0.0) | (probabilities > 1.0)][0]
        raise ValueError(f"a probability lies between 0 and 1, got {wrong}")
    size = np.abs(exposures[exposures != 0.0])
    if size.size and not SMALLEST <= size.min() <= size.max() <= 1.0 / SMALLEST:
        raise ValueError(f"exposures lie between {SMALLEST:g} and {1.0 / SMALLEST:g}; give them in another unit")
    shares, variances = _sectors(weights, variance, len(exposures))
    found = Portfolio(exposures, probabilities, shares, variances, once)
    if once and shares.shape[1]:
        return _without_lone(found)
    return found


def _sectors(weights: npt.ArrayLike | None, variance: npt.ArrayLike | None, accounts: int) -> tuple[Floats, Floats]:
    """The weights and variances, sectors without variance or link left out."""
    if weights is None:
        if variance is not None:
            raise ValueError("a variance needs the weights of the accounts in its sector")
        return np.zeros((accounts, 0)), np.zeros(0)
    if variance is None:
        raise ValueError("sector weights need the variance of each sector")
    variances = finite(np.atleast_1d(np.asarray(variance, dtype=np.float64)), "variance")
    shares = np.asarray(weights, dtype=np.float64)
    shares = shares.reshape(-1, 1) if shares.ndim == 1 and len(variances) == 1 else shares
    if accounts == 0 and shares.size == 0:
        shares = shares.reshape(0, len(variances))
    if shares.shape != (accounts, len(variances)):
        raise ValueError(f"weights of {shares.shape} for {accounts} accounts and {len(variances)} sector variances")
    if (variances < 0.0).any():
        raise ValueError("a sector's variance cannot be negative")
    sums = shares.sum(axis=1)
    if not np.isfinite(sums).all():
        raise ValueError("weights must be finite numbers, without NaN or infinity")
    if shares.min(initial=0.0) < 0.0:
        raise ValueError("weights cannot be negative")
    if sums.max(initial=0.0) > 1.0 + ROUNDING:
        raise ValueError(f"the weights of an account add up to 1 at most, got {sums.max()}")
    moving = variances > 0.0
    return (shares, variances) if moving.all() else (shares[:, moving], variances[moving])


def _without_lone(found: Portfolio) -> Portfolio:
    """Take a sector out that only one account belongs to: an account lost once has nothing to move with."""
    members = np.zeros(len(found.variance), dtype=np.intp)
    for _, weights in found.chunks():
        members += np.count_nonzero(weights, axis=0)
        if (members > 1).all():
            return found
    shared = members > 1
    return Portfolio(found.exposure, found.probability, found.weights[:, shared], found.variance[shared], found.once)
