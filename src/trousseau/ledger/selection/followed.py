"""What became of accounts over the last quarters: real growth, quarter by quarter, and what was not counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from trousseau.ledger import answers
from trousseau.ledger.answers import Scope, Window
from trousseau.ledger.answers.accounts import By
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.calendar import between, first_day, last_complete, last_day, month, shift
from trousseau.ledger.growth import Comparison, Inflation, growth
from trousseau.ledger.selection.measures import floats
from trousseau.method.arrays import Floats, Integers

DIMENSIONS = ("zone", "division")
LEFT = 0.001
"""Of the sales of before, what an account is said to have kept that went on under another code: a share of nothing
would say nothing of what went on."""


@dataclass(frozen=True, eq=False)
class Followed:
    """The accounts (or groups) that bought in the year before the quarters, or in them; vectors go with `accounts`."""

    window: Window
    """The quarters, and the same a year earlier."""
    accounts: tuple[str, ...]
    names: tuple[str, ...]
    growth: Floats
    """Over all quarters against the same a year earlier, at constant rates and prices; NaN: nothing was bought then."""
    quarters: Floats
    """The same of each quarter; accounts × quarters."""
    before: Floats
    """Sales of the quarters a year earlier."""
    now: Floats
    """Sales of the quarters at the rates and in the prices of then; of unknown inflation: at the rates of then."""
    hidden: Floats
    """What may be missing from the sales counted, as a share of them."""
    unconverted: Integers
    """Lines without a rate, which are part of it."""
    recoded: tuple[str, ...]
    """The account of the same name that began when one of theirs ended; "" for none. Its sales are part of it, too."""
    missing: int
    """Months of the quarters in which the ledger has no line at all."""
    segments: dict[str, tuple[Integers, tuple[str, ...]]]
    """By dimension: the segment most of an account's sales are in (−1: not known), and what segments are called."""
    real: bool
    """Whether inflation is known everywhere."""

    def place(self, account: str) -> int | None:
        """Where an account is."""
        return self.accounts.index(account) if account in self.accounts else None


def followed(facts: Facts, quarters: int, *, inflation: Inflation, scope: Scope, by: By = "group") -> Followed | None:
    """What became of everyone over so many whole quarters to the last complete month; None: the ledger is too short."""
    if facts.first is None or facts.last is None:
        return None
    end = last_complete(facts.last, facts.today)
    start = shift(end, 1 - 3 * quarters)
    if month(facts.first) > shift(start, -12):
        return None
    window = Window("dates", first_day(start), last_day(end), first_day(shift(start, -12)), last_day(shift(end, -12)))
    asked = _Asked(facts, inflation, scope, by)
    whole = asked.grown(window.start, window.end)
    parts = [asked.grown(first_day(shift(start, 3 * at)), last_day(shift(start, 3 * at + 2))) for at in range(quarters)]
    table = answers.accounts(facts, window, scope=scope, by=by)
    accounts = tuple(table["account"].to_pylist())
    lines, unconverted = (np.nan_to_num(floats(table[name])) for name in ("lines", "unconverted"))
    missing = sum(name not in facts.months for name in between(start, end))
    now, before = (whole.aligned(name, accounts) for name in ("now", "before"))
    recoded, moved = _recoded(facts, window, table, scope, by)
    with np.errstate(divide="ignore", invalid="ignore"):
        hidden = np.where(lines > unconverted, unconverted / (lines - unconverted), 0.0)
        hidden += np.where(moved > 0.0, moved / np.maximum(np.maximum(now, LEFT * before), 1e-9), 0.0)
    grown = whole.aligned("growth", accounts)
    grown = np.where(moved > 0.0, np.maximum(grown, LEFT - 1.0), grown)
    hidden += missing / max(1, 3 * quarters - missing)
    return Followed(
        window=window,
        accounts=accounts,
        names=tuple(table["name"].to_pylist()),
        growth=grown,
        quarters=np.column_stack([part.aligned("growth", accounts) for part in parts]),
        before=before,
        now=now,
        hidden=hidden,
        unconverted=unconverted.astype(np.intp),
        recoded=recoded,
        missing=missing,
        segments={name: _codes(table[name].to_pylist()) for name in DIMENSIONS},
        real=whole.real,
    )


@dataclass(frozen=True)
class _Grown:
    rows: dict[str, dict[str, float]]
    real: bool

    def aligned(self, name: str, accounts: Iterable[str]) -> Floats:
        """A figure of each account; NaN where it has none."""
        return np.asarray([self.rows.get(one, {}).get(name, np.nan) for one in accounts], dtype=np.float64)


@dataclass(frozen=True)
class _Asked:
    facts: Facts
    inflation: Inflation
    scope: Scope
    by: By

    def grown(self, start: date, end: date) -> _Grown:
        """The growth of a period on the year before, real where inflation is known of everyone."""
        compared = Comparison(start, end, first_day(shift(month(start), -12)), last_day(shift(month(end), -12)))
        found = growth(self.facts, compared, inflation=self.inflation, scope=self.scope, by=self.by)
        real = all(row.known for row in found.rows)
        rows = {}
        for row in found.rows:
            grown = row.real if real else row.constant_growth
            rows[row.key] = {
                "growth": np.nan if grown is None else grown,
                "before": float(row.previous),
                "now": float(row.deflated if real else row.constant),
            }
        return _Grown(rows, real)


def _recoded(facts: Facts, window: Window, table: pa.Table, scope: Scope, by: By) -> tuple[tuple[str, ...], Floats]:
    """Accounts that ended while another of the same name, of another client, began: one customer under two codes."""
    firms = [_Firm.of(row, by) for row in answers.accounts(facts, window, scope=scope).to_pylist()]
    begun = {one.folded: one for one in firms if one.revenue and one.first >= (window.previous_start or window.start)}
    named: dict[str, str] = {}
    moved: dict[str, float] = {}
    for one in firms:
        new = begun.get(one.folded)
        if new is not None and new.client != one.client and not one.revenue and one.last < window.end:
            named[one.client] = new.account
            moved[one.client] = moved.get(one.client, 0.0) + new.revenue
    accounts = table["account"].to_pylist()
    return tuple(named.get(one, "") for one in accounts), np.asarray([moved.get(one, 0.0) for one in accounts])


@dataclass(frozen=True)
class _Firm:
    account: str
    client: str
    folded: str
    revenue: float
    first: date
    last: date

    @classmethod
    def of(cls, row: dict[str, Any], by: By) -> _Firm:
        """One account of the ledger."""
        client = (row["group"] or row["account"]) if by == "group" else row["account"]
        revenue = float(row["revenue"] or 0)
        return cls(row["account"], client, _folded(row["name"]), revenue, row["first"], row["last"])


def _folded(name: str) -> str:
    return "".join(name.casefold().split())


def _codes(names: list[str | None]) -> tuple[Integers, tuple[str, ...]]:
    """Names as numbers; −1 for one that is not given."""
    known = tuple(sorted({name for name in names if name}))
    numbers = {name: at for at, name in enumerate(known)}
    return np.asarray([numbers.get(name or "", -1) for name in names], dtype=np.intp), known
