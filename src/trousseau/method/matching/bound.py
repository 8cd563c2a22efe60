"""The proven bound: capacities, limits and rivalries priced, the prices found by Newton steps on a smoothed dual.

With prices λ of a day, μ of a place and ν of two rivals at one manager, every assignment is worth at most

    L = Σ_i max_j (w_ij − λ_j d_i − μ_j − Σ_g∋i ν_gj) + Σ λ_j c_j + Σ μ_j l_j + Σ ν_gj

(Lagrange; Fisher 1981). Each maximum is smoothed, max_j v_j ≈ τ log Σ_j exp(v_j / τ) (Nesterov 2005): what is left is
convex and smooth with as many unknowns as managers, and Newton steps projected on prices ≥ 0 (Bertsekas 1982) find its
least for a τ that falls. ν follows by the scaling step of Sinkhorn. While τ is large a sample of the accounts will do;
then only the best managers of each account count. The bound that is given out is always evaluated in full, unsmoothed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from scipy import sparse

from trousseau.method.matching.problem import Floats, Ints, Problem

Matrix: TypeAlias = Any
"""Of numpy, or sparse."""
CHUNK = 1024
SAMPLE, EACH = 1_000, 4
"""Accounts that settle the first prices: so many, and so many for each manager."""
CANDIDATES = 24
COARSE, STAGES = 4, 14
"""Values of τ, from a quarter of what managers differ by: on the sample, and at most in all."""
COOLING = 0.3
STEPS = 8
"""Newton steps for one value of τ at most."""
FLAT = 1e-5
"""… and steps end where one gains less than this part of τ for each account."""
FAINT = 1e-3
"""Shares of an account that the curvature leaves out."""
SETTLED = 1e-4
"""The search ends where a stage lowers the bound by less than this part of it."""


@dataclass(frozen=True)
class Prices:
    """What is paid for a day (times the mean demand) and for a place of each manager, and for rivals together."""

    day: Floats
    place: Floats
    apart: Floats
    """Groups × managers."""


@dataclass(frozen=True)
class Part:
    """The accounts and the managers that a stage looks at."""

    rows: Ints
    top: Ints | None
    """The managers of each row; None: all."""
    worth: Floats
    demand: Floats
    room: Floats
    """For these accounts: days of each manager, then places; 0 where there is no limit."""


@dataclass
class Dual:
    """The search for the least bound."""

    problem: Problem
    unit: float = field(init=False)
    members: sparse.csr_matrix = field(init=False)
    limited: np.ndarray = field(init=False)
    """Whose days, then whose places, have a price."""
    dearest: Floats = field(init=False)
    """Nothing dearer lowers the bound, and far beyond it loses its digits."""
    best: Prices = field(init=False)
    bound: float = np.inf

    def __post_init__(self) -> None:
        """Begin without prices."""
        given = self.problem
        count = given.managers
        self.unit = float(given.demand.mean()) or 1.0
        rows = [one for group in given.groups for one in group]
        columns = [at for at, group in enumerate(given.groups) for _ in group]
        shape = (given.accounts, len(given.groups))
        self.members = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
        self.limited = np.concatenate([np.isfinite(given.capacity), np.isfinite(given.limit)])
        worth = given.worth[np.isfinite(given.worth)]
        spread = float(worth.max() - worth.min()) if worth.size else 0.0
        asked = given.demand[given.demand > 0]
        smallest = float(asked.min()) / self.unit if asked.size else 1.0
        self.dearest = np.repeat([spread / max(smallest, 1e-6), spread], count)
        self._y = np.zeros(2 * count)
        self._apart = np.zeros((len(given.groups), count))
        self.best = self._prices()
        self.bound = self.evaluate(self.best)

    def _prices(self) -> Prices:
        count = self.problem.managers
        return Prices(self._y[:count], self._y[count:], self._apart)

    def evaluate(self, prices: Prices) -> float:
        """The bound under some prices, rounded up by what the sums may have lost."""
        given = self.problem
        room = self._room(1.0)
        paid = float(prices.day @ room[: given.managers] + prices.place @ room[given.managers :] + prices.apart.sum())
        total, size = paid, paid
        for start in range(0, given.accounts, CHUNK):
            part = slice(start, start + CHUNK)
            values = self.reduced(part, prices)
            picked = values.argmax(axis=1)
            best = values[np.arange(len(picked)), picked]
            total += float(best.sum())
            worth = given.worth[part][np.arange(len(picked)), picked]
            size += float(np.abs(best).sum() + 2 * np.abs(worth - best).sum())
        return total + 16 * np.finfo(float).eps * size

    def reduced(self, part: slice | Ints, prices: Prices) -> Floats:
        """What each pair of some accounts is worth less what it costs."""
        given = self.problem
        values = given.worth[part] - given.demand[part, None] * (prices.day / self.unit)
        values -= prices.place
        if given.groups:
            values -= self.members[part] @ prices.apart
        return np.asarray(values)

    def lower(self) -> None:
        """Find the prices."""
        given = self.problem
        worth = np.where(given.allowed, given.worth, np.nan)
        differ = float(np.median(np.nanmax(worth, axis=1) - np.nanmin(worth, axis=1)))
        heat = (differ or float(self.dearest[-1])) / 4
        if heat <= 0 or not (self.limited.any() or given.groups):
            return
        everyone = np.arange(given.accounts)
        few = max(SAMPLE, EACH * given.managers)
        sample = everyone if given.accounts <= few else everyone[:: -(-given.accounts // few)]
        part = self._part(sample, given.managers)
        for stage in range(STAGES):
            self._newton(part, heat)
            if stage >= COARSE:
                before = self.bound
                self._note()
                if before - self.bound < SETTLED * abs(self.bound) and stage > COARSE + 1:
                    return
            if stage >= COARSE - 1:
                part = self._part(everyone, CANDIDATES)
            heat *= COOLING

    def _note(self) -> None:
        prices = self._prices()
        bound = self.evaluate(prices)
        if bound < self.bound:
            self.bound, self.best = bound, prices

    def _room(self, share: float) -> Floats:
        given = self.problem
        days = np.where(np.isfinite(given.capacity), given.room, 0.0) / self.unit
        return np.concatenate([days, np.where(np.isfinite(given.limit), given.limit, 0.0)]) * share

    def _part(self, rows: Ints, count: int) -> Part:
        """Some accounts, with the managers that are best for each at the prices of now."""
        given = self.problem
        asked = float(given.demand.sum())
        share = float(given.demand[rows].sum()) / asked if asked else len(rows) / given.accounts
        demand, room = given.demand[rows] / self.unit, self._room(share)
        if count >= given.managers:
            return Part(rows, None, given.worth[rows], demand, room)
        top = np.empty((len(rows), count), dtype=np.int64)
        for start in range(0, len(rows), CHUNK):
            values = self.reduced(rows[start : start + CHUNK], self._prices())
            top[start : start + CHUNK] = np.argpartition(-values, count - 1, axis=1)[:, :count]
        return Part(rows, top, np.take_along_axis(given.worth[rows], top, axis=1), demand, room)

    def _smooth(self, part: Part, y: Floats, heat: float) -> tuple[float, Floats]:
        """The smoothed bound and how much of each account each manager gets."""
        count = self.problem.managers
        day, place = y[:count], y[count:]
        if part.top is not None:
            day, place = day[part.top], place[part.top]
        share = part.worth - part.demand[:, None] * day
        share -= place
        if self.problem.groups:
            paid = self.members[part.rows] @ self._apart
            share -= paid if part.top is None else np.take_along_axis(paid, part.top, axis=1)
        most = share.max(axis=1)
        share -= most[:, None]
        share /= heat
        np.exp(share, out=share)
        total = share.sum(axis=1)
        share /= total[:, None]
        return float(most.sum() + heat * np.log(total).sum() + y @ part.room), share

    def _newton(self, part: Part, heat: float) -> None:
        """Newton steps for one τ."""
        value, share = self._smooth(part, self._y, heat)
        for _ in range(STEPS):
            slope, curve = self._slopes(part, share)
            free = np.flatnonzero(self.limited & ~((self._y <= 0) & (slope >= 0)))
            if not len(free):
                break
            held = curve[np.ix_(free, free)] / heat
            held[np.diag_indices(len(free))] += 1e-3 * float(np.diag(held).mean()) + 1e-12
            step = np.zeros_like(slope)
            step[free] = np.linalg.solve(held, slope[free])
            before = value
            value, there = self._walked(part, heat, slope, step, value)
            if there is None:
                break
            share = there
            if before - value <= FLAT * heat * len(part.rows):
                break
        if self.problem.groups:
            sums = _product(self.members[part.rows].T @ self._spread(part, share))
            self._apart = np.clip(self._apart + heat * np.log(np.maximum(sums, 1e-12)), 0.0, self.dearest[-1])

    def _walked(
        self, part: Part, heat: float, slope: Floats, step: Floats, value: float
    ) -> tuple[float, Floats | None]:
        """As far along a step as the smoothed bound falls; None: it does not."""
        length = 1.0
        for _ in range(12):
            y = np.clip(self._y - length * step, 0.0, self.dearest)
            new, share = self._smooth(part, y, heat)
            if new <= value + 1e-4 * float(slope @ (y - self._y)):
                self._y = y
                return new, share
            length *= 0.4
        return value, None

    def _slopes(self, part: Part, share: Floats) -> tuple[Floats, Floats]:
        """The gradient, and the curvature times τ: days first, then places."""
        count = self.problem.managers
        spread, asked = self._spread(part, share), part.demand
        load, square, places = (spread.T @ of for of in (asked, asked**2, np.ones_like(asked)))
        slope = part.room - np.concatenate([load, places])
        if part.top is not None:
            share = np.where(share < FAINT, 0.0, share)
        days, each = self._spread(part, share * asked[:, None]), self._spread(part, share)
        curve = np.zeros((2 * count, 2 * count))
        curve[:count, :count] = np.diag(square) - _product(days.T @ days)
        if self.limited[count:].any():
            curve[count:, count:] = np.diag(places) - _product(each.T @ each)
            curve[:count, count:] = np.diag(load) - _product(days.T @ each)
            curve[count:, :count] = curve[:count, count:].T
        return slope, curve

    def _spread(self, part: Part, share: Floats) -> Matrix:
        """Shares as accounts × managers, with zeros left out where only some managers are looked at."""
        if part.top is None:
            return share
        some = share > 0
        ends = np.concatenate([[0], np.cumsum(some.sum(axis=1))])
        return sparse.csr_matrix((share[some], part.top[some], ends), (len(part.rows), self.problem.managers))


def _product(found: Matrix) -> Floats:
    return np.asarray(found.toarray() if sparse.issparse(found) else found)
