"""The characteristic function of the loss on a grid, and what each account adds to it.

With ψᵢ = φᵢ − 1, φᵢ the transform of exposure i, and A_k = Σᵢ wᵢ_k pᵢ ψᵢ, the Poisson law given gamma factors has

    log φ = Σᵢ pᵢ ψᵢ + Σ_k [−log(1 − v_k A_k) / v_k − A_k].

An account that is lost at most once has log(1 + x ψ) in place of x ψ, x being its probability given the factors.
The largest accounts have it exactly, x taken at the factors' mean under the transform, m_k = 1 / (1 − v_k A_k); the
many small ones by its series at x = p, for which sums on the grid are enough. What x varies by is taken off to the
second order, ½ ψ² p² Σ_k w_k² v_k (m_k²), so that mean and variance are those of the closed form.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np
import numpy.typing as npt
import scipy
from scipy import sparse

from trousseau.method.arrays import Floats, Integers
from trousseau.method.loss.grid import Grid, nearest
from trousseau.method.loss.portfolio import Portfolio

Complexes = npt.NDArray[np.complex128]

LARGE = 128
"""Accounts whose loss is taken one by one."""

ORDER = 4
"""Terms of the series of log(1 + p ψ) for the others; p is at most ½ there (beyond, what is not lost is counted)."""

BLOCK = 4096
"""Frequencies taken at a time."""

NOTHING = -60.0
"""Where the small accounts alone leave less than e^-60 of the transform, nothing of it is left."""


@dataclass(frozen=True, eq=False)
class Large:
    """The accounts taken one by one."""

    rows: Integers
    """Where they are among the random accounts."""
    exposure: Floats
    probability: Floats
    pull: Floats
    """w p of each account and sector."""
    point: Integers
    above: Floats
    """An exposure between two points lies on the upper one with this probability."""

    def transform(self, frequencies: Integers, points: int) -> Complexes:
        """φ − 1 of each account at some frequencies."""
        turn = np.exp(-2j * np.pi * np.arange(points) / points)
        lower = turn[(self.point[:, None] * frequencies) % points]
        if not self.above.any():
            return np.asarray(lower - 1.0)
        upper = turn[((self.point[:, None] + 1) * frequencies) % points]
        return np.asarray((1.0 - self.above[:, None]) * lower + self.above[:, None] * upper - 1.0)


@dataclass(frozen=True, eq=False)
class Transform:
    """The transform of a portfolio's loss; frequencies 0 … points/2."""

    portfolio: Portfolio
    grid: Grid
    value: Complexes
    """φ of the loss beyond the grid's origin."""
    tilted: Complexes
    """φ · (m̂_k − 1) of each sector: what an account linked to it adds to, or takes from, its own part."""
    large: Large
    large_value: Complexes
    """E φ ∂φ/∂φᵢ of each large account, apart from its exposure."""

    def probabilities(self) -> Floats:
        """The law on the grid as it comes, with the negative dust of rounding and of probabilities that move far."""
        law = scipy.fft.irfft(self.value, self.grid.points)
        return np.asarray(np.roll(law, -self.grid.start), dtype=np.float64)

    def added(self, weighting: Floats) -> Floats:
        """Σ_loss weighting(loss) · E[Lᵢ; L = loss] of each account, shape (accounts,)."""
        chosen = self.portfolio
        points = self.grid.points
        wave = np.conj(scipy.fft.rfft(np.roll(weighting, self.grid.start)))
        result = chosen.certain * float(np.sum(weighting * self.probabilities()))
        among = np.zeros(len(chosen.random))
        base = scipy.fft.irfft(np.conj(wave * self.value), points)
        pulls = (
            np.stack([scipy.fft.irfft(np.conj(wave * row), points) for row in self.tilted])
            if len(self.tilted)
            else None
        )
        done = 0
        for rows, weights in chosen.chunks():
            p, e = chosen.probability[rows], chosen.exposure[rows]
            own = chosen.self_terms[done : done + len(rows)] if chosen.once else np.zeros(len(rows))
            steps = e / self.grid.unit
            part = _alone(base, steps, p) if chosen.once else p * _at(base, steps)
            if pulls is not None:
                part += p * _linked(pulls, steps, weights)
                part -= p * p * own * (_at(base, 2.0 * steps) - _at(base, steps))
            among[done : done + len(rows)] = e * part
            done += len(rows)
        if len(self.large.rows):
            twice = np.full(len(wave), 2.0)
            twice[0] = 1.0
            if points % 2 == 0:
                twice[-1] = 1.0
            among[self.large.rows] = self.large.exposure * (self.large_value @ (twice * wave)).real / points
        result[chosen.random] += among
        return result


def transform(portfolio: Portfolio, grid: Grid, large: Integers) -> Transform:
    """The transform of a portfolio with random accounts; `large` are those, among them, taken one by one."""
    many = np.ones(len(portfolio.random), dtype=np.bool_)
    many[large] = False
    points, size = grid.points, grid.points // 2 + 1
    sums = _summed(portfolio, grid, many)
    ones = _ones(portfolio, grid, large)
    value, tilted = np.zeros(size, dtype=np.complex128), np.zeros((len(portfolio.variance), size), dtype=np.complex128)
    each = np.zeros((len(large), size), dtype=np.complex128)
    alive = np.flatnonzero(sums.size(portfolio.variance) > NOTHING)
    for first in range(0, len(alive), BLOCK):
        block = alive[first : first + BLOCK]
        psi = ones.transform(block, points)
        value[block], tilted[:, block], each[:, block] = _mixed(portfolio, sums, ones, block, psi)
    return Transform(portfolio, grid, value, tilted, ones, each)


@dataclass(frozen=True, eq=False)
class _Sums:
    """What the many small accounts add up to, by frequency."""

    alone: Complexes
    """Σ log(1 + p ψ) (Poisson: Σ p ψ), with what their probabilities vary by taken off."""
    linked: Complexes
    """A_k of each sector."""

    def size(self, variance: Floats) -> Floats:
        """The logarithm of the size of their transform, by frequency."""
        v = variance[:, None]
        mixed = np.log(np.abs(1.0 - v * self.linked)) / v + self.linked.real
        return np.asarray(self.alone.real - mixed.sum(axis=0))


def _summed(portfolio: Portfolio, grid: Grid, many: npt.NDArray[np.bool_]) -> _Sums:
    """Add the small accounts up on the grid."""
    points, sectors = grid.points, len(portfolio.variance)
    place = np.zeros((points, sectors))
    powers = np.zeros((ORDER if portfolio.once else 1, points))
    varying = np.zeros(points)
    done = 0
    for rows, weights in portfolio.chunks():
        mine = many[done : done + len(rows)]
        p = np.where(mine, portfolio.probability[rows], 0.0)
        steps = portfolio.exposure[rows] / grid.unit
        point, parts = nearest(steps)
        if sectors:
            where = np.stack((point - 1, point, point + 1), axis=1) % points
            spread = sparse.csc_array(
                ((parts * p).T.ravel(), where.ravel(), np.arange(0, 3 * len(rows) + 1, 3)), shape=(points, len(rows))
            )
            place += spread @ weights
            own = p * p * portfolio.self_terms[done : done + len(rows)]
            varying += _placed(point, parts, own, points)
        if portfolio.once:
            beyond = p > 0.5
            point, parts = np.where(beyond, -point, point), np.where(beyond, parts[::-1], parts)
            p = np.where(beyond, 1.0 - p, p)
        for power in range(len(powers)):
            powers[power] += _placed(point, parts, p ** (power + 1), points)
        done += len(rows)
    size = points // 2 + 1
    linked = scipy.fft.rfft(place.T, axis=1) - place.sum(axis=0)[:, None] if sectors else np.zeros((0, size), complex)
    alone = sum(_log_term(row, r + 1) for r, row in enumerate(powers))
    if portfolio.once and sectors:
        alone = alone - 0.5 * _psi_power(varying, 2)
    return _Sums(np.asarray(alone), np.asarray(linked))


def _placed(point: Integers, parts: Floats, amount: Floats, points: int) -> Floats:
    """Amounts put on the grid, each split in three."""
    found = np.zeros(points)
    for shift, part in zip((-1, 0, 1), parts, strict=True):
        found += np.bincount((point + shift) % points, weights=part * amount, minlength=points)
    return found


def _psi_power(placed: Floats, power: int) -> Complexes:
    """Σ amount · ψ^power by frequency: φ^s of a grid is its transform at s times the frequency."""
    points = len(placed)
    whole = scipy.fft.fft(placed)
    frequency = np.arange(points // 2 + 1)
    terms = [comb(power, s) * (-1) ** (power - s) * whole[s * frequency % points] for s in range(power + 1)]
    return np.asarray(sum(terms))


def _log_term(placed: Floats, power: int) -> Complexes:
    """One term of Σ log(1 + p ψ), `placed` holding the p^power."""
    return np.asarray((-1) ** (power + 1) / power * _psi_power(placed, power))


def _ones(portfolio: Portfolio, grid: Grid, large: Integers) -> Large:
    rows = portfolio.random[large]
    exposure, p = portfolio.exposure[rows], portfolio.probability[rows]
    steps = exposure / grid.unit
    whole = np.rint(steps)
    lower = np.where(np.abs(steps - whole) < 1e-9 * np.maximum(np.abs(whole), 1.0), whole, np.floor(steps))
    above = np.where(lower == whole, np.maximum(steps - lower, 0.0), steps - lower)
    above[np.abs(above) < 1e-6 * (lower == whole)] = 0.0
    return Large(large, exposure, p, p[:, None] * portfolio.weights[rows], lower.astype(np.intp), above)


def _mixed(
    portfolio: Portfolio, sums: _Sums, ones: Large, block: Integers, psi: Complexes
) -> tuple[Complexes, Complexes, Complexes]:
    """The transform, φ (m̂ − 1) of each sector and φᵢ ∂φ/∂φᵢ of each large account at some frequencies."""
    v, pull = portfolio.variance[:, None], ones.pull
    linked = sums.linked[:, block] + _real(pull.T, psi)
    inside = 1.0 - v * linked
    mean = 1.0 / inside
    log = sums.alone[block] - (np.log(inside) / v + linked).sum(axis=0)
    if not portfolio.once:
        value = np.exp(log + ones.probability @ psi)
        tilted = value * (mean - 1.0)
        return value, tilted, (1.0 + psi) * (_real(pull, tilted) + ones.probability[:, None] * value)
    x = ones.probability[:, None] + _real(pull, mean - 1.0)
    varying = _real(pull * pull, v * mean * mean)
    rest = np.exp(log - ((x - ones.probability[:, None]) * psi + 0.5 * psi * psi * varying).sum(axis=0))
    factor = 1.0 + x * psi
    without = rest * _others(factor)
    value = rest * factor.prod(axis=0)
    moved = _real(pull.T, psi * (without - value)) - value * _real((pull * pull).T, psi * psi) * v * mean
    tilted = value * (mean - 1.0) + v * mean * mean * moved
    own = ones.probability[:, None] - x - varying * psi
    return value, tilted, (1.0 + psi) * (_real(pull, tilted) + x * without + own * value)


def _real(weights: Floats, values: Complexes) -> Complexes:
    """Real weights @ complex values, as real numbers: half the work, and no copy of the weights as complex ones."""
    flat = np.ascontiguousarray(values, dtype=np.complex128).view(np.float64)
    return np.ascontiguousarray(weights @ flat).view(np.complex128)


def _others(factor: Complexes) -> Complexes:
    """The product of all rows but each one, without dividing: a factor may be 0."""
    if not len(factor):
        return factor
    before, after = np.ones_like(factor), np.ones_like(factor)
    np.cumprod(factor[:-1], axis=0, out=before[1:])
    after[:-1] = np.cumprod(factor[:0:-1], axis=0)[::-1]
    return before * after


def _at(table: Floats, steps: Floats) -> Floats:
    """A table at fractional steps, three points each."""
    point, parts = nearest(steps)
    size = len(table)
    return np.asarray(sum(part * table[(point + j) % size] for j, part in zip((-1, 0, 1), parts, strict=True)))


def _alone(base: Floats, steps: Floats, p: Floats) -> Floats:
    """The series of p φ / (1 + p ψ) for small accounts; beyond ½, of 1 − q φ̄ / (1 + q ψ̄) with q = 1 − p."""
    beyond = p > 0.5
    q, e = np.where(beyond, 1.0 - p, p), np.where(beyond, -steps, steps)
    values = [_at(base, (s + 1) * e) for s in range(ORDER)]
    total = np.zeros(len(p))
    for r in range(ORDER):
        inner = sum(comb(r, s) * (-1) ** (r - s) * values[s] for s in range(r + 1))
        total += (-1) ** r * q ** (r + 1) * inner
    return np.where(beyond, base[0] - total, total)


def _linked(pulls: Floats, steps: Floats, weights: Floats) -> Floats:
    """Σ_k w_k · pull_k at the exposures."""
    point, parts = nearest(steps)
    size = pulls.shape[1]
    table = np.ascontiguousarray(pulls.T)
    total = np.zeros(len(steps))
    for shift, part in zip((-1, 0, 1), parts, strict=True):
        total += part * np.einsum("ij,ij->i", weights, table[(point + shift) % size])
    return total
