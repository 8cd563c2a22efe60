"""Whether the scores of the past said who would grow: rank correlation, AUC, and weights that would have said more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy

from trousseau.method.arrays import Floats, Integers, Numbers, count
from trousseau.method.grid import composite, normalised

LEAST = 30
"""Accounts below which history is not enough: with 30, chance alone makes ρ anything within ± 0.36."""

TWO_SIDED = 1.959964
"""Standard errors either side of 95 %."""

REDRAWN = 1_000
"""Redrawings of the accounts for an interval."""

LARGE = 2_000
"""Accounts above which intervals are those of large samples, which redrawing would only give again, and slowly."""

BLOCK = 2_000_000
"""Numbers ranked at a time."""

FOLDS = 5
"""Parts of the accounts, each judged by weights that the others propose."""


@dataclass(frozen=True)
class Power:
    """How well one score told who would grow; NaN where one of the two does not vary or fewer than three are known."""

    rho: float
    """Spearman's rank correlation of score and growth: 1 the same order, 0 none (C. Spearman, 1904)."""
    rho_interval: tuple[float, float]
    """What 95 % of redrawings of the accounts give."""
    auc: float
    """The probability that an account of the top quarter of growth had the higher score than one of the others; .5 by
    chance (J. A. Hanley & B. J. McNeil, 1982)."""
    auc_interval: tuple[float, float]
    known: int
    """The accounts whose score and growth are both known; the others are left out."""

    @property
    def enough(self) -> bool:
        """Whether there is enough history to say anything."""
        return self.known >= LEAST and bool(np.isfinite(self.rho))


@dataclass(frozen=True)
class Predictive(Power):
    """The same for the composite, and for each criterion alone."""

    criteria: tuple[Power, ...]


@dataclass(frozen=True)
class Versus:
    """How much better one score told growth than another, on the same accounts."""

    rho: float
    """Its ρ less the other's."""
    rho_interval: tuple[float, float]
    """What 95 % of redrawings of the accounts give, both scores on the same ones."""
    auc: float
    auc_interval: tuple[float, float]
    known: int

    @property
    def enough(self) -> bool:
        """Whether there is enough history to say anything."""
        return self.known >= LEAST and bool(np.isfinite(self.rho))


@dataclass(frozen=True, eq=False)
class Reweighting:
    """Weights that would have told growth better, and how much better where they were not fitted."""

    weights: Floats
    """Not negative, adding up to 1. Shape (m,). The present ones where no criterion goes with growth."""
    gain: float
    """ρ of the composite with them less ρ with the present weights, on accounts or years they were not fitted on."""
    gain_interval: tuple[float, float]
    """What 95 % of redrawings of these accounts give: a proposal is worth discussing where it lies above zero."""
    known: int
    enough: bool


def predictive(
    scores: npt.ArrayLike,
    growth: Numbers,
    *,
    weights: Numbers | None = None,
    redrawn: int = REDRAWN,
    seed: int = 0,
) -> Predictive:
    """How well scores told growth; scores are one an account, shape (n,), or accounts × criteria, shape (n, m).

    The composite is that of `weights`, equal ones where none are given. Missing scores and growths (NaN) leave an
    account out of what needs them. Fewer than 30 accounts are "not enough history" (`enough`), though the figures
    are given. The top quarter are the ⌈n / 4⌉ accounts of highest growth and those that equal the last of them.
    `redrawn`: redrawings of the accounts for the intervals; 0 takes those of large samples, at once.

    Raises:
        ValueError: other shapes, another number of accounts, infinite figures, weights as in `normalised`.
    """
    rows, grown, shares = _taken(scores, growth, weights)
    samples = _Samples(grown, redrawn, seed)
    whole = samples.power(composite(rows, shares))
    alone = tuple(samples.power(column) for column in rows.T)
    return Predictive(whole.rho, whole.rho_interval, whole.auc, whole.auc_interval, whole.known, alone)


def versus(
    score: npt.ArrayLike, other: npt.ArrayLike, growth: Numbers, *, redrawn: int = REDRAWN, seed: int = 0
) -> Versus:
    """Whether one score told growth better than another, such as last year's sales; both one an account, shape (n,).

    The accounts are redrawn in pairs, so that what both got wrong does not count. Those with a gap are left out.

    Raises:
        ValueError: as `predictive`.
    """
    rows, grown, _ = _taken(np.column_stack([score, other]), growth, None)
    there = np.isfinite(rows).all(axis=1) & np.isfinite(grown)
    (one, two), grown, known = rows[there].T, grown[there], int(there.sum())
    if known < 3:
        nothing = (float("nan"), float("nan"))
        return Versus(float("nan"), nothing, float("nan"), nothing, known)
    once, often = (_Redrawn(grown, times) for times in (_once(known), _drawn(known, seed, redrawn)))
    (rho, auc), (other_rho, other_auc) = once.told(one), once.told(two)
    (rhos, aucs), (other_rhos, other_aucs) = often.told(one), often.told(two)
    return Versus(
        float((rho - other_rho)[0]),
        _interval(rhos - other_rhos),
        float((auc - other_auc)[0]),
        _interval(aucs - other_aucs),
        known,
    )


def reweight(
    scores: npt.ArrayLike,
    growth: Numbers,
    *,
    weights: Numbers | None = None,
    later: tuple[npt.ArrayLike, Numbers] | None = None,
    seed: int = 0,
) -> Reweighting:
    """The weights whose composite goes best with the ranks of growth; scores accounts × criteria, shape (n, m).

    Non-negative least squares of the ranks on the scores has the direction of highest correlation among weights that
    are not negative (C. L. Lawson & R. J. Hanson, 1974); divided by their sum they are weights. The gain is measured
    on `later` scores and growth, out of time, or else on each fifth of the accounts with weights from the others.

    Raises:
        ValueError: as `predictive`.
    """
    rows, grown, present = _taken(scores, growth, weights)
    there = np.isfinite(rows).all(axis=1) & np.isfinite(grown)
    rows, grown = rows[there], grown[there]
    proposed = _fitted(rows, grown, present)
    if later is None:
        test, result = rows, grown
        new = _out_of_fold(rows, grown, present, seed)
    else:
        test, result, _ = _taken(*later, present)
        there = np.isfinite(test).all(axis=1) & np.isfinite(result)
        test, result = test[there], result[there]
        new = test @ proposed
    known = min(len(rows), len(test))
    if known < 3:
        return Reweighting(present, float("nan"), (float("nan"), float("nan")), known, enough=False)
    old = test @ present
    once, often = (_Redrawn(result, times) for times in (_once(len(test)), _drawn(len(test), seed)))
    gains = often.told(new)[0] - often.told(old)[0]
    gain = float((once.told(new)[0] - once.told(old)[0])[0])
    return Reweighting(proposed, gain, _interval(gains), known, enough=known >= LEAST and bool(np.isfinite(gain)))


def _taken(scores: npt.ArrayLike, growth: Numbers, weights: Numbers | None) -> tuple[Floats, Floats, Floats]:
    rows = np.asarray(scores, dtype=np.float64)
    rows = rows[:, None] if rows.ndim == 1 else rows
    grown = np.asarray(growth if isinstance(growth, np.ndarray) else list(growth), dtype=np.float64)
    if rows.ndim != 2 or grown.shape != rows.shape[:1] or not rows.shape[1]:
        raise ValueError(
            f"scores of shape {rows.shape} and growth of shape {grown.shape}: one growth an account is needed"
        )
    if np.isinf(rows).any() or np.isinf(grown).any():
        raise ValueError("scores and growth must be finite or missing, not infinite")
    shares = normalised(np.ones(rows.shape[1]) if weights is None else weights)
    if len(shares) != rows.shape[1]:
        raise ValueError(f"{len(shares)} weights for {rows.shape[1]} criteria")
    return rows, grown, shares


class _Samples:
    """The accounts and their redrawings; made once for all scores that are known of the same accounts."""

    def __init__(self, growth: Floats, redrawn: int, seed: int) -> None:
        self._growth, self._redrawn, self._seed = growth, redrawn, seed
        self._made: dict[bytes, tuple[_Redrawn, _Redrawn | None]] = {}

    def power(self, score: Floats) -> Power:
        """How well a score told growth."""
        there = np.isfinite(score) & np.isfinite(self._growth)
        known = int(there.sum())
        if known < 3:
            nothing = (float("nan"), float("nan"))
            return Power(float("nan"), nothing, float("nan"), nothing, known)
        once, often = self._of(there, known)
        rho, auc = (float(found[0]) for found in once.told(score[there]))
        if often is None:
            return Power(rho, _rho_at_large(rho, known), auc, _auc_at_large(auc, once.top), known)
        rhos, aucs = often.told(score[there])
        return Power(rho, _interval(rhos), auc, _interval(aucs), known)

    def _of(self, there: npt.NDArray[np.bool_], known: int) -> tuple[_Redrawn, _Redrawn | None]:
        name = there.tobytes()
        if name not in self._made:
            growth = self._growth[there]
            large = known > LARGE or not self._redrawn
            often = None if large else _Redrawn(growth, _drawn(known, self._seed, self._redrawn))
            self._made[name] = _Redrawn(growth, _once(known)), often
        return self._made[name]


def _top(growth: Floats) -> npt.NDArray[np.bool_]:
    """The top quarter of growth."""
    most = count(0.25, len(growth))
    return np.asarray(growth >= np.partition(growth, -most)[-most])


def _rho_at_large(rho: float, known: int) -> tuple[float, float]:
    """By Fisher's z with the variance (1 + ρ² / 2) / (n − 3) (D. G. Bonett & T. A. Wright, 2000).

    Of three accounts or fewer it may be anything.
    """
    if known <= 3:
        return -1.0, 1.0
    reach = TWO_SIDED * np.sqrt((1.0 + rho**2 / 2.0) / (known - 3))
    with np.errstate(divide="ignore"):
        middle = np.arctanh(rho)
    return float(np.tanh(middle - reach)), float(np.tanh(middle + reach))


def _auc_at_large(auc: float, top: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """By the standard error of Hanley & McNeil, 1982."""
    above, below = float(np.count_nonzero(top)), float(np.count_nonzero(~top))
    first, second = auc / (2.0 - auc) - auc**2, 2.0 * auc**2 / (1.0 + auc) - auc**2
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = auc * (1.0 - auc) + (above - 1.0) * first + (below - 1.0) * second
        reach = TWO_SIDED * float(np.sqrt(np.divide(spread, above * below)))
    return max(0.0, auc - reach), min(1.0, auc + reach)


def _once(known: int) -> Integers:
    """Each account once."""
    return np.ones((1, known), dtype=np.intp)


def _drawn(known: int, seed: int, redrawn: int = REDRAWN) -> Integers:
    """How often each account is drawn in each redrawing; redrawings × accounts, fewer of them past `LARGE`."""
    redrawn = redrawn if known <= LARGE else max(1, redrawn * LARGE // known)
    random = np.random.default_rng(seed)
    found = np.empty((redrawn, known), dtype=np.intp)
    step = max(1, BLOCK // known)
    for first in range(0, redrawn, step):
        rows = min(step, redrawn - first)
        places = random.integers(0, known, (rows, known)) + known * np.arange(rows)[:, None]
        found[first : first + rows] = np.bincount(places.ravel(), minlength=rows * known).reshape(rows, known)
    return found


def _interval(found: Floats) -> tuple[float, float]:
    found = found[np.isfinite(found)]
    if not len(found):
        return float("nan"), float("nan")
    low, high = np.quantile(found, (0.025, 0.975)).tolist()
    return low, high


class _Redrawn:
    """The growth of accounts in redrawings of them, against which scores are held."""

    def __init__(self, growth: Floats, times: Integers) -> None:
        """`times`: how often each account is drawn, redrawings × accounts."""
        self.top = _top(growth)
        self._times = times
        self._ranks = _ranks(growth, times)
        self._spread = (times * self._ranks**2).sum(axis=1)
        above = times[:, self.top].sum(axis=1).astype(np.float64)
        self._pairs = above * (times.sum(axis=1) - above)

    def told(self, score: Floats) -> tuple[Floats, Floats]:
        """Spearman's ρ and the area under the curve of each redrawing; NaN where a side does not vary.

        The area is the rank sum of those at the top, less the least it can be, as a share of the most.
        """
        rho, auc = np.empty(len(self._times)), np.empty(len(self._times))
        for part in _blocks(self._times):
            times = self._times[part]
            drawn = times * _ranks(score, times)
            spread = np.sqrt((drawn**2 / np.maximum(times, 1)).sum(axis=1) * self._spread[part])
            with np.errstate(invalid="ignore", divide="ignore"):
                rho[part] = np.where(spread > 0.0, (drawn * self._ranks[part]).sum(axis=1) / spread, np.nan)
                auc[part] = 0.5 + drawn[:, self.top].sum(axis=1) / self._pairs[part]
        return rho, auc


def _ranks(values: Floats, times: Integers) -> Floats:
    """The mean rank of each account where it is drawn so many times, less the mean of all ranks.

    In the order of the values, the draws so far say the rank: sorted once, not once a redrawing.
    """
    order = np.argsort(values, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(values[order]) != 0.0])
    drawn = np.add.reduceat(times[:, order], starts, axis=1)
    middle = np.cumsum(drawn, axis=1) - (drawn - 1) / 2.0
    found = np.empty(times.shape)
    found[:, order] = np.repeat(middle, np.diff(np.r_[starts, len(order)]), axis=1)
    found -= (times.sum(axis=1, keepdims=True) + 1.0) / 2.0
    return found


def _blocks(places: Integers) -> list[slice]:
    step = max(1, BLOCK // max(1, places.shape[1]))
    return [slice(first, first + step) for first in range(0, len(places), step)]


def _fitted(rows: Floats, growth: Floats, present: Floats) -> Floats:
    """The direction of highest correlation; the present weights where there is none."""
    if len(rows) < 3:
        return present
    ranks = _ranks(growth, np.ones((1, len(growth)), dtype=np.int64))[0]
    found, _ = scipy.optimize.nnls(rows - rows.mean(axis=0), ranks)
    return np.asarray(found / found.sum()) if found.sum() > 0.0 else present


def _out_of_fold(rows: Floats, growth: Floats, present: Floats, seed: int) -> Floats:
    """Each account's composite with weights from accounts of other folds."""
    new = np.full(len(rows), np.nan)
    parts = np.array_split(np.random.default_rng(seed).permutation(len(rows)), FOLDS)
    for part in parts:
        others = np.setdiff1d(np.arange(len(rows)), part)
        new[part] = rows[part] @ _fitted(rows[others], growth[others], present)
    return new
