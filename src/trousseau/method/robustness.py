"""How sure a ranking is: the share of admissible weightings under which each account makes the list (SMAA-2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from trousseau.method.arrays import Floats, Integers
from trousseau.method.cells import Rows, candidates, cells, distinct, in_first, shared, within_reach, without_ties
from trousseau.method.grid import Ends, table
from trousseau.method.weightings import weightings

BLOCK = 500
"""Weightings whose ranks are counted at a time."""

CHUNK = 256
"""Accounts whose central weights are tried at a time."""


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
    _drawn: _Drawn = field(repr=False)

    @cached_property
    def rank_acceptability(self) -> Floats:
        """The share of weightings under which account i has rank r + 1; shape (n, ranks), the first `top` when given.

        Full tables are large: 8 bytes × accounts × ranks. `ranks_of` gives the rows of some accounts.
        """
        return self.ranks_of(np.arange(len(self.top_probability)))

    def ranks_of(self, accounts: npt.ArrayLike) -> Floats:
        """The rows of `rank_acceptability` of some accounts, without the whole table."""
        return self._drawn.standing.shares(np.asarray(accounts, dtype=np.intp))

    @cached_property
    def confidence(self) -> Floats:
        """The probability that an account's own central weights put it on the list, shape (n,); 0 if it never is.

        1 or 0 where every score is known: 0 means that only a mixture of different weightings speaks for it. Missing
        scores are drawn a few hundred times. Costs accounts on the list × accounts.
        """
        member = self._drawn.member
        row, first = np.unique(member, return_index=True)
        row, first = row[self.top_probability[first] > 0.0], first[self.top_probability[first] > 0.0]
        found = np.zeros(len(self._drawn.rows.size))
        for start in range(0, len(row), CHUNK):
            part = slice(start, start + CHUNK)
            found[row[part]] = self._drawn.rows.listed(row[part], self.central_weights[first[part]], self.top)
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
    everyone, member = distinct(rows, missing)
    listed = min(top or 1, len(rows))
    kept = len(rows) if top is None and ranks is None else min(max(ranks or 0, listed), len(rows))
    within, member = within_reach(everyone, member, drawn, kept)
    return _on_the_list(_Drawn(within, member, drawn, kept, seed), listed)


@dataclass(frozen=True, eq=False)
class _Drawn:
    """What was ranked and under which weightings; the ranks themselves are worked out when someone asks."""

    rows: Rows
    member: Integers
    """The distinct row of each account; −1: out of reach."""
    weights: Floats
    ranks: int
    seed: int

    def cells(self, places: int) -> Iterator[tuple[Integers, Integers, Floats]]:
        """By cell its weightings, the rows that may be in the first places, and their composites.

        What is not known is drawn for the rows of a cell: with it, the cells are those of all ranks every time.
        """
        places = places if self.rows.settled else self.ranks
        for number, cell in enumerate(cells(self.weights)):
            inside = self.weights[cell]
            accounts = candidates(self.rows, inside, places)
            random = np.random.default_rng([self.seed, number])
            yield cell, accounts, self.rows.composites(accounts, inside, random)

    @cached_property
    def standing(self) -> _Standing:
        """Every rank of every weighting."""
        listing = np.full((len(self.weights), self.ranks), -1, dtype=np.int32)
        steps: dict[int, Floats] = {}
        for cell, accounts, composites in self.cells(self.ranks):
            size = self.rows.size[accounts]
            order = without_ties(composites, self.ranks) if size.max() == 1 else None
            if order is not None:
                listing[cell] = accounts[order]
                continue
            places, first, last = shared(composites, size, self.ranks)
            for account, change in _steps(accounts[places], first, last, self.ranks).items():
                steps[account] = steps.get(account, 0.0) + change
        return _Standing(self.member, listing, steps)


def _on_the_list(drawn: _Drawn, listed: int) -> Acceptability:
    """The shares of the list alone, which needs no order among those on it."""
    rows, member, samples = drawn.rows, drawn.member, len(drawn.weights)
    total, weights = np.zeros(len(rows.size)), np.zeros((len(rows.size), drawn.weights.shape[1]))
    for cell, accounts, composites in drawn.cells(listed):
        on = in_first(composites, rows.size[accounts], listed)
        total[accounts] += on.sum(axis=0)
        weights[accounts] += on.T @ drawn.weights[cell]
    there = member >= 0
    top, central = np.zeros(len(member)), np.full((len(member), weights.shape[1]), np.nan)
    top[there] = np.minimum(total / samples, 1.0)[member[there]]
    with np.errstate(invalid="ignore", divide="ignore"):
        central[there] = (weights / total[:, None])[member[there]]
    return Acceptability(listed, samples, top, central, drawn)


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


def _steps(shown: Integers, first: Integers, last: Integers, ranks: int) -> dict[int, Floats]:
    """For each row shown, 1 / g up where g equals begin to share ranks and as much down after them."""
    rows, row = np.unique(shown, return_inverse=True)
    row, share = row.reshape(shown.shape), 1.0 / (last - first)
    changes = np.zeros((len(rows), ranks + 1))
    np.add.at(changes, (row, np.minimum(first, ranks)), share)
    np.add.at(changes, (row, np.minimum(last, ranks)), -share)
    return dict(zip(rows.tolist(), changes[:, :-1], strict=True))
