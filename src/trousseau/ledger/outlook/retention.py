"""Who still is a customer and who will order again, or the reason why that cannot be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from trousseau.ledger.answers.accounts import By
from trousseau.ledger.answers.scope import ALL, Scope
from trousseau.ledger.facts import Facts
from trousseau.ledger.outlook.histories import histories, shifted
from trousseau.method.arrays import Floats
from trousseau.method.loss import loss_factor
from trousseau.method.retention import BGNBD, FitError, fit_bg_nbd

Reason = Literal["", "contract", "short", "no_model"]
"""Why an account has no probability: it orders by the clock, too little is known of it, or no model stands."""

NoModel = Literal["", "short_ledger", "few_customers", "no_fit"]

WEEK = 7.0
CLOCKWORK = 0.35
"""Gaps that vary less than this (deviation ÷ mean) are a contract's: 0.2 % of customers who order at random with 8 gaps
do, but 96 % of those who order every month within a week (`docs/retention.md`)."""

GAPS = 8
"""Fewer gaps than this tell no rhythm."""

ORDERS = 3
"""An account with fewer order days has not enough history."""

CUSTOMERS = 50
"""Fewer customers who came back give no model."""

MONTHS = 12
"""A ledger shorter than this gives none either."""

LEVEL_YEARS = 3
"""Past years the model's rate of leaving is held against."""

BANDS = ((0.0, 0.1), (0.1, 0.3), (0.3, 0.6), (0.6, 1.0))
"""Foretold probabilities of a silent year are held against what came in these bands."""


@dataclass(frozen=True)
class Band:
    """Customers whose silence was foretold with a probability from `low` to `high`, a year ago."""

    low: float
    high: float
    customers: int
    foretold: float
    """The mean probability of no order within the year."""
    silent: float
    """The share that did not order."""


@dataclass(frozen=True)
class Backtest:
    """The model as it would have been a year ago, against the year that came."""

    since: date
    foretold_orders: float
    orders: int
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class Level:
    """The customers who seemed to be there at the start of past years: how many were lost, against the model."""

    years: int
    customers: int
    """Customer-years."""
    foretold: float
    came: float
    """By the orders since: who is silent for long counts for nearly one, who may yet order for little."""

    @property
    def factor(self) -> float:
        """What the model's rate of leaving is multiplied by."""
        return loss_factor(self.came, self.foretold)


NO_LEVEL = Level(0, 0, 0.0, 0.0)


@dataclass(frozen=True, eq=False)
class Retention:
    """What the order days say of each account (or group), as of the ledger's last day."""

    as_of: date
    by: By
    model: BGNBD | None
    """In weeks."""
    missing: NoModel
    """Why there is no model."""
    table: pa.Table
    """`account`, `name`, `days`, `first`, `last`, `gap`, `deviation`, `revenue`, `lately`."""
    reasons: tuple[Reason, ...]
    alive: Floats
    """NaN where there is a reason not to know."""
    orders: Floats
    """Expected in the next twelve months."""
    leaving: Floats
    """The probability of being lost within a year, or of being so already."""
    base_rate: float | None
    """Of those who ordered in the year before last, the share that did not since; None: the ledger is too short."""
    backtest: Backtest | None
    level: Level = NO_LEVEL
    """How the model's rate of leaving stood against the years that came; it is part of `leaving`."""

    @cached_property
    def index(self) -> dict[str, int]:
        """Where an account is."""
        return {account: i for i, account in enumerate(self.table["account"].to_pylist())}

    def lost_within(self, months: int) -> Floats:
        """The probability of being lost within some months; NaN where it is not known."""
        if self.model is None:
            return np.full(len(self.reasons), np.nan)
        x, recency, age = _weeks(self.table, self.as_of)
        known = np.array([not reason for reason in self.reasons])
        lost = self.model.lost_within(months * 365.25 / 12 / WEEK, x, recency, age, factor=self.level.factor)
        return np.where(known, lost, np.nan)

    def rate_within(self, months: int) -> float | None:
        """The portfolio's rate of loss over some months, from that of a year."""
        return None if self.base_rate is None else float(1.0 - (1.0 - self.base_rate) ** (months / 12))


def retention(facts: Facts, *, scope: Scope = ALL, by: By = "account") -> Retention:
    """The retention of everyone in the ledger but the left-out accounts.

    Contract customers, who order by the clock, are neither part of the model nor judged by it.
    """
    as_of = facts.last or facts.today
    table = histories(facts, as_of, scope=scope, by=by)
    clock = clockwork(table)
    model, missing = _fitted(facts, table, as_of, ~clock)
    days = table["days"].to_numpy()
    reasons: tuple[Reason, ...] = tuple(
        "contract" if regular else "short" if few else "no_model" if model is None else ""
        for regular, few in zip(clock, days < ORDERS, strict=True)
    )
    known = np.array([not reason for reason in reasons], dtype=bool)
    alive, orders, leaving = (np.full(len(days), np.nan) for _ in range(3))
    level = NO_LEVEL
    if model is not None and known.any():
        x, recency, age = (column[known] for column in _weeks(table, as_of))
        year = 365.25 / WEEK
        alive[known] = model.alive(x, recency, age)
        orders[known] = model.expected(year, x, recency, age)
        level = _level(facts, table, model, scope=scope, by=by)
        leaving[known] = model.lost_within(year, x, recency, age, factor=level.factor)
    before = _year_ago(facts, scope, by)
    return Retention(
        as_of=as_of,
        by=by,
        model=model,
        missing=missing,
        table=table,
        reasons=reasons,
        alive=alive,
        orders=orders,
        leaving=leaving,
        base_rate=_base_rate(before),
        backtest=_backtest(facts, before),
        level=level,
    )


def clockwork(table: pa.Table) -> npt.NDArray[np.bool_]:
    """Which accounts order by the clock: enough gaps, and all alike."""
    days = table["days"].to_numpy()
    gap, deviation = (table[name].to_numpy(zero_copy_only=False).astype(float) for name in ("gap", "deviation"))
    with np.errstate(invalid="ignore"):
        return np.asarray((days > GAPS) & (deviation <= CLOCKWORK * gap))


def _weeks(table: pa.Table, as_of: date) -> tuple[Floats, Floats, Floats]:
    """Frequency, recency and age in weeks, as the model takes them."""
    first, last = (table[name].to_numpy().astype("datetime64[D]") for name in ("first", "last"))
    x = table["days"].to_numpy().astype(float) - 1.0
    recency = (last - first).astype(float) / WEEK
    age = (np.datetime64(as_of) - first).astype(float) / WEEK
    return x, recency, age


def _fitted(facts: Facts, table: pa.Table, as_of: date, among: npt.NDArray[np.bool_]) -> tuple[BGNBD | None, NoModel]:
    """The model of some accounts as of a day, or why there is none."""
    if facts.first is None or shifted(facts.first, 1) > as_of:
        return None, "short_ledger"
    x, recency, age = (column[among] for column in _weeks(table, as_of))
    if np.count_nonzero(x) < CUSTOMERS:
        return None, "few_customers"
    try:
        return fit_bg_nbd(x, recency, age), ""
    except FitError:
        return None, "no_fit"


def _year_ago(facts: Facts, scope: Scope, by: By) -> pa.Table | None:
    """The histories as they were a year ago; None where the ledger does not reach back another year."""
    if facts.first is None or facts.last is None or shifted(facts.last, -2) < facts.first.replace(day=1):
        return None
    return histories(facts, shifted(facts.last, -1), scope=scope, by=by)


def past_years(facts: Facts, most: int) -> list[date]:
    """The days one year ago, two years ago … before which the ledger still holds a year, the latest first.

    A ledger of whole months may begin some days after such an anniversary: up to a month is let pass.
    """
    if facts.first is None or facts.last is None:
        return []
    begins = facts.first - timedelta(days=31)
    days = (shifted(facts.last, -n) for n in range(1, most + 1))
    return [day for day in days if shifted(day, -1) >= begins]


def _level(facts: Facts, table: pa.Table, model: BGNBD, *, scope: Scope, by: By) -> Level:
    """Hold the model's rate of leaving against past years: of those who seemed to be there, who was a year later?

    Were the model right, the mean of what it says a year later would be what it foretold; where customers leave more
    or less than it says (it takes those who ordered often for ever more faithful), it is not.
    """
    later, year = table, 365.25 / WEEK
    days = past_years(facts, LEVEL_YEARS)
    customers, foretold, came = 0, 0.0, 0.0
    ends = [facts.last or facts.today, *days]
    for start, end in zip(days, ends, strict=False):
        earlier = histories(facts, start, scope=scope, by=by)
        x, recency, age = _weeks(earlier, start)
        there = ~clockwork(earlier) & (earlier["days"].to_numpy() >= ORDERS) & (model.alive(x, recency, age) >= 0.5)
        x2, recency2, age2 = _weeks(later, end)
        alive = dict(zip(later["account"].to_pylist(), model.alive(x2, recency2, age2).tolist(), strict=True))
        chosen = np.flatnonzero(there)
        accounts = earlier["account"].to_pylist()
        customers += len(chosen)
        foretold += float(model.lost_within(year, x[there], recency[there], age[there]).sum())
        came += sum(1.0 - alive[accounts[i]] for i in chosen.tolist() if accounts[i] in alive)
        later = earlier
    return Level(len(days), customers, foretold, came)


def _base_rate(before: pa.Table | None) -> float | None:
    if before is None:
        return None
    bought = before["lately"].to_numpy() > 0
    if np.count_nonzero(bought) < CUSTOMERS:
        return None
    return float(np.mean(before["after"].to_numpy()[bought] == 0))


def _backtest(facts: Facts, before: pa.Table | None) -> Backtest | None:
    """Fit on what was known a year ago and hold it against the year that came."""
    if before is None or facts.last is None:
        return None
    since = shifted(facts.last, -1)
    among = ~clockwork(before)
    model, _ = _fitted(facts, before, since, among)
    judged = among & (before["days"].to_numpy() >= ORDERS)
    if model is None or not judged.any():
        return None
    x, recency, age = (column[judged] for column in _weeks(before, since))
    year, came = 365.25 / WEEK, before["after"].to_numpy()[judged]
    silent = 1.0 - model.alive(x, recency, age) * (1.0 - _quiet(model, x, age, year))
    bands = []
    for low, high in BANDS:
        inside = (silent >= low) & ((silent < high) | (high == 1.0))
        if inside.any():
            bands.append(
                Band(low, high, int(inside.sum()), float(silent[inside].mean()), float((came[inside] == 0).mean()))
            )
    return Backtest(since, float(model.expected(year, x, recency, age).sum()), int(came.sum()), tuple(bands))


def _quiet(model: BGNBD, x: Floats, age: Floats, t: float) -> Floats:
    """The probability that one who is a customer does not order in a time t: ((α + T) / (α + T + t))^(r + x)."""
    return np.asarray(np.exp((model.r + x) * (np.log(model.alpha + age) - np.log(model.alpha + age + t))))
