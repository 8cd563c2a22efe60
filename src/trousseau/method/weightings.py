"""Drawing weightings: uniform over those that are admissible, from bounds of each weight and an order of importance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise
from math import lgamma, log

import numpy as np
import numpy.typing as npt
import scipy

from trousseau.method.arrays import NOISE, Floats

TRIES = 100
"""Draws per weighting wanted before rejection is given up for walking."""

SWEEPS = 60
"""Rounds over all pairs of criteria of a walk; the mean of a weight no longer moves with more."""


def weightings(
    criteria: int,
    samples: int,
    *,
    ranges: npt.ArrayLike | None = None,
    order: Iterable[int] | None = None,
    seed: int = 0,
) -> Floats:
    """Weightings drawn uniformly from the admissible part of the simplex, shape (samples, criteria); rows add up to 1.

    `ranges` gives the least and the most of each weight, shape (criteria, 2). `order` names criteria from the most
    to the least important: each weighs at least as much as the next; criteria not named are free.

    The draws are exact and independent, but for narrow ranges and an order together: there they come from walks that
    move weight between two criteria at a time (hit and run, R. L. Smith 1984), one walk a draw.

    Raises:
        ValueError: no criterion, a negative number of samples, ranges of another shape, outside 0 to 1 or crossed, an
            order that names a criterion twice or one that is not there, or no admissible weighting at all.
    """
    if criteria < 1 or samples < 0:
        raise ValueError(f"weightings need a criterion and samples, got {criteria} and {samples}")
    low, high = _bounds(ranges, criteria)
    chain = _chain(order, criteria)
    random = np.random.default_rng(seed)
    if ranges is None:
        return _in_order(random.dirichlet(np.ones(criteria), samples), chain)
    part = _Part(low, high, chain)
    middle = part.middle()
    if np.count_nonzero(part.free) < 2:
        return np.tile(middle, (samples, 1))
    alike = len({(low[i], high[i]) for i in chain}) <= 1
    drawn = _Part(low, high, () if alike else chain).by_rejection(samples, random)
    if drawn is None:
        return part.walked(middle, samples, random)
    return _in_order(drawn, chain) if alike else drawn


def around(weights: npt.ArrayLike, points: float) -> Floats:
    """Ranges of ± so many points (.13 is 13 points) around published weights, within 0 to 1; shape (criteria, 2).

    Raises:
        ValueError: negative points.
    """
    if not points >= 0.0:
        raise ValueError(f"points around the weights cannot be negative, got {points}")
    centre = np.asarray(weights, dtype=np.float64)
    return np.stack([np.clip(centre - points, 0.0, 1.0), np.clip(centre + points, 0.0, 1.0)], axis=-1)


def _bounds(ranges: npt.ArrayLike | None, criteria: int) -> tuple[Floats, Floats]:
    if ranges is None:
        return np.zeros(criteria), np.ones(criteria)
    given = np.asarray(ranges, dtype=np.float64)
    if given.shape != (criteria, 2):
        raise ValueError(f"ranges are a table of {criteria} × 2, got shape {given.shape}")
    if not ((given >= 0.0) & (given <= 1.0)).all():
        raise ValueError("a weight lies between 0 and 1, and so do its least and its most")
    low, high = given.T
    if (low > high).any():
        raise ValueError(f"the range of criterion {int(np.argmax(low > high))} is crossed")
    return low, high


def _chain(order: Iterable[int] | None, criteria: int) -> tuple[int, ...]:
    chain = tuple(int(one) for one in order) if order is not None else ()
    if len(set(chain)) != len(chain) or not all(0 <= one < criteria for one in chain):
        raise ValueError(f"an order names criteria 0 to {criteria - 1}, each at most once, got {chain}")
    return chain


def _in_order(drawn: Floats, chain: Sequence[int]) -> Floats:
    """The same draws with the weights of the chain put in its order: as likely, for none is preferred to another."""
    if len(chain) > 1:
        places = list(chain)
        drawn[:, places] = -np.sort(-drawn[:, places], axis=1)
    return drawn


@dataclass(frozen=True, eq=False)
class _Part:
    """The admissible part of the simplex: the least and the most of each weight, and the order some stand in."""

    low: Floats
    high: Floats
    chain: Sequence[int]

    @cached_property
    def free(self) -> npt.NDArray[np.bool_]:
        """The weights that their range leaves a choice."""
        return np.asarray(self.high - self.low > NOISE)

    def middle(self) -> Floats:
        """A weighting well inside: by linear programming, the one whose least distance to a bound is greatest."""
        size = len(self.low)
        free = self.free.astype(np.float64)
        rows = [np.column_stack([-np.eye(size), free]), np.column_stack([np.eye(size), free])]
        limits = [-self.low, self.high]
        for more, less in pairwise(self.chain):
            row = np.zeros((1, size + 1))
            row[0, [less, more]] = 1.0, -1.0
            rows.append(row)
            limits.append(np.zeros(1))
        found = scipy.optimize.linprog(
            np.append(np.zeros(size), -1.0),
            A_ub=np.vstack(rows),
            b_ub=np.concatenate(limits) + NOISE,
            A_eq=np.append(np.ones(size), 0.0)[None, :],
            b_eq=[1.0],
            bounds=[(0.0, 1.0)] * (size + 1),
        )
        if not found.success:
            raise ValueError("no weighting adds up to 1 within these ranges and this order")
        inside = np.clip(found.x[:size], self.low, self.high)
        return np.asarray(inside / inside.sum())

    def by_rejection(self, samples: int, random: np.random.Generator) -> Floats | None:
        """Exact draws: from a simple shape around the part, those outside left out; None where too few are inside."""
        places = np.flatnonzero(self.free)
        left = 1.0 - self.low[~self.free].sum()
        kept: list[Floats] = []
        wanted, tried = samples, 0
        while wanted > 0:
            if tried > TRIES * samples:
                return None
            size = max(1_000, min(4 * wanted, 200_000))
            tried += size
            drawn = _proposed(self.low[places], self.high[places], left, size, random)
            inside = drawn[((drawn >= self.low[places]) & (drawn <= self.high[places])).all(axis=1)]
            whole = np.tile(self.low, (len(inside), 1))
            whole[:, places] = inside
            for more, less in pairwise(self.chain):
                whole = whole[whole[:, more] >= whole[:, less]]
            kept.append(whole)
            wanted -= len(whole)
        return np.concatenate(kept)[:samples] if kept else np.empty((0, len(self.low)))

    def walked(self, start: Floats, samples: int, random: np.random.Generator) -> Floats:
        """As many walks as samples from one weighting, each step uniform on what two criteria may exchange."""
        at = np.tile(start, (samples, 1))
        pairs = list(combinations(range(len(self.low)), 2))
        for _ in range(SWEEPS):
            for i, j in random.permutation(pairs).tolist():
                low, high = self._reach(at, i, j)
                step = low + (high - low) * random.random(samples)
                at[:, i] += step
                at[:, j] -= step
        return at

    def _reach(self, at: Floats, i: int, j: int) -> tuple[Floats, Floats]:
        """The least and the most that i may take from j in each walk; neighbours meet where both weigh their mean."""
        low = np.maximum(self._floor(at, i, j) - at[:, i], at[:, j] - self._ceiling(at, j, i))
        high = np.minimum(self._ceiling(at, i, j) - at[:, i], at[:, j] - self._floor(at, j, i))
        meet = (at[:, j] - at[:, i]) / 2.0
        if (i, j) in self._neighbours:
            low = np.maximum(low, meet)
        if (j, i) in self._neighbours:
            high = np.minimum(high, meet)
        return np.minimum(low, 0.0), np.maximum(high, 0.0)

    @cached_property
    def _neighbours(self) -> frozenset[tuple[int, int]]:
        """Each criterion of the order with the next."""
        return frozenset(pairwise(self.chain))

    def _floor(self, at: Floats, one: int, other: int) -> Floats:
        """What one may not go below while it exchanges with another."""
        less = [follower for leader, follower in self._neighbours if leader == one and follower != other]
        return np.asarray(np.maximum(self.low[one], at[:, less].max(axis=1, initial=0.0)))

    def _ceiling(self, at: Floats, one: int, other: int) -> Floats:
        """What one may not go above while it exchanges with another."""
        more = [leader for leader, follower in self._neighbours if follower == one and leader != other]
        return np.asarray(np.minimum(self.high[one], at[:, more].min(axis=1, initial=1.0)))


def _proposed(low: Floats, high: Floats, total: float, size: int, random: np.random.Generator) -> Floats:
    """Draws that add up to a total, uniform over the smallest of three shapes that hold all within the bounds.

    The simplex above the lows, the simplex below the highs, or the box of all but the widest weight.
    """
    m = len(low)
    above, below = total - low.sum(), high.sum() - total
    widest = int(np.argmax(high - low))
    others = np.arange(m) != widest
    volumes = [
        (m - 1) * log(above) - lgamma(m) if above > 0 else -np.inf,
        (m - 1) * log(below) - lgamma(m) if below > 0 else -np.inf,
        float(np.log((high - low)[others]).sum()),
    ]
    match int(np.argmin(volumes)):
        case 0:
            return np.asarray(low + max(above, 0.0) * random.dirichlet(np.ones(m), size))
        case 1:
            return np.asarray(high - max(below, 0.0) * random.dirichlet(np.ones(m), size))
        case _:
            drawn = np.empty((size, m))
            drawn[:, others] = random.uniform(low[others], high[others], (size, m - 1))
            drawn[:, widest] = total - drawn[:, others].sum(axis=1)
            return drawn
