"""Weightings in cells: in each, the accounts that can be in the first places under one of them, and their ranks.

Weightings are halved into cells, criterion by criterion. In a cell the best accounts under its centre set a bar for
every weighting, which all but few others fail: only those that pass are ranked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from trousseau.method.arrays import Floats, Integers
from trousseau.method.grid import Ends, ends

TIE = 1e-12
"""Composites closer than this part of the largest score are equal: identical scores must not differ by rounding."""

LEAF = 128
"""Weightings ranked together once no account can be ruled out cheaply any more."""

DRAWS = 200
"""Draws of missing scores for a confidence."""

SET_BY = 3
"""The bar of a cell is set by so many times the accounts there are places for."""

WIDTH = 512
"""Accounts held against the bar at a time: what a core keeps at hand."""

ROUNDING = 1e-5
"""More than single precision can be wrong by, as a part of the largest score."""


@dataclass(frozen=True, eq=False)
class Rows:
    """The different rows of scores, with the least and the most of what is not known."""

    low: Floats
    high: Floats
    quick: npt.NDArray[np.float32]
    """`high` in half the bytes, criteria × rows, to rule out by."""
    size: Integers
    """How many accounts have each row."""

    @cached_property
    def settled(self) -> bool:
        """Whether every score is known."""
        return bool((self.low == self.high).all())

    @cached_property
    def largest(self) -> float:
        """The largest score, 1 at least."""
        return max(1.0, float(np.abs(self.high).max()))

    def composites(self, accounts: Integers, weights: Floats, random: np.random.Generator) -> Floats:
        """Weightings × accounts; what is not known is drawn."""
        low = self.low[accounts]
        composites: Floats = weights @ low.T
        if self.settled:
            return composites
        span = self.high[accounts] - low
        for i, j in np.argwhere(span > 0.0).tolist():
            composites[:, i] += span[i, j] * random.random(len(weights)) * weights[:, j]
        return composites

    def listed(self, rows: Integers, weights: Floats, places: int) -> Floats:
        """The probability that each of some rows is in the first places under its own weighting."""
        draws = 1 if self.settled else DRAWS
        random, everyone = np.random.default_rng(0), np.arange(len(self.size))
        total = np.zeros(len(rows))
        for _ in range(draws):
            composites = self.composites(everyone, weights, random)
            gap = composites - composites[np.arange(len(rows)), rows][:, None]
            close = tolerance(composites)
            above, equal = (gap > close) @ self.size, (np.abs(gap) <= close) @ self.size
            total += np.clip((places - above) / equal, 0.0, 1.0)
        return total / draws


def distinct(rows: Floats, missing: Ends | None) -> tuple[Rows, Integers]:
    """The different rows, and which of them each account has; what is not known is equal to nothing."""
    order = np.lexsort(rows.T)
    new = np.ones(len(rows), dtype=np.bool_)
    new[1:] = (rows[order[1:]] != rows[order[:-1]]).any(axis=1)
    member = np.empty(len(rows), dtype=np.intp)
    member[order] = np.cumsum(new) - 1
    first = order[new]
    if missing is None and np.isnan(rows).any():
        raise ValueError("a ranking needs every score, or the scale on which a missing one lies")
    least, most = (end[first] for end in ends(rows, missing or (0.0, 0.0)))
    quick = np.ascontiguousarray(most.T, dtype=np.float32)
    return Rows(least, most, quick, np.bincount(member)), member


def within_reach(ranked: Rows, member: Integers, drawn: Floats, places: int) -> tuple[Rows, Integers]:
    """Without the rows that cannot be in the first places under any of the weightings; −1 for accounts that have them.

    As weights add up to 1, Σ wⱼ sⱼ = m + Σ wⱼ (sⱼ − m) for any m: around the middle of a row the weights, each
    between its least and its greatest, move it least.
    """
    low, high = drawn.min(axis=0), drawn.max(axis=0)
    centre, reach = (low + high) / 2.0, (high - low) / 2.0
    least, most = _moved(ranked.low, centre, -reach), _moved(ranked.high, centre, reach)
    if len(least) <= places:
        return ranked, member
    bar = np.partition(least, -places)[-places]
    there = np.flatnonzero(most >= bar - tolerance(most))
    place = np.full(len(least), -1)
    place[there] = np.arange(len(there))
    left = Rows(ranked.low[there], ranked.high[there], ranked.quick[:, there].copy(), ranked.size[there])
    return left, place[member]


def _moved(rows: Floats, centre: Floats, reach: Floats) -> Floats:
    middle = (rows.max(axis=1) + rows.min(axis=1)) / 2.0
    away = rows - middle[:, None]
    return np.asarray(middle + away @ centre + np.abs(away) @ reach)


def cells(drawn: Floats) -> Iterator[Integers]:
    """Weightings in groups of some that resemble each other."""
    waiting = [np.arange(len(drawn))]
    while waiting:
        cell = waiting.pop()
        if len(cell) <= LEAF:
            yield cell
            continue
        inside = drawn[cell]
        half = len(cell) // 2
        halves = cell[np.argpartition(inside[:, np.argmax(np.ptp(inside, axis=0))], half)]
        waiting += [halves[half:], halves[:half]]


def candidates(ranked: Rows, inside: Floats, places: int) -> Integers:
    """Those that can be in one of the first places under a weighting of the cell.

    The last of the places is at least at the places-th of any accounts: of the best under the centre of the cell.
    Single precision rules out, by a margin far above its rounding.
    """
    everyone = np.arange(len(ranked.size))
    tried = SET_BY * places
    if len(everyone) <= tried:
        return everyone
    centre = ranked.low @ inside.mean(axis=0)
    best = np.argpartition(centre, -tried)[-tried:]
    bar = np.partition(inside @ ranked.low[best].T, -places, axis=1)[:, -places]
    margin = ROUNDING * ranked.largest
    weights, level = inside.astype(np.float32), (bar - margin).astype(np.float32)[:, None]
    passing = [
        ((weights @ ranked.quick[:, first : first + WIDTH]) >= level).any(axis=0)
        for first in range(0, len(everyone), WIDTH)
    ]
    return np.flatnonzero(np.concatenate(passing))


def in_first(composites: Floats, size: Integers, places: int) -> Floats:
    """What each candidate has of the first places under each weighting; equals share the last ones.

    Without equals at the border nothing needs to be put in order.
    """
    beyond = composites.shape[1] - places
    if size.max() == 1 and beyond <= 0:
        return np.ones(composites.shape)
    if size.max() == 1:
        parted = np.partition(composites, beyond, axis=1)[:, : beyond + 1]
        least = parted[:, beyond]
        if (least - parted[:, :beyond].max(axis=1) > tolerance(composites)).all():
            return np.asarray(composites >= least[:, None], dtype=np.float64)
    on = np.zeros(composites.shape)
    order, first, last = shared(composites, size, places)
    np.put_along_axis(on, order, np.clip((places - first) / (last - first), 0.0, 1.0), axis=1)
    return on


def without_ties(composites: Floats, ranks: int) -> Integers | None:
    """The candidates of the first ranks, in order, under each weighting; None where two may be equal."""
    size = composites.shape[1]
    close = tolerance(composites)
    if ranks < size:
        best = np.argpartition(composites, size - ranks - 1, axis=1)[:, size - ranks - 1 :]
    else:
        best = np.broadcast_to(np.arange(size), composites.shape)
    values = np.take_along_axis(composites, best, axis=1)
    order = np.argsort(values, axis=1)[:, ::-1]
    ordered = np.take_along_axis(values, order, axis=1)
    if (ordered[:, :-1] - ordered[:, 1:] <= close).any():
        return None
    return np.take_along_axis(best, order[:, :ranks], axis=1)


def shared(composites: Floats, size: Integers, ranks: int) -> tuple[Integers, Integers, Integers]:
    """The candidates in order under each weighting, and the ranks [first, last) each shares with its equals."""
    order = np.argsort(-composites, axis=1)
    ordered = np.take_along_axis(composites, order, axis=1)
    tied = ordered[:, :-1] - ordered[:, 1:] <= tolerance(composites)
    counts = size[order]
    last = np.cumsum(counts, axis=1)
    first = last - counts
    edge = np.ones((len(tied), 1), dtype=np.bool_)
    first = np.maximum.accumulate(np.where(np.hstack([edge, ~tied]), first, 0), axis=1)
    ends = np.where(np.hstack([~tied, edge]), last, np.iinfo(last.dtype).max)
    last = np.minimum.accumulate(ends[:, ::-1], axis=1)[:, ::-1]
    shown = int((first < ranks).any(axis=0).sum())
    return order[:, :shown], first[:, :shown], last[:, :shown]


def tolerance(composites: Floats) -> float:
    """How close composites are equal."""
    return TIE * max(1.0, float(np.abs(composites).max(initial=0.0)))
