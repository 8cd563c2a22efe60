"""The proven bound: capacities, limits and rivalries priced, the prices found by a subgradient.

With prices λ of a day, μ of a place and ν of two rivals at one manager, every assignment is worth at most

    L = Σ_i max_j (w_ij − λ_j d_i − μ_j − Σ_g∋i ν_gj) + Σ λ_j c_j + Σ μ_j l_j + Σ ν_gj

(Lagrange; Fisher 1981). The prices that make L least are approached by Polyak steps along an average of the last
subgradients. Between full evaluations only the best managers of each account are looked at: those values guide, the
bound that is given out is always evaluated in full.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from trousseau.method.matching.problem import Floats, Ints, Problem

CHUNK = 1024
CANDIDATES = 24
ROUND = 40
"""Steps between two full evaluations."""


@dataclass(frozen=True)
class Prices:
    """What is paid for a day and for a place of each manager, and for rivals together (groups × managers)."""

    day: Floats
    place: Floats
    apart: Floats


@dataclass
class Dual:
    """The search for the least bound."""

    problem: Problem
    unit: float = field(init=False)
    members: sparse.csr_matrix = field(init=False)
    prices: Prices = field(init=False)
    best: Prices = field(init=False)
    bound: float = np.inf
    step: float = 1.0
    dearest: tuple[float, float] = field(init=False)
    """Of a day, and of a place or a rivalry: nothing dearer lowers the bound, and far beyond it loses its digits."""

    def __post_init__(self) -> None:
        """Begin without prices."""
        given = self.problem
        self.unit = float(given.demand.mean()) or 1.0
        rows = [one for group in given.groups for one in group]
        columns = [at for at, group in enumerate(given.groups) for _ in group]
        shape = (given.accounts, len(given.groups))
        self.members = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
        self.prices = Prices(
            np.zeros(given.managers), np.zeros(given.managers), np.zeros((len(given.groups), given.managers))
        )
        self.best = self.prices
        worth = given.worth[np.isfinite(given.worth)]
        spread = float(worth.max() - worth.min()) if worth.size else 0.0
        asked = given.demand[given.demand > 0]
        smallest = float(asked.min()) / self.unit if asked.size else 1.0
        self.dearest = spread / max(smallest, 1e-6), spread
        self._top: tuple[Ints, Floats] | None = None
        self._trend: tuple[Floats, Floats, Floats] | None = None

    def evaluate(self, prices: Prices, *, keep: bool = False) -> tuple[float, Ints]:
        """The bound under some prices and whom each account would choose; `keep`: note the best of each account."""
        given, chosen, total = self.problem, np.empty(self.problem.accounts, dtype=np.int64), 0.0
        count = min(CANDIDATES, given.managers)
        top = np.empty((given.accounts, count), dtype=np.int64) if keep else None
        for start in range(0, given.accounts, CHUNK):
            part = slice(start, start + CHUNK)
            values = self.reduced(part, prices)
            picked = values.argmax(axis=1)
            chosen[part] = picked
            total += float(values[np.arange(len(picked)), picked].sum())
            if top is not None:
                if count == given.managers:
                    top[part] = np.arange(count)
                else:
                    top[part] = np.argpartition(-values, count - 1, axis=1)[:, :count]
        if top is not None:
            self._top = (top, np.take_along_axis(given.worth, top, axis=1))
        return total + self._paid(prices), chosen

    def reduced(self, part: slice, prices: Prices) -> Floats:
        """What each pair of some accounts is worth less what it costs."""
        given = self.problem
        values = given.worth[part] - given.demand[part, None] * (prices.day / self.unit)
        values -= prices.place
        if given.groups:
            values -= self.members[part] @ prices.apart
        return np.asarray(values)

    def run(self, target: float, rounds: int) -> None:
        """Take steps towards `target`, the best assignment known, and keep the least bound."""
        for _ in range(rounds):
            bound, chosen = self.evaluate(self.prices, keep=True)
            self._note(bound)
            self._move(chosen, bound, target)
            least, stale = bound, 0
            for _step in range(ROUND):
                bound, chosen = self._guess()
                if bound < least - 1e-9 * abs(least):
                    least, stale = bound, 0
                else:
                    stale += 1
                    if stale >= 8:
                        self.step, stale = max(self.step * 0.7, 1e-3), 0
                self._move(chosen, bound, target)
        bound, _chosen = self.evaluate(self.prices)
        self._note(bound)

    def _note(self, bound: float) -> None:
        if bound < self.bound:
            self.bound, self.best = bound, self.prices
        else:
            self.prices = self.best if bound > self.bound + 0.02 * abs(self.bound) else self.prices

    def _guess(self) -> tuple[float, Ints]:
        """The bound over the best managers of each account only."""
        given, prices = self.problem, self.prices
        if self._top is None:
            raise RuntimeError("evaluate first")
        top, worth = self._top
        values = worth - given.demand[:, None] * (prices.day / self.unit)[top] - prices.place[top]
        if given.groups:
            rows = np.flatnonzero(np.diff(self.members.indptr))
            paid = self.members[rows] @ prices.apart
            values[rows] -= np.take_along_axis(np.asarray(paid), top[rows], axis=1)
        at = values.argmax(axis=1)
        rows = np.arange(given.accounts)
        return float(values[rows, at].sum()) + self._paid(prices), np.asarray(top[rows, at])

    def _paid(self, prices: Prices) -> float:
        given = self.problem
        days = np.where(np.isinf(given.capacity), 0.0, given.capacity) / self.unit
        places = np.where(np.isinf(given.limit), 0.0, given.limit)
        return float(prices.day @ days + prices.place @ places + prices.apart.sum())

    def _move(self, chosen: Ints, bound: float, target: float) -> None:
        """One step against what is left over and what is too much."""
        given = self.problem
        load = np.bincount(chosen, weights=given.demand, minlength=given.managers) / self.unit
        count = np.bincount(chosen, minlength=given.managers)
        day = np.where(
            np.isinf(given.capacity), 0.0, load - np.where(np.isinf(given.capacity), 0, given.capacity) / self.unit
        )
        place = np.where(np.isinf(given.limit), 0.0, count - np.where(np.isinf(given.limit), 0.0, given.limit))
        apart = np.zeros_like(self.prices.apart)
        if given.groups:
            at = sparse.csr_matrix(
                (np.ones(given.accounts), (np.arange(given.accounts), chosen)), shape=(given.accounts, given.managers)
            )
            apart = np.asarray((self.members.T @ at).todense()) - 1.0
        now = (
            self._still(day, self.prices.day),
            self._still(place, self.prices.place),
            self._still(apart, self.prices.apart),
        )
        trend = (
            now
            if self._trend is None
            else tuple(0.6 * one + 0.4 * old for one, old in zip(now, self._trend, strict=True))
        )
        self._trend = (trend[0], trend[1], trend[2])
        size = sum(float((one**2).sum()) for one in trend)
        if size <= 0:
            return
        length = self.step * max(bound - target, 1e-6 * abs(bound)) / size
        self.prices = Prices(
            np.clip(self.prices.day + length * trend[0], 0.0, self.dearest[0]),
            np.clip(self.prices.place + length * trend[1], 0.0, self.dearest[1]),
            np.clip(self.prices.apart + length * trend[2], 0.0, self.dearest[1]),
        )

    @staticmethod
    def _still(slope: Floats, price: Floats) -> Floats:
        """A price of nothing cannot fall."""
        return np.where((price <= 0) & (slope < 0), 0.0, slope)
