"""Grids tried on the past: what they said of accounts then, and what became of these in the twelve months after.

Nothing that was not known then is used: measures that only today's ledger tells, amounts told since and judgements
given since leave a criterion out of the trial, and it is said why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

import numpy as np
import pyarrow.compute as pc

from trousseau.ledger import answers
from trousseau.ledger.answers import ALL, Scope, Window
from trousseau.ledger.answers.accounts import By
from trousseau.ledger.costs import NOTHING, Costs, contributions
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.calendar import first_day, last_complete, last_day, month, shift
from trousseau.ledger.growth import UNKNOWN, Comparison, Inflation, growth
from trousseau.ledger.selection.measures import MEASURES, Candidates, candidates, floats
from trousseau.ledger.selection.shipped import NAMES, shipped
from trousseau.method.arrays import Floats
from trousseau.method.backtest import Power, Predictive, Reweighting, Versus, predictive, reweight, versus
from trousseau.method.criteria import Criterion, Grid, level_points
from trousseau.method.grid import composite, value

Goal = Literal["growth", "retention", "contribution"]
GOALS: tuple[Goal, ...] = ("growth", "retention", "contribution")
Untried = Literal["judged", "told", "today", "ledger"]
"""Why a criterion is not in a trial: nobody had judged it, or told the amount; only today's ledger tells it; the ledger
does not reach back that far."""

TODAY = frozenset({"alive", "expected_orders", "recency"})
"""Measures that are worked out from all the ledger knows today, so that they would know what came after."""

REDRAWN = 400
"""Redrawings of the accounts for an interval: its ends move by a tenth of its width from seed to seed."""

MOST = 4
"""Years looked back at."""

Levels = Mapping[str, Mapping[str, tuple[float, float]]]


@dataclass(frozen=True)
class Past:
    """Twelve months that a grid could have looked at, and the twelve after."""

    window: Window
    after: Window

    @property
    def day(self) -> date:
        """The day it was the present."""
        return self.window.end


@dataclass(frozen=True, eq=False)
class After:
    """What became of the accounts of a past; vectors in the order of its candidates."""

    growth: Floats
    """Real: at constant rates and prices; −1 where nothing was bought any more."""
    retention: Floats
    """1 where something was bought, else 0."""
    contribution: Floats
    revenue: Floats
    """Of the twelve months looked at: the naive rule."""
    real: bool
    """Whether inflation is known everywhere; else growth is at constant rates only."""

    def of(self, goal: Goal) -> Floats:
        """One of the three."""
        found: Floats = getattr(self, goal)
        return found


@dataclass(frozen=True, eq=False)
class Trial:
    """A grid on one past, or (`past` None) on all of them together."""

    past: Past | None
    keys: tuple[str, ...]
    """The criteria that could be tried."""
    weights: Floats
    """Of these, adding up to 1."""
    untried: Mapping[str, Untried]
    points: Floats
    """Accounts × criteria."""
    after: After
    power: Mapping[Goal, Predictive]
    naive: Mapping[Goal, Power]
    """Of the largest sales."""
    against: Mapping[Goal, Versus]
    """The grid less the naive rule."""
    listed: tuple[float, float]
    """The median growth of the list, and of as many largest accounts."""
    accounts: tuple[str, ...] = ()
    """Empty of all pasts together."""


@dataclass(frozen=True, eq=False)
class Backtest:
    """A grid on every past the ledger holds, the newest first."""

    grid: Grid
    trials: tuple[Trial, ...]
    together: Trial | None
    """All pasts as one; None: there is none."""
    proposal: Reweighting | None
    """Weights of the criteria of `together`, from the pasts before the newest, with their gain on that; from parts of
    the accounts where there is only one."""
    years: int = 0
    """The pasts in `together`: those in which most of the weight could be tried."""


def pasts(facts: Facts, most: int = MOST) -> tuple[Past, ...]:
    """The years of the ledger that another whole year follows, the newest first."""
    if facts.first is None or facts.last is None:
        return ()
    end, found = last_complete(facts.last, facts.today), []
    for years in range(1, most + 1):
        now = shift(end, -12 * years)
        if month(facts.first) > shift(now, -11):
            break
        found.append(Past(_year(facts, now), _year(facts, shift(now, 12))))
    return tuple(found)


def _year(facts: Facts, end: str) -> Window:
    return answers.window(facts, f"{first_day(shift(end, -11))}..{last_day(end)}")


@dataclass(frozen=True)
class Then:
    """What is asked of the past."""

    facts: Facts
    costs: Costs = NOTHING
    scope: Scope = ALL
    by: By = "group"
    inflation: Inflation = UNKNOWN
    judged: Callable[[date], Levels] = field(default=lambda _day: {})
    """What was judged by a day."""
    told: Callable[[date], Mapping[str, Mapping[str, float]]] = field(default=lambda _day: {})
    """What was told by a day."""
    _after: dict[date, After] = field(default_factory=dict, repr=False, compare=False)
    """Worked out once for all grids."""

    def candidates(self, past: Past, grid: Grid | None) -> Candidates:
        """Those that could have been ranked then; None: what the shipped grid looks at."""
        wanted = NAMES if grid is None else tuple(sorted({one.measure for one in grid.criteria if not one.judged}))
        return candidates(
            self.facts,
            past.window,
            ("revenue", *wanted),
            costs=self.costs,
            scope=self.scope,
            by=self.by,
            told=self.told(past.day),
        )

    def after(self, past: Past, found: Candidates) -> After:
        """What became of them."""
        if past.day not in self._after:
            self._after[past.day] = self._became(past, found)
        return self._after[past.day]

    def _became(self, past: Past, found: Candidates) -> After:
        compared = Comparison(past.after.start, past.after.end, past.window.start, past.window.end)
        grown = growth(self.facts, compared, inflation=self.inflation, scope=self.scope, by=self.by)
        real = all(row.known for row in grown.rows)
        by_key = {row.key: row.real if real else row.constant_growth for row in grown.rows}
        later = answers.accounts(self.facts, past.after, scope=self.scope, by=self.by)
        bought = set(later.filter(pc.greater(later["lines"], 0))["account"].to_pylist())
        made = contributions(self.facts, past.after, self.costs, scope=self.scope, by=self.by).table
        brought = dict(zip(made["account"].to_pylist(), floats(made["contribution"]).tolist(), strict=True))
        who = found.accounts
        return After(
            growth=_vector(by_key.get(one) for one in who),
            retention=_vector(float(one in bought) for one in who),
            contribution=_vector(brought.get(one, None if one in bought else 0.0) for one in who),
            revenue=found.values["revenue"],
            real=real,
        )


def _vector(values: object) -> Floats:
    return np.asarray([np.nan if one is None else one for one in values], dtype=np.float64)  # type: ignore[attr-defined]  # any iterable


def backtest(then: Then, grid: Grid | None, *, seed: int = 0) -> Backtest:
    """Try a grid on every past; None: the grid as shipped, valued on the portfolio of each."""
    trials = tuple(_trial(then, past, grid, seed) for past in pasts(then.facts))
    used = grid or shipped(then.candidates(pasts(then.facts)[0], None)) if trials or grid else None
    if not trials or used is None:
        return Backtest(grid or EMPTY, (), None, None)
    fullest = max(len(one.keys) for one in trials)
    alike = [one for one in trials if len(one.keys) == fullest]
    together = _together(alike, used.capacity, seed)
    return Backtest(used, trials, together, _proposal(alike, seed), len(alike))


EMPTY = Grid((), 0, 0.0)
"""Where there is no past to value the shipped grid on."""


def _trial(then: Then, past: Past, grid: Grid | None, seed: int) -> Trial:
    found = then.candidates(past, grid)
    used = grid or shipped(found)
    levels = then.judged(past.day)
    columns, keys, weights = [], [], []
    untried: dict[str, Untried] = {}
    for one in used.criteria:
        points = _points(one, found, levels.get(one.key, {}))
        if one.measure in TODAY or not np.isfinite(points).any():
            untried[one.key] = _reason(one)
        else:
            columns.append(points)
            keys.append(one.key)
            weights.append(one.weight)
    after = then.after(past, found)
    if not columns or not sum(weights):
        columns, keys, weights = [np.full(len(found.accounts), np.nan)], ["nothing"], [1.0]
    tried = _tried(
        past, tuple(keys), np.asarray(weights) / sum(weights), untried,
        points=np.column_stack(columns), after=after, capacity=used.capacity, seed=seed,
    )  # fmt: skip
    return replace(tried, accounts=tuple(found.accounts))


def _reason(one: Criterion) -> Untried:
    if one.judged:
        return "judged"
    if one.measure in TODAY:
        return "today"
    return "told" if MEASURES[one.measure].told else "ledger"


def _points(one: Criterion, found: Candidates, levels: Mapping[str, tuple[float, float]]) -> Floats:
    """The points of then; a level that was still open is its middle."""
    if not one.judged:
        return value(found.values[one.measure], one.anchors)
    told = ((account, levels.get(account)) for account in found.accounts)
    return _vector(None if ends is None else level_points(sum(ends) / 2.0) for _, ends in told)


def _tried(
    past: Past | None,
    keys: tuple[str, ...],
    weights: Floats,
    untried: Mapping[str, Untried],
    *,
    points: Floats,
    after: After,
    capacity: int,
    seed: int,
) -> Trial:
    whole = composite(points, weights)
    sales = after.revenue
    return Trial(
        past,
        keys,
        weights,
        untried,
        points,
        after,
        power={goal: predictive(points, after.of(goal), weights=weights, redrawn=REDRAWN, seed=seed) for goal in GOALS},
        naive={goal: predictive(sales, after.of(goal), redrawn=REDRAWN, seed=seed) for goal in GOALS},
        against={goal: versus(whole, sales, after.of(goal), redrawn=REDRAWN, seed=seed) for goal in GOALS},
        listed=(_listed(whole, after.growth, capacity), _listed(sales, after.growth, capacity)),
    )


def _listed(score: Floats, grown: Floats, capacity: int) -> float:
    """The median growth of those a score puts on the list."""
    known = np.flatnonzero(np.isfinite(score))
    first = grown[known[np.argsort(-score[known], kind="stable")[:capacity]]]
    first = first[np.isfinite(first)]
    return float(np.median(first)) if len(first) else float("nan")


def _together(trials: Sequence[Trial], capacity: int, seed: int) -> Trial:
    """Several pasts with the same criteria as one.

    What came after is its place within the year, so that good and bad
    years do not answer for accounts.
    """
    if len(trials) == 1:
        return trials[0]
    after = After(
        **{name: np.concatenate([_placed(one.after, name) for one in trials]) for name in (*GOALS, "revenue")},
        real=all(one.after.real for one in trials),
    )
    first = trials[0]
    points = np.concatenate([one.points for one in trials])
    tried = _tried(
        None, first.keys, first.weights, first.untried, points=points, after=after, capacity=capacity, seed=seed
    )
    grid, naive = (float(np.mean([one.listed[at] for one in trials])) for at in (0, 1))
    return replace(tried, listed=(grid, naive))


def _placed(after: After, name: str) -> Floats:
    """A figure as its place in its year, from −½ to ½; 0 or 1 stay."""
    values: Floats = getattr(after, name)
    known = np.isfinite(values)
    if name == "retention" or not known.any():
        return values
    found = np.full(len(values), np.nan)
    order = np.searchsorted(np.sort(values[known]), values[known], side="left")
    upper = np.searchsorted(np.sort(values[known]), values[known], side="right")
    found[known] = (order + upper) / (2.0 * known.sum()) - 0.5
    return found


def _proposal(trials: Sequence[Trial], seed: int) -> Reweighting | None:
    """Weights from the older pasts, tried on the newest."""
    weights = trials[0].weights
    if len(weights) < 2:
        return None
    (points, grown), *older = [(one.points, _placed(one.after, "growth")) for one in trials]
    if not older:
        return reweight(points, grown, weights=weights, seed=seed)
    before = (np.concatenate(parts) for parts in zip(*older, strict=True))
    return reweight(*before, weights=weights, later=(points, grown), seed=seed)
