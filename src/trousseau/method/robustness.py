"""How sure a ranking is: the share of admissible weightings under which each account makes the list (SMAA-2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from trousseau.method.arrays import Floats, Integers
from trousseau.method.grid import Ends, ends, table
from trousseau.method.weightings import weightings

TIE = 1e-12
"""Composites closer than this part of the largest score are equal: identical scores must not differ by rounding."""

LEAF = 64
"""Weightings ranked together once no account can be ruled out cheaply any more."""

BLOCK = 500
"""Weightings whose ranks are counted at a time."""

CHUNK = 256
"""Accounts whose central weights are tried at a time."""

DRAWS = 200
"""Draws of missing scores for a confidence."""

WIDTH = 512
"""Accounts held against the bar at a time: what a core keeps at hand."""

ROUNDING = 1e-5
"""More than single precision can be wrong by, as a part of the largest score."""


@dataclass(frozen=True, eq=False)
class Acceptability:
    """What becomes of each account when the weights are any of the admissible ones.

    Accounts of equal score share the ranks they take: two firsts have rank 1 half each, so that each rank is given
    once and the probabilities of the list add up to its length.
    Source: R. Lahdelma & P. Salminen, "SMAA-2: Stochastic Multicriteria Acceptability Analysis for Group Decision
    Making", Operations Research 49, 2001.
    """

    top: int
    """The length of the list: that given, 1 where none is."""
    samples: int
    top_probability: Floats
    """The share of weightings under which an account is on the list, shape (n,)."""
    central_weights: Floats
    """The mean of the weightings that put an account on the list (SMAA-2's central weights where the list is of one),
    NaN for one that never is; shape (n, criteria)."""
    _standing: _Standing = field(repr=False)
    _ranked: _Ranked = field(repr=False)

    @cached_property
    def rank_acceptability(self) -> Floats:
        """The share of weightings under which account i has rank r + 1; shape (n, ranks), the first `top` when given.

        Full tables are large: 8 bytes × accounts × ranks. `ranks_of` gives the rows of some accounts.
        """
        return self.ranks_of(np.arange(len(self.top_probability)))

    def ranks_of(self, accounts: npt.ArrayLike) -> Floats:
        """The rows of `rank_acceptability` of some accounts, without the whole table."""
        return self._standing.shares(np.asarray(accounts, dtype=np.intp))

    @cached_property
    def confidence(self) -> Floats:
        """The probability that an account's own central weights put it on the list, shape (n,); 0 if it never is.

        1 or 0 where every score is known: 0 means that only a mixture of different weightings speaks for it. Missing
        scores are drawn a few hundred times. Costs accounts on the list × accounts.
        """
        member = self._standing.member
        row, first = np.unique(member, return_index=True)
        row, first = row[self.top_probability[first] > 0.0], first[self.top_probability[first] > 0.0]
        found = np.zeros(len(self._ranked.size))
        for start in range(0, len(row), CHUNK):
            part = slice(start, start + CHUNK)
            found[row[part]] = self._ranked.listed(row[part], self.central_weights[first[part]], self.top)
        return np.where(member >= 0, found[member], 0.0)

    @property
    def sampling_error(self) -> float:
        """The largest standard error any of the shares can have: 1 / (2 √samples), .005 at 10,000."""
        return 0.5 / float(np.sqrt(self.samples))

    @property
    def errors(self) -> Floats:
        """The standard error of each probability of the list: √(p (1 − p) / samples), shape (n,)."""
        p = self.top_probability
        return np.asarray(np.sqrt(p * (1.0 - p) / self.samples))


def acceptability(
    scores: npt.ArrayLike,
    *,
    ranges: npt.ArrayLike | None = None,
    order: Iterable[int] | None = None,
    top: int | None = None,
    samples: int = 10_000,
    seed: int = 0,
    missing: Ends | None = None,
    ranks: int | None = None,
) -> Acceptability:
    """Rank accounts × criteria under many weightings; scores on one scale, more being better.

    Weightings are uniform over those admissible: all of them, within `ranges` (criteria × 2, least and most of each
    weight) and with `order` (criteria from the most to the least important). `top` is the length of the list; without
    it every rank is kept and the list is of one. `ranks` keeps more ranks than the list is long, or fewer than all.
    A score not known (NaN) may lie anywhere on the scale `missing`, or between its own ends where these are given as
    two tables of the shape of the scores: it is drawn anew, uniformly, with each weighting.
    The result is exact for what was drawn.

    Raises:
        ValueError: a missing score without `missing`, an infinite one, no account, `top` or `samples` below 1,
            weightings as in `weightings`.
    """
    rows = table(scores)
    if samples < 1:
        raise ValueError(f"at least one weighting must be drawn, got {samples}")
    drawn = weightings(rows.shape[1], samples, ranges=ranges, order=order, seed=seed)
    return under(rows, drawn, top=top, missing=missing, ranks=ranks, seed=seed)


def under(
    scores: npt.ArrayLike,
    drawn: Floats,
    *,
    top: int | None = None,
    missing: Ends | None = None,
    ranks: int | None = None,
    seed: int = 0,
) -> Acceptability:
    """The same for weightings already drawn, shape (samples, criteria): rows of weights that add up to 1.

    Weightings are halved into cells, criterion by criterion. In a cell the best accounts under its centre set a bar
    for every weighting, which all but few others fail: only those that pass are ranked.

    Raises:
        ValueError: as `acceptability`; weightings of another number of criteria.
    """
    rows = table(scores)
    if not len(rows):
        raise ValueError("a ranking needs at least one account")
    if any(one is not None and one < 1 for one in (top, ranks)):
        raise ValueError(f"a list and its ranks count at least one, got {top} and {ranks}")
    if drawn.ndim != 2 or drawn.shape[1] != rows.shape[1]:
        raise ValueError(f"weightings of shape {drawn.shape} for {rows.shape[1]} criteria")
    everyone, member = _distinct(rows, missing)
    listed = min(top or 1, len(rows))
    kept = len(rows) if top is None and ranks is None else min(max(ranks or 0, listed), len(rows))
    ranked, member = _within_reach(everyone, member, drawn, kept)
    counted = _Counted(ranked, len(drawn), kept, listed)
    for number, cell in enumerate(_cells(drawn)):
        random = np.random.default_rng([seed, number])
        counted.add(cell, _ranked_cell(ranked, drawn[cell], kept, listed, random))
    return counted.answer(member)


@dataclass(frozen=True, eq=False)
class _Ranked:
    """The different rows of scores, with the least and the most of what is not known."""

    low: Floats
    high: Floats
    quick: npt.NDArray[np.float32]
    """`high` in half the bytes, criteria × rows, to rule out by."""
    size: Integers
    """How many accounts have each row."""

    @cached_property
    def largest(self) -> float:
        """The largest score, 1 at least."""
        return max(1.0, float(np.abs(self.high).max()))

    def composites(self, accounts: Integers, weights: Floats, random: np.random.Generator) -> Floats:
        """Weightings × accounts; what is not known is drawn."""
        low, span = self.low[accounts], self.high[accounts] - self.low[accounts]
        composites: Floats = weights @ low.T
        for i, j in np.argwhere(span > 0.0).tolist():
            composites[:, i] += span[i, j] * random.random(len(weights)) * weights[:, j]
        return composites

    def listed(self, rows: Integers, weights: Floats, places: int) -> Floats:
        """The probability that each of some rows is in the first places under its own weighting."""
        draws = 1 if (self.low == self.high).all() else DRAWS
        random, everyone = np.random.default_rng(0), np.arange(len(self.size))
        total = np.zeros(len(rows))
        for _ in range(draws):
            composites = self.composites(everyone, weights, random)
            gap = composites - composites[np.arange(len(rows)), rows][:, None]
            tolerance = _tolerance(composites)
            above, equal = (gap > tolerance) @ self.size, (np.abs(gap) <= tolerance) @ self.size
            total += np.clip((places - above) / equal, 0.0, 1.0)
        return total / draws


def _distinct(rows: Floats, missing: Ends | None) -> tuple[_Ranked, Integers]:
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
    return _Ranked(least, most, quick, np.bincount(member)), member


def _within_reach(ranked: _Ranked, member: Integers, drawn: Floats, places: int) -> tuple[_Ranked, Integers]:
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
    there = np.flatnonzero(most >= bar - _tolerance(most))
    place = np.full(len(least), -1)
    place[there] = np.arange(len(there))
    left = _Ranked(ranked.low[there], ranked.high[there], ranked.quick[:, there].copy(), ranked.size[there])
    return left, place[member]


def _moved(rows: Floats, centre: Floats, reach: Floats) -> Floats:
    middle = (rows.max(axis=1) + rows.min(axis=1)) / 2.0
    away = rows - middle[:, None]
    return np.asarray(middle + away @ centre + np.abs(away) @ reach)


def _cells(drawn: Floats) -> Iterator[Integers]:
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


def _candidates(ranked: _Ranked, inside: Floats, places: int) -> Integers:
    """Those that can be in one of the first places under a weighting of the cell.

    The last of the places is at least at the places-th of any accounts: of the best under the centre of the cell.
    Single precision rules out, by a margin far above its rounding.
    """
    everyone = np.arange(len(ranked.size))
    if len(everyone) <= 2 * places:
        return everyone
    centre = ranked.low @ inside.mean(axis=0)
    best = np.argpartition(centre, -2 * places)[-2 * places :]
    bar = np.partition(inside @ ranked.low[best].T, -places, axis=1)[:, -places]
    margin = ROUNDING * ranked.largest
    weights, level = inside.astype(np.float32), (bar - margin).astype(np.float32)[:, None]
    passing = [
        ((weights @ ranked.quick[:, first : first + WIDTH]) >= level).any(axis=0)
        for first in range(0, len(everyone), WIDTH)
    ]
    return np.flatnonzero(np.concatenate(passing))


@dataclass(frozen=True, eq=False)
class _Standing:
    """Which account has which rank under each weighting."""

    member: Integers
    """The distinct row of each account; −1: out of reach."""
    listing: npt.NDArray[np.int32]
    """The distinct row of each rank under each weighting, samples × ranks; −1 where equals share ranks."""
    steps: dict[int, Floats]
    """What each distinct row has of shared ranks: up where they begin, down after they end, so that accounts that
    share a thousand ranks cost two steps."""

    def shares(self, accounts: Integers) -> Floats:
        """Accounts × ranks."""
        samples, ranks = self.listing.shape
        asked, row = np.unique(self.member[accounts], return_inverse=True)
        place = np.full(int(max(self.member.max(), self.listing.max(initial=0))) + 2, -1)
        place[asked[asked >= 0]] = np.flatnonzero(asked >= 0)
        counts = np.zeros((len(asked), ranks))
        for first in range(0, samples, BLOCK):
            part = self.listing[first : first + BLOCK]
            there = np.where(part >= 0, place[part], -1)
            at, rank = np.nonzero(there >= 0)
            np.add.at(counts.reshape(-1), there[at, rank] * ranks + rank, 1.0)
        found = np.divide(counts, samples, out=counts)
        for index in [index for index, one in enumerate(asked.tolist()) if one in self.steps]:
            found[index] += np.cumsum(self.steps[int(asked[index])]) / samples
        return found if len(row) == len(found) and (row == np.arange(len(row))).all() else found[row]


class _Counted:
    """What is added up over the cells."""

    def __init__(self, ranked: _Ranked, samples: int, ranks: int, listed: int) -> None:
        self.ranked, self.listed = ranked, listed
        self.listing = np.full((samples, ranks), -1, dtype=np.int32)
        self.steps: dict[int, Floats] = {}
        self.top = np.zeros(len(ranked.size))
        self.weights = np.zeros((len(ranked.size), ranked.low.shape[1]))

    def add(self, cell: Integers, found: _Cell) -> None:
        """Take in what the weightings of one cell gave."""
        self.top[found.accounts] += found.listed
        self.weights[found.accounts] += found.weights
        if found.order is not None:
            self.listing[cell] = found.accounts[found.order]
        for account, change in found.steps.items():
            self.steps[account] = self.steps.get(account, 0.0) + change

    def answer(self, member: Integers) -> Acceptability:
        """The shares of every account: accounts of equal rows have the same."""
        samples, there = len(self.listing), member >= 0
        top, central = np.zeros(len(member)), np.full((len(member), self.weights.shape[1]), np.nan)
        top[there] = np.minimum(self.top / samples, 1.0)[member[there]]
        with np.errstate(invalid="ignore", divide="ignore"):
            central[there] = (self.weights / self.top[:, None])[member[there]]
        return Acceptability(
            top=self.listed,
            samples=samples,
            top_probability=top,
            central_weights=central,
            _standing=_Standing(member, self.listing, self.steps),
            _ranked=self.ranked,
        )


@dataclass(frozen=True, eq=False)
class _Cell:
    """What the weightings of one cell gave."""

    accounts: Integers
    """The distinct rows that may be in the first ranks."""
    listed: Floats
    """Under how many weightings each is on the list."""
    weights: Floats
    """The sum of these weightings."""
    order: Integers | None
    """Which of `accounts` has each rank, weightings × ranks; None where equals share ranks."""
    steps: dict[int, Floats]
    """What each then has of them."""


def _ranked_cell(ranked: _Ranked, inside: Floats, ranks: int, listed: int, random: np.random.Generator) -> _Cell:
    accounts = _candidates(ranked, inside, ranks)
    composites = ranked.composites(accounts, inside, random)
    size = ranked.size[accounts]
    order = _without_ties(composites, ranks) if size.max() == 1 else None
    steps: dict[int, Floats] = {}
    on = np.zeros(composites.shape)
    if order is None:
        places, first, last = _shared(composites, size, ranks)
        share = 1.0 / (last - first)
        np.put_along_axis(on, places, np.clip((listed - first) * share, 0.0, 1.0), axis=1)
        steps = _steps(accounts[places], first, last, ranks)
    else:
        np.put_along_axis(on, order[:, :listed], 1.0, axis=1)
    return _Cell(accounts, on.sum(axis=0), on.T @ inside, order, steps)


def _steps(shown: Integers, first: Integers, last: Integers, ranks: int) -> dict[int, Floats]:
    """For each row shown, 1 / g up where g equals begin to share ranks and as much down after them."""
    rows, row = np.unique(shown, return_inverse=True)
    row, share = row.reshape(shown.shape), 1.0 / (last - first)
    changes = np.zeros((len(rows), ranks + 1))
    np.add.at(changes, (row, np.minimum(first, ranks)), share)
    np.add.at(changes, (row, np.minimum(last, ranks)), -share)
    return dict(zip(rows.tolist(), changes[:, :-1], strict=True))


def _without_ties(composites: Floats, ranks: int) -> Integers | None:
    """The candidates of the first ranks, in order, under each weighting; None where two may be equal."""
    size = composites.shape[1]
    tolerance = _tolerance(composites)
    if ranks < size:
        best = np.argpartition(composites, size - ranks - 1, axis=1)[:, size - ranks - 1 :]
    else:
        best = np.broadcast_to(np.arange(size), composites.shape)
    values = np.take_along_axis(composites, best, axis=1)
    order = np.argsort(values, axis=1)[:, ::-1]
    ordered = np.take_along_axis(values, order, axis=1)
    if (ordered[:, :-1] - ordered[:, 1:] <= tolerance).any():
        return None
    return np.take_along_axis(best, order[:, :ranks], axis=1)


def _shared(composites: Floats, size: Integers, ranks: int) -> tuple[Integers, Integers, Integers]:
    """The candidates in order under each weighting, and the ranks [first, last) each shares with its equals."""
    order = np.argsort(-composites, axis=1)
    ordered = np.take_along_axis(composites, order, axis=1)
    tied = ordered[:, :-1] - ordered[:, 1:] <= _tolerance(composites)
    counts = size[order]
    last = np.cumsum(counts, axis=1)
    first = last - counts
    edge = np.ones((len(tied), 1), dtype=np.bool_)
    first = np.maximum.accumulate(np.where(np.hstack([edge, ~tied]), first, 0), axis=1)
    ends = np.where(np.hstack([~tied, edge]), last, np.iinfo(last.dtype).max)
    last = np.minimum.accumulate(ends[:, ::-1], axis=1)[:, ::-1]
    shown = int((first < ranks).any(axis=0).sum())
    return order[:, :shown], first[:, :shown], last[:, :shown]


def _tolerance(composites: Floats) -> float:
    return TIE * max(1.0, float(np.abs(composites).max(initial=0.0)))
