"""The grid by which key accounts are selected: from figures to scores, from scores to one score, weights from pairs."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from trousseau.method.arrays import Floats, Numbers, finite

Ends: TypeAlias = tuple[npt.ArrayLike, npt.ArrayLike]
"""The least and the most of scores that are not known: one scale for all, or tables of the shape of the scores."""

CONSISTENT = 0.10
"""Saaty's limit: above it the comparisons contradict each other too much to trust their weights."""

RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
"""The consistency index of random comparisons of 1, 2 … 15 things (T. L. Saaty, "The Analytic Hierarchy Process")."""

RECIPROCAL = 0.02
"""How far a_ij · a_ji may be from 1: 0.33 beside 3 is meant as a third."""


class InconsistentWarning(UserWarning):
    """Pairwise comparisons whose consistency ratio passes 0.10."""


@dataclass(frozen=True, eq=False)
class Pairwise:
    """The weights behind comparisons of all pairs, and how far the comparisons contradict each other.

    Source: T. L. Saaty, "A scaling method for priorities in hierarchical structures", Journal of Mathematical
    Psychology 15, 1977.
    """

    weights: Floats
    """The principal eigenvector, adding up to 1. Shape (m,)."""
    lambda_max: float
    """The principal eigenvalue: m where nothing contradicts anything, more otherwise."""
    consistency_ratio: float
    """((λmax − m) / (m − 1)) / the same for random comparisons; 0 for one or two things."""
    worst: tuple[int, int] | None
    """The pair that contradicts the others most, the first being the one said to weigh more; None: none does."""
    suggested: float
    """What the others say of that pair, by the geometric mean of a_ik · a_kj over every third thing k; NaN: none."""

    @property
    def consistent(self) -> bool:
        """Whether the ratio stays within Saaty's 0.10."""
        return self.consistency_ratio <= CONSISTENT


def value(x: npt.ArrayLike, anchors: Iterable[tuple[float, float]] | Mapping[float, float]) -> Floats:
    """The score of a figure by a piecewise linear value function, the same shape as `x`.

    `anchors` are (figure, score) pairs in any order; between two the score is on the straight line, beyond the
    first and the last it stays theirs. Scores may fall as figures grow. A missing figure (NaN, None) has a missing
    score.

    Raises:
        ValueError: fewer than two anchors, two of the same figure, an anchor that is no finite number.
    """
    pairs = anchors.items() if isinstance(anchors, Mapping) else anchors
    points = np.asarray(sorted((float(figure), float(score)) for figure, score in pairs))
    if len(points) < 2:
        raise ValueError("a value function needs at least two anchors")
    if not np.isfinite(points).all():
        raise ValueError("anchors must be finite numbers, without NaN or infinity")
    if (np.diff(points[:, 0]) == 0.0).any():
        raise ValueError("two anchors stand at the same figure: a value function cannot jump")
    figures = np.asarray(x, dtype=np.float64)
    # Rounding between two anchors must not lead beyond them.
    scores = np.clip(np.interp(figures, *points.T), points[:, 1].min(), points[:, 1].max())
    return np.where(np.isnan(figures), np.nan, scores)[()]


def figure_worth(points: float, anchors: Iterable[tuple[float, float]] | Mapping[float, float], near: float) -> float:
    """The figure worth so many points by a value function, the nearest to `near` where several are; NaN where none is.

    Where a stretch is flat, and beyond the first and the last anchor, the end of it nearest to `near` answers.

    Raises:
        ValueError: as `value`.
    """
    pairs = sorted((float(figure), float(score)) for figure, score in dict(anchors).items())
    if value(near, pairs) == points:
        return near
    found = []
    for (x0, y0), (x1, y1) in itertools.pairwise(pairs):
        if min(y0, y1) <= points <= max(y0, y1):
            found.append(min(max(near, x0), x1) if y0 == y1 else x0 + (points - y0) / (y1 - y0) * (x1 - x0))
    return min(found, key=lambda figure: abs(figure - near), default=float("nan"))


def normalised(weights: Numbers) -> Floats:
    """Weights as shares of their sum: percents, swing points or fractions alike. Shape (m,).

    Swing weighting gives 100 points to the criterion one would first lift from its worst to its best, and fewer to
    the others (D. von Winterfeldt & W. Edwards, 1986).

    Raises:
        ValueError: no weight, a negative, missing or infinite one, or none above zero.
    """
    vector = finite(weights, "weights")
    if (vector < 0.0).any():
        raise ValueError(f"a weight cannot be negative, got {vector.min():g}")
    if not (largest := vector.max(initial=0.0)):
        raise ValueError("at least one weight must be above zero")
    scaled = vector / largest
    result: Floats = scaled / scaled.sum()
    return result


def table(scores: npt.ArrayLike) -> Floats:
    """Scores as a table accounts × criteria of float64; missing scores are NaN.

    Raises:
        ValueError: not two dimensions, or an infinite score.
    """
    given = np.ma.filled(np.ma.asarray(scores, dtype=np.float64), np.nan)
    if given.ndim != 2:
        raise ValueError(f"scores are a table of accounts × criteria, got shape {given.shape}")
    if np.isinf(given).any():
        raise ValueError("scores must be finite or missing, not infinite")
    return given


def composite(scores: npt.ArrayLike, weights: Numbers) -> Floats:
    """Σ wⱼ sᵢⱼ / Σ wⱼ for each account, shape (n,); of one account's scores, shape (m,), one figure.

    A missing score leaves the composite missing where its weight is above zero: see `between` for what it can be.

    Raises:
        ValueError: not one weight a criterion, weights as in `normalised`, an infinite score.
    """
    given = np.asarray(scores, dtype=np.float64)
    rows = table(given[None, :] if given.ndim == 1 else given)
    shares = _weights(weights, rows)
    counted = shares > 0.0
    result = rows[:, counted] @ shares[counted]
    return result[0] if given.ndim == 1 else result


def percents(weights: Numbers) -> list[int]:
    """Weights as whole per cents that add up to 100: what is left over goes to the largest remainders.

    Source: the method of largest remainders (A. Hamilton, 1792).

    Raises:
        ValueError: as `normalised`.
    """
    exact = normalised(weights) * 100.0
    whole = np.floor(exact + 1e-9).astype(int)
    more = np.argsort(-(exact - whole), kind="stable")[: 100 - int(whole.sum())]
    whole[more] += 1
    return [int(one) for one in whole]


def comparisons(size: int, times: Mapping[tuple[int, int], float]) -> Floats:
    """The table of comparisons that `pairwise` takes: (i, j) is said to weigh so many times as much, the rest alike.

    Raises:
        ValueError: a pair that is none of `size` things, a number that is not above zero.
    """
    matrix = np.ones((size, size))
    for (i, j), number in times.items():
        if i == j or not (0 <= i < size and 0 <= j < size) or not 0.0 < number < float("inf"):
            raise ValueError(f"comparison ({i}, {j}) of {size} things cannot be {number:g}")
        matrix[i, j], matrix[j, i] = number, 1.0 / number
    return matrix


def ends(scores: npt.ArrayLike, scale: Ends) -> tuple[Floats, Floats]:
    """The least and the most each score can be, shape (n, m) each; equal where it is known.

    Raises:
        ValueError: an end that is not finite, ends that are crossed.
    """
    rows = table(scores)
    low, high = (np.broadcast_to(np.asarray(end, dtype=np.float64), rows.shape) for end in scale)
    wrong = ~(np.isfinite(low) & np.isfinite(high) & (low <= high))
    if wrong.any():
        at = tuple(np.argwhere(wrong)[0])
        raise ValueError(f"a scale goes from its lowest to its highest score, got {low[at]:g} to {high[at]:g}")
    unknown = np.isnan(rows)
    return np.where(unknown, low, rows), np.where(unknown, high, rows)


def between(scores: npt.ArrayLike, weights: Numbers, scale: Ends) -> tuple[Floats, Floats]:
    """The least and the most the composite can be when missing scores may be anything on their scale, shape (n,) each.

    Raises:
        ValueError: as `composite` and `ends`.
    """
    least, most = ends(scores, scale)
    return composite(least, weights), composite(most, weights)


def pairwise(matrix: npt.ArrayLike) -> Pairwise:
    """The weights behind comparisons: entry (i, j) says how many times i weighs as much as j, shape (m, m), m ≤ 15.

    Warns:
        InconsistentWarning: the consistency ratio passes 0.10; `worst` is the pair to look at first.

    Raises:
        ValueError: not square, entries that are not above zero, a pair that is not the other way round 1 / a.
    """
    given = _comparisons(matrix)
    size = len(given)
    values, vectors = np.linalg.eig(given)
    principal = int(np.argmax(values.real))
    vector = np.abs(vectors[:, principal].real)
    weights: Floats = vector / vector.sum()
    lambda_max = max(float(values[principal].real), float(size))
    random = RANDOM_INDEX[size - 1]
    ratio = (lambda_max - size) / (size - 1) / random if random else 0.0
    worst, suggested = _worst(given)
    if ratio > CONSISTENT:
        warnings.warn(f"the comparisons contradict each other: ratio {ratio:.2f}", InconsistentWarning, stacklevel=2)
    return Pairwise(weights, lambda_max, ratio, worst, suggested)


def _weights(weights: Numbers, rows: Floats) -> Floats:
    shares = normalised(weights)
    if len(shares) != rows.shape[1]:
        raise ValueError(f"{len(shares)} weights for {rows.shape[1]} criteria")
    return shares


def _comparisons(matrix: npt.ArrayLike) -> Floats:
    """The comparisons, made exactly reciprocal."""
    given = np.asarray(matrix, dtype=np.float64)
    if given.ndim != 2 or given.shape[0] != given.shape[1] or not 1 <= len(given) <= len(RANDOM_INDEX):
        raise ValueError(f"comparisons are a square table of 1 to {len(RANDOM_INDEX)} things, got shape {given.shape}")
    if not (np.isfinite(given).all() and (given > 0.0).all()):
        raise ValueError("comparisons must be finite numbers above zero")
    off = np.abs(given * given.T - 1.0) > RECIPROCAL
    if off.any():
        i, j = (int(index) for index in np.argwhere(off)[0])
        raise ValueError(
            f"comparison ({i}, {j}) is {given[i, j]:g} but ({j}, {i}) is {given[j, i]:g}, "
            f"where {1 / given[i, j]:g} is meant"
        )
    return np.asarray(np.sqrt(given / given.T))


def _worst(given: Floats) -> tuple[tuple[int, int] | None, float]:
    """The pair whose comparison is furthest from what the others say of it by way of each third thing."""
    size = len(given)
    if size < 3:
        return None, float("nan")
    logs = np.log(given)
    through = logs.sum(axis=1)[:, None] + logs.sum(axis=0)[None, :] - 2.0 * logs
    others = through / (size - 2)
    errors = np.abs(logs - others)
    if errors.max() < 1e-9:
        return None, float("nan")
    i, j = (int(index) for index in np.unravel_index(int(np.argmax(errors)), errors.shape))
    if given[i, j] < 1.0:
        i, j = j, i
    return (i, j), float(np.exp(others[i, j]))
