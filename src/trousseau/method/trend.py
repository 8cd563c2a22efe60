"""Trends that a few wild months cannot fake: Theil–Sen slopes and Mann–Kendall tests, also season by season.

Every function takes one series, shape (n,), or many at once, shape (…, n), the last axis being time; results have the
shape of what is left, `()` for one series. A missing month is NaN (or None) and stays missing: it is in no pair. Many
series are worked on in blocks, so memory is bounded by `BLOCK` and not by their number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri

from trousseau.method.arrays import Floats, Integers

Kind = TypeVar("Kind", bound=np.generic)

BLOCK = 1_000_000
"""Pairs of months held at once, about: 8 MB each array of them."""

SIGNIFICANT = 1.959963984540054
"""Autocorrelations of ranks beyond ± this / √n count (5 %, two-sided), as Hamed & Rao have it."""


@dataclass(frozen=True, eq=False)
class TheilSen:
    """A straight line through the medians, in units of y per unit of x; NaN where fewer than two points say it."""

    slope: Floats
    """The median of the slopes of all pairs of points with different x."""
    intercept: Floats
    """median(y) − slope · median(x), over the points there are."""
    low: Floats
    high: Floats
    """The interval of the slope after Sen (1968), from the variance of Kendall's S."""


@dataclass(frozen=True, eq=False)
class MannKendall:
    """A test of a monotone trend; z and the probabilities are NaN where fewer than two values are there."""

    s: Floats
    """Pairs that rise less pairs that fall."""
    variance: Floats
    """Of S without a trend, corrected for ties, and for autocorrelation where asked."""
    z: Floats
    """(S ∓ 1) / √variance, 0 where S is 0: above 0 rising, below 0 falling."""
    p: Floats
    """The probability of such an S, either way, without a trend."""
    n: Integers
    """The values there are."""

    @property
    def falling(self) -> Floats:
        """One-sided: the probability of so low a z without a trend."""
        return np.asarray(ndtr(self.z), dtype=np.float64)[()]

    @property
    def rising(self) -> Floats:
        """One-sided: the probability of so high a z without a trend."""
        return np.asarray(ndtr(-self.z), dtype=np.float64)[()]


def theil_sen(y: npt.ArrayLike, x: npt.ArrayLike | None = None, confidence: float = 0.95) -> TheilSen:
    """The Theil–Sen line of y over x (0, 1, 2 … where not given), with Sen's interval of the slope.

    `x` has shape (n,), or that of y. Pairs of equal x say nothing of the slope. Memory and time grow with n².
    Sources: H. Theil, "A rank-invariant method of linear and polynomial regression analysis", 1950; P. K. Sen,
    "Estimates of the regression coefficient based on Kendall's tau", JASA 63, 1968.

    Raises:
        ValueError: an infinite value, x of another length than y or with missing values, a confidence outside 0 to 1.
    """
    rows, shape = _rows(y)
    at = _positions(x, rows, shape)
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"a confidence lies between 0 and 1, got {confidence}")
    first, second = np.triu_indices(rows.shape[1], 1)

    def block(part: slice) -> tuple[Floats, ...]:
        values, places = rows[part], at[part] if len(at) > 1 else at
        slopes = _slopes(values, places, first, second)
        there = np.isfinite(values)
        variance = _variance(values, where=np.where(there, np.broadcast_to(places, values.shape), np.nan))
        middle, low, high = _sen(slopes, variance, confidence)
        centre = _median(values) - middle * _median(np.where(there, places, np.nan))
        return middle, centre, low, high

    slope, intercept, low, high = _in_blocks(block, len(rows), max(1, len(first)), 4)
    return TheilSen(*(_shaped(one, shape) for one in (slope, intercept, low, high)))


def mann_kendall(y: npt.ArrayLike, *, x: npt.ArrayLike | None = None, autocorrelation: bool = False) -> MannKendall:
    """The Mann–Kendall test of y in time order, with the ties correction and the continuity correction.

    var S = [n(n−1)(2n+5) − Σ t(t−1)(2t+5)] / 18 over groups of t equal values. `x`, of shape (n,), tests y against
    something else than time: pairs of equal x say nothing, and the variance is Kendall's for ties in both.
    `autocorrelation` multiplies it by Hamed & Rao's factor where that is above 1: months that resemble their
    neighbours prove less.
    Sources: H. B. Mann, 1945; M. G. Kendall, "Rank Correlation Methods", 1975; K. H. Hamed & A. R. Rao, "A modified
    Mann–Kendall trend test for autocorrelated data", Journal of Hydrology 204, 1998.

    Raises:
        ValueError: an infinite value, x of another length than y or with missing values.
    """
    rows, shape = _rows(y)
    at = None if x is None else _positions(x, rows, ())[0]

    def block(part: slice) -> tuple[Floats, ...]:
        values = rows[part]
        variance = _variance(values) if at is None else _both_variance(values, at)
        if autocorrelation:
            variance = variance * np.maximum(1.0, hamed_rao(values))
        return _kendall(values, at), variance

    s, variance = _in_blocks(block, len(rows), max(1, rows.shape[1]), 2)
    return _tested(s, variance, np.isfinite(rows).sum(axis=1), shape)


def seasonal_kendall(y: npt.ArrayLike, period: int = 12, *, correlated: bool = False) -> MannKendall:
    """The seasonal Kendall test: each season compared with itself only (January with Januaries), then added up.

    The first value is of season 0. `correlated` adds the covariances between seasons (Hirsch & Slack 1984, with the
    estimator of Dietz & Killeen), for series whose months depend on each other; it is rough under ten years.
    Sources: R. M. Hirsch, J. R. Slack & R. A. Smith, "Techniques of trend analysis for monthly water quality data",
    Water Resources Research 18, 1982; R. M. Hirsch & J. R. Slack, 20, 1984.

    Raises:
        ValueError: an infinite value, a period below 1.
    """
    rows, shape = _rows(y)
    seasons = _seasons(rows, period)

    def block(part: slice) -> tuple[Floats, ...]:
        folded = seasons[part]
        s = _kendall(folded).sum(axis=1)
        variance = _variance(folded).sum(axis=1)
        return s, variance + (_covariance(folded) if correlated else 0.0)

    years = seasons.shape[2]
    s, variance = _in_blocks(block, len(rows), max(1, period * years * (years if correlated else 1)), 2)
    return _tested(s, np.maximum(variance, 0.0), np.isfinite(rows).sum(axis=1), shape)


def seasonal_slope(y: npt.ArrayLike, period: int = 12, confidence: float = 0.95) -> TheilSen:
    """Sen's seasonal slope: the median over all pairs of the same season, per period (a year of twelve months).

    The intercept is median(y) − slope · median(t / period). The interval is Sen's with the seasonal variance.
    Source: Hirsch, Slack & Smith 1982; R. O. Gilbert, "Statistical Methods for Environmental Pollution Monitoring",
    1987, ch. 17.

    Raises:
        ValueError: an infinite value, a period below 1, a confidence outside 0 to 1.
    """
    rows, shape = _rows(y)
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"a confidence lies between 0 and 1, got {confidence}")
    seasons = _seasons(rows, period)
    years = seasons.shape[2]
    first, second = np.triu_indices(years, 1)
    when = np.arange(rows.shape[1]) / period

    def block(part: slice) -> tuple[Floats, ...]:
        folded, values = seasons[part], rows[part]
        with np.errstate(invalid="ignore"):
            slopes = (folded[..., second] - folded[..., first]) / (second - first)
        slopes = slopes.reshape(len(folded), -1)
        middle, low, high = _sen(slopes, _variance(folded).sum(axis=1), confidence)
        centre = _median(values) - middle * _median(np.where(np.isfinite(values), when, np.nan))
        return middle, centre, low, high

    found = _in_blocks(block, len(rows), max(1, period * len(first)), 4)
    return TheilSen(*(_shaped(one, shape) for one in found))


def hamed_rao(y: npt.ArrayLike) -> Floats:
    """How much autocorrelation inflates the variance of Kendall's S: n / n*, 1 for fewer than four values.

    1 + 2 / (n(n−1)(n−2)) · Σ (n−i)(n−i−1)(n−i−2) ρᵢ over the significant rank autocorrelations ρᵢ of the series
    without its Theil–Sen trend. Source: Hamed & Rao 1998.

    Raises:
        ValueError: an infinite value.
    """
    rows, shape = _rows(y)
    length = rows.shape[1]
    n = np.isfinite(rows).sum(axis=1).astype(np.float64)
    line = theil_sen(rows)
    ranks = _ranks(rows - np.nan_to_num(np.asarray(line.slope))[:, None] * np.arange(length))
    with np.errstate(invalid="ignore", divide="ignore"):
        centred = np.nan_to_num(ranks - (np.nansum(ranks, axis=1) / n)[:, None])
        power = (centred**2).sum(axis=1)
        total = np.zeros(len(rows))
        for lag in range(1, length):
            rho = (centred[:, lag:] * centred[:, :-lag]).sum(axis=1) / power
            heavy = np.abs(rho) > SIGNIFICANT / np.sqrt(n)
            total += np.where(heavy, np.maximum(n - lag, 0) * (n - lag - 1) * (n - lag - 2) * rho, 0.0)
        factor = 1.0 + 2.0 * total / (n * (n - 1) * (n - 2))
    return _shaped(np.where((n >= 4) & np.isfinite(factor), factor, 1.0), shape)


def _rows(y: npt.ArrayLike) -> tuple[Floats, tuple[int, ...]]:
    """The series as rows (k, n) and the shape of the results."""
    given: Any = y if isinstance(y, np.ndarray) else np.asarray(list(y), dtype=object)  # type: ignore[arg-type]
    given = np.ma.filled(given.astype(np.float64), np.nan) if np.ma.isMaskedArray(given) else given
    values = np.asarray(given, dtype=np.float64)
    if values.ndim == 0:
        raise ValueError("a series has at least one axis: time")
    if np.isinf(values).any():
        raise ValueError("a series has finite or missing values, no infinity")
    count = int(np.prod(values.shape[:-1]))
    return values.reshape(count, values.shape[-1]), values.shape[:-1]


def _positions(x: npt.ArrayLike | None, rows: Floats, shape: tuple[int, ...]) -> Floats:
    """Where the points stand: one row for all series, or one each."""
    if x is None:
        return np.arange(rows.shape[1], dtype=np.float64)[None, :]
    at = np.asarray(x, dtype=np.float64)
    if at.shape not in {(rows.shape[1],), (*shape, rows.shape[1])}:
        raise ValueError(f"x has shape {at.shape} for series of {rows.shape[1]}")
    if not np.isfinite(at).all():
        raise ValueError("x must be finite numbers, without NaN or infinity")
    return at.reshape(-1, rows.shape[1])


def _shaped(values: npt.NDArray[Kind], shape: tuple[int, ...]) -> npt.NDArray[Kind]:
    """Results in the shape of what was given; one series gives scalars."""
    return values.reshape(shape)[()]


def _in_blocks(block: Callable[[slice], tuple[Floats, ...]], rows: int, size: int, results: int) -> tuple[Floats, ...]:
    """A computation over rows of `size` numbers each, a bounded number of them at a time."""
    step = max(1, BLOCK // size)
    found = tuple(np.empty(rows) for _ in range(results))
    for start in range(0, rows, step):
        part = slice(start, start + step)
        for whole, piece in zip(found, block(part), strict=True):
            whole[part] = piece
    return found


def _slopes(values: Floats, places: Floats, first: Integers, second: Integers) -> Floats:
    """The slope of every pair of points, NaN for those that say nothing; shape (k, pairs)."""
    gap = places[:, second] - places[:, first]
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        slopes = (values[:, second] - values[:, first]) / gap
    return np.where(gap == 0.0, np.nan, slopes)


def _sen(slopes: Floats, variance: Floats, confidence: float) -> tuple[Floats, Floats, Floats]:
    """The median slope of each row and its interval: the order statistics (N ∓ z σ)/2 of N slopes."""
    ordered = np.sort(slopes, axis=1)
    count = (~np.isnan(slopes)).sum(axis=1)  # a slope too steep for a float is still one
    reach = ndtri(0.5 + confidence / 2) * np.sqrt(np.maximum(variance, 0.0))
    low = np.maximum(np.rint((count - reach) / 2).astype(np.intp) - 1, 0)
    high = np.minimum(np.rint((count + reach) / 2).astype(np.intp), np.maximum(count - 1, 0))
    return _middle(ordered, count), _taken(ordered, low, count), _taken(ordered, high, count)


def _taken(ordered: Floats, index: Integers, count: Integers) -> Floats:
    """One value of each row; NaN for rows that have none."""
    if ordered.shape[1] == 0:
        return np.full(len(ordered), np.nan)
    safe = np.minimum(index, ordered.shape[1] - 1)
    return np.where(count > 0, np.take_along_axis(ordered, safe[:, None], axis=1)[:, 0], np.nan)


def _middle(ordered: Floats, count: Integers) -> Floats:
    """The median of the first `count` values of sorted rows."""
    lower = _taken(ordered, np.maximum(count - 1, 0) // 2, count)
    upper = _taken(ordered, count // 2, count)
    return lower + (upper - lower) / 2


def _median(values: Floats) -> Floats:
    """The median of each row over the values there are."""
    return _middle(np.sort(values, axis=1), np.isfinite(values).sum(axis=1))


def _kendall(values: Floats, at: Floats | None = None) -> Floats:
    """S over the last axis: Σ sign(later − earlier), pairs with a missing value being 0."""
    s = np.zeros(values.shape[:-1])
    for lag in range(1, values.shape[-1]):
        later, earlier = values[..., lag:], values[..., :-lag]
        sign = (later > earlier).astype(np.float64) - (later < earlier)
        s += sign.sum(axis=-1) if at is None else sign @ np.sign(at[lag:] - at[:-lag])
    return s


def _both_variance(values: Floats, at: Floats) -> Floats:
    """Of S between values and positions that both have ties (Kendall 1975, section 4.4)."""
    places = np.where(np.isfinite(values), at, np.nan)
    n = np.isfinite(values).sum(axis=1).astype(np.float64)
    pairs, triples = (
        np.prod([_grouped(part, count) for part in (values, places)], axis=0)
        for count in (lambda t: t * (t - 1), lambda t: t * (t - 1) * (t - 2))
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        shared = np.nan_to_num(pairs / (2 * n * (n - 1))) + np.nan_to_num(triples / (9 * n * (n - 1) * (n - 2)))
    return np.asarray(_variance(values, where=places) + shared)


def _variance(values: Floats, where: Floats | None = None) -> Floats:
    """Of S over the last axis without a trend, less what ties (in the values, in `where`) take away."""
    n = np.isfinite(values).sum(axis=-1).astype(np.float64)
    whole = n * (n - 1) * (2 * n + 5) - _ties(values)
    return np.asarray((whole - (0.0 if where is None else _ties(where))) / 18.0)


def _ties(values: Floats) -> Floats:
    """Σ t(t−1)(2t+5) over groups of t equal values along the last axis."""
    return _grouped(values, lambda t: t * (t - 1) * (2 * t + 5))


def _grouped(values: Floats, weigh: Callable[[Floats], Floats]) -> Floats:
    """The sum of a function of the size of each group of equal values along the last axis."""
    length = values.shape[-1]
    if length == 0:
        return np.zeros(values.shape[:-1])
    ordered = np.sort(values.reshape(-1, length), axis=1)
    new = np.ones(ordered.shape, dtype=np.bool_)
    new[:, 1:] = ~(ordered[:, 1:] == ordered[:, :-1])  # NaN equals nothing: each is a group of one
    group = np.cumsum(new.ravel()) - 1
    size = np.bincount(group).astype(np.float64)
    row = np.flatnonzero(new.ravel()) // length
    taken = np.bincount(row, weights=weigh(size), minlength=len(ordered))
    return taken.reshape(values.shape[:-1]).astype(np.float64)


def _ranks(values: Floats) -> Floats:
    """Mid-ranks within each row, NaN where missing."""
    below = np.zeros(values.shape)
    equal = np.zeros(values.shape)
    for shift in range(values.shape[1]):
        other = values[:, shift : shift + 1]
        below += other < values
        equal += other == values
    return np.where(np.isfinite(values), below + (equal + 1) / 2, np.nan)


def _seasons(rows: Floats, period: int) -> Floats:
    """Rows folded by season, (k, period, years); what is missing at the end is NaN."""
    if period < 1:
        raise ValueError(f"a period is at least 1, got {period}")
    years = -(-rows.shape[1] // period)
    padded = np.full((len(rows), years * period), np.nan)
    padded[:, : rows.shape[1]] = rows
    return padded.reshape(len(rows), years, period).transpose(0, 2, 1)


def _covariance(seasons: Floats) -> Floats:
    """The sum of the covariances of S between all different seasons, (k,)."""
    with np.errstate(invalid="ignore"):
        sign = np.nan_to_num(np.sign(seasons[..., None, :] - seasons[..., :, None]))  # (k, season, i, j): sign(xj − xi)
    there = np.isfinite(seasons).sum(axis=2)
    years = seasons.shape[2]
    rank = (there[..., None] + 1 - sign.sum(axis=3)) / 2  # a missing year has the middle rank
    pairs = np.einsum("kgij,khij->kgh", sign, sign) / 2
    ranked = np.einsum("kgi,khi->kgh", rank, rank)
    expected = years * (there[:, :, None] + 1.0) * (there[:, None, :] + 1.0)
    covariance = (pairs + 4 * ranked - expected) / 3
    diagonal = np.einsum("kgg->k", covariance)
    return np.asarray(covariance.sum(axis=(1, 2)) - diagonal)


def _tested(s: Floats, variance: Floats, n: npt.NDArray[Any], shape: tuple[int, ...]) -> MannKendall:
    """The test of S against its variance."""
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(variance > 0.0, (s - np.sign(s)) / np.sqrt(variance), 0.0)
    z = np.where(n < 2, np.nan, z)
    p = np.minimum(1.0, 2.0 * ndtr(-np.abs(z)))
    return MannKendall(*(_shaped(one, shape) for one in (s, variance, z, p, n)))
