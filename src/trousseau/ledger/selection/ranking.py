"""Accounts under a grid: points by criterion, score, axes, and how sure the list of key accounts is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from trousseau.ledger.selection.measures import Candidates
from trousseau.method.arrays import Floats, Integers
from trousseau.method.criteria import AXES, LEVELS, SCALE, Axis, Criterion, Grid, level_points
from trousseau.method.grid import between, composite, ends, normalised, value
from trousseau.method.robustness import Acceptability, under
from trousseau.method.tiers import Tiers
from trousseau.method.turning import Turning, turning
from trousseau.method.weightings import around, weightings

SAMPLES = 6_000
"""Weightings drawn: no probability is off by more than 1.3 points in 95 % of cases."""

SURE = 0.90
"""A rank is fragile where the list holds the account under fewer than this share of weightings, and more than 10 %."""

Range = tuple[float, float]
"""The least and the most of something; equal ones where it is settled."""

SPREAD, MORE = 3, 30
"""Ranks are followed down to this many times the capacity, or so many places beyond it."""


@dataclass(frozen=True, eq=False)
class Ranking:
    """The accounts of a portfolio under a grid; vectors are in the order of `accounts`.

    An account with a criterion missing has no score: it has the least and the most it can be, and stands in the order
    where the middle of the two would.
    """

    accounts: Sequence[str]
    names: Sequence[str]
    criteria: tuple[str, ...]
    weights: Floats
    """Adding up to 1."""
    points: Floats
    """Accounts × criteria, 0 to 100 (or the scale of given scores); NaN: missing."""
    score: Floats
    """NaN where a criterion that counts is missing."""
    low: Floats
    high: Floats
    order: Integers
    """The accounts, highest first; equal ones in the order given."""
    capacity: int
    certainty: Acceptability
    axes: Mapping[Axis, Floats]
    """The score on each axis alone; empty for scores given without axes."""
    ends: tuple[Floats, Floats]
    """The least and the most each of the points can be; equal where they are known."""
    figures: Mapping[str, Floats] = field(default_factory=dict)
    """What the criteria were computed from."""

    @cached_property
    def rank(self) -> Integers:
        """1 for the highest; shape (n,)."""
        places = np.empty(len(self.order), dtype=np.intp)
        places[self.order] = np.arange(1, len(self.order) + 1)
        return places

    def tiers(self, tiers: Tiers) -> Integers:
        """The tier that entry rules propose for each account, as its position; shape (n,)."""
        middle = (self.low + self.high) / 2.0
        figures: dict[str, Floats] = {**self.figures}
        figures |= {str(axis): scores for axis, scores in self.axes.items()}
        figures |= {"score": middle, "rank": self.rank.astype(np.float64)}
        return tiers.propose(figures | {"top_probability": self.certainty.top_probability}, self.order)

    @cached_property
    def fragile(self) -> np.typing.NDArray[np.bool_]:
        """Whose place on or off the list hangs on the weights."""
        p = self.certainty.top_probability
        return np.asarray((p > 1.0 - SURE) & (p < SURE))

    @cached_property
    def alike(self) -> bool:
        """Whether every account scores the same."""
        return len(self.low) > 1 and bool((self.low == self.high).all() and (self.low == self.low[0]).all())

    @property
    def open_places(self) -> list[int]:
        """The accounts on the list whose place is fragile."""
        return [at for at in self.order[: self.capacity].tolist() if self.fragile[at]]

    def ranks_between(self, accounts: Sequence[int]) -> list[tuple[int, int | None]]:
        """The ranks that hold each of some accounts in 90 % of weightings, from the 5th to the 95th in a hundred.

        None: beyond the ranks that are followed.
        """
        shares = np.cumsum(self.certainty.ranks_of(accounts), axis=1)
        lows = (shares < 0.05 - 1e-9).sum(axis=1) + 1
        highs = (shares < 0.95 - 1e-9).sum(axis=1) + 1
        most = shares.shape[1]
        return [(low, high if high <= most else None) for low, high in zip(lows.tolist(), highs.tolist(), strict=True)]

    def turning(self, account: int) -> Turning:
        """What would change the side of one account.

        Scores that are not known count as the middle of their ends, as in `order`.
        """
        return turning((self.ends[0] + self.ends[1]) / 2.0, self.weights, account, self.capacity)

    def rivals(self, account: int, most: int = 3) -> list[tuple[int, float]]:
        """Those it contends with for a place, on the other side of the list's end; the closest contests first.

        With each, the share of weightings under which it scores more.
        """
        end = self.capacity
        across = self.order[end : end + MORE] if self.rank[account] <= end else self.order[max(0, end - MORE) : end]
        shares = self.certainty.duels(account, across)
        contested = np.argsort(np.abs(shares - 0.5), kind="stable")[:most]
        return [(int(across[at]), float(shares[at])) for at in contested.tolist() if not np.isnan(shares[at])]


def rank(
    found: Candidates, grid: Grid, *, levels: Mapping[str, Mapping[str, Range]] | None = None, seed: int = 0
) -> Ranking:
    """Rank the candidates by a grid.

    `levels`: for a judged criterion and an account, the lowest and highest level (1 to 5) that still stand; an account
    without them may have any.

    Raises:
        KeyError: a measure of the grid that the candidates do not have.
    """
    columns = [points_of(one, found, (levels or {}).get(one.key, {})) for one in grid.criteria]
    least, most = (np.column_stack(ends) for ends in zip(*columns, strict=True))
    points = np.where(least == most, least, np.nan)
    axes = {axis: composite(points[:, grid.on(axis)], grid.weights[grid.on(axis)]) for axis in AXES}
    ranking = of_points(
        found.accounts,
        points,
        tuple(one.key for one in grid.criteria),
        grid.weights,
        capacity=grid.capacity,
        ranges=around(grid.weights, grid.points / 100.0),
        axes=axes,
        bounds=(least, most),
        seed=seed,
    )
    return replace(ranking, names=found.table["name"].to_pylist(), figures=found.values)


def of_points(
    accounts: Sequence[str],
    points: Floats,
    criteria: tuple[str, ...],
    weights: Floats,
    *,
    capacity: int,
    ranges: Floats | None = None,
    order: Sequence[int] | None = None,
    axes: Mapping[Axis, Floats] | None = None,
    scale: tuple[float, float] = SCALE,
    bounds: tuple[Floats, Floats] | None = None,
    samples: int = SAMPLES,
    seed: int = 0,
) -> Ranking:
    """Rank accounts by scores that are there already, accounts × criteria; `ranges` and `order` as in `weightings`.

    `bounds`: the least and the most of each missing score, accounts × criteria; without them, the ends of the scale.

    Raises:
        ValueError: no account, weights or ranges that mean nothing.
    """
    shares = normalised(weights)
    possible = ends(points, bounds or scale)
    low, high = between(points, shares, possible)
    drawn = weightings(len(shares), samples, ranges=ranges, order=order, seed=seed)
    kept = min(max(SPREAD * capacity, capacity + MORE), len(points))
    return Ranking(
        accounts=accounts,
        names=accounts,
        criteria=criteria,
        weights=shares,
        points=points,
        score=composite(points, shares),
        low=low,
        high=high,
        order=np.argsort(-(low + high) / 2.0, kind="stable"),
        capacity=capacity,
        certainty=under(points, drawn, top=capacity, ranks=kept, missing=possible, seed=seed),
        axes=axes or {},
        ends=possible,
    )


def points_of(one: Criterion, found: Candidates, levels: Mapping[str, Range]) -> tuple[Floats, Floats]:
    """The least and the most points of a criterion."""
    if not one.judged:
        points = value(found.values[one.measure], one.anchors)
        unknown = np.isnan(points)
        return np.where(unknown, SCALE[0], points), np.where(unknown, SCALE[1], points)
    ends = [levels.get(account, (1.0, float(LEVELS))) for account in found.accounts]
    least, most = (np.asarray([level_points(end[at]) for end in ends], dtype=np.float64) for at in (0, 1))
    return least, most
