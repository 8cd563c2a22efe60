"""The value of formulas of the ledger at the ends of months.

Everything under one filter is read once, whatever the number of formulas. A value that cannot be said is None, with
the reason as a code that `kpi_words` turns into a sentence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from trousseau.ledger.answers import Scope, Window
from trousseau.ledger.answers.tracks import Period, orders, price_changes, tracks
from trousseau.ledger.costs import Costs, contributions
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.calendar import between, first_day, last_complete, last_day, shift
from trousseau.ledger.facts.derived import of_month
from trousseau.plans.formulas import Filter, Formula
from trousseau.plans.measuring.grids import SCALE, Grid, grid

SALES = ("revenue", "cost", "costed", "lines", "unconverted")
EARNED = ("earned", "sold", "unknown")
PLACES = Decimal("0.0001")


class Value(NamedTuple):
    """A reading: the value, or why there is none."""

    value: Decimal | None
    why: str = ""


@dataclass(frozen=True)
class Subject:
    """Whose sales an indicator counts: accounts of the ledger, and the client that its spend is told of."""

    accounts: tuple[str, ...]
    client: str = ""


@dataclass
class Part:
    """One filter's tables, each read the first time something needs it, for all accounts that are measured."""

    facts: Facts
    filter: Filter
    accounts: tuple[str, ...]
    costs: Costs
    since: str = ""
    """A month before which nothing is asked; empty: all the ledger."""

    @cached_property
    def first(self) -> str:
        """The first month of the ledger, or the one since when it is asked."""
        return max(min(self.facts.months), self.since)

    @cached_property
    def last(self) -> str:
        """The last month that is over."""
        assert self.facts.last is not None  # noqa: S101 - who makes a part has lines
        return last_complete(self.facts.last, self.facts.today)

    @cached_property
    def scope(self) -> Scope:
        """The filter as answers take it, for the accounts that are measured."""
        return Scope(zones=self.filter.zones, divisions=self.filter.divisions, accounts=self.accounts)

    @cached_property
    def sales(self) -> Grid:
        """Sales, cost, lines by account and month."""
        return grid(tracks(self.facts, scope=self.scope, families=self.filter.families), SALES, self.first, self.last)

    @cached_property
    def orders(self) -> Grid:
        """Orders by account and month."""
        table = orders(self.facts, scope=self.scope, families=self.filter.families)
        return grid(table, ("orders",), self.first, self.last)

    @cached_property
    def earned(self) -> Grid:
        """Net contribution by account and month: each month is worked out once while its lines and the costs stay."""
        key = hashlib.sha256(repr((self.costs, self.filter)).encode()).hexdigest()[:20]
        files = [
            of_month(self.facts, name, f"kpi-earned-{key}", self._earn(name))
            for name in between(self.first, self.last)
            if name in self.facts.months
        ]
        table = pa.concat_tables(pq.read_table(file) for file in files)
        return grid(table, EARNED, self.first, self.last)

    def _earn(self, name: str) -> Callable[[Path], None]:
        """Write what every account contributes in a month."""

        def make(draft: Path) -> None:
            scope = Scope(zones=self.filter.zones, divisions=self.filter.divisions)
            window = Window("dates", first_day(name), last_day(name))
            found = contributions(self.facts, window, self.costs, scope=scope).table
            told = found["contribution"]
            table = pa.table(
                {
                    "account": found["account"],
                    "month": pa.array([first_day(name)] * found.num_rows, pa.date32()),
                    "earned": told.fill_null(Decimal(0)).cast(pa.decimal128(38, 4)),
                    "sold": found["revenue"].fill_null(Decimal(0)).cast(pa.decimal128(38, 4)),
                    "unknown": told.is_null().cast(pa.int64()),
                }
            )
            pq.write_table(table, draft)

        return make


@dataclass
class Ledger:
    """What formulas are measured with: the facts, the costs, and the spend told of clients."""

    facts: Facts
    accounts: tuple[str, ...]
    """All accounts that some formula counts."""
    costs: Costs
    spend: Mapping[str, float] = field(default_factory=dict)
    _parts: dict[Filter, Part] = field(default_factory=dict)

    def part(self, wanted: Filter) -> Part:
        """The tables of one filter."""
        if wanted not in self._parts:
            self._parts[wanted] = Part(self.facts, wanted, self.accounts, self.costs)
        return self._parts[wanted]

    def prices(self, asked: Iterable[tuple[int, Formula, Subject, Sequence[str]]]) -> dict[tuple[int, str], float]:
        """The price indices of many indicators: (indicator, last month) to index; one query a filter and window."""
        together: dict[tuple[Filter, int], dict[int, tuple[Subject, Sequence[str]]]] = {}
        for number, formula, subject, ends in asked:
            together.setdefault((formula.filter, formula.months), {})[number] = (subject, ends)
        found: dict[tuple[int, str], float] = {}
        for (wanted, months), bags in together.items():
            part = self.part(wanted)
            names = sorted({end for _subject, ends in bags.values() for end in ends})
            periods = [
                Period(shift(end, 1 - months), end)
                for end in names
                if part.first <= shift(end, 1 - months - 12) and end <= part.last
            ]
            changes = price_changes(
                self.facts,
                {number: subject.accounts for number, (subject, _ends) in bags.items()},
                periods,
                scope=Scope(zones=wanted.zones, divisions=wanted.divisions, accounts=self.accounts),
                families=wanted.families,
            )
            found |= {(number, period.last): index for (number, period), index in changes.items()}
        return found

    def value(self, formula: Formula, subject: Subject, end: str, price: float | None = None) -> Value:
        """The value of a formula over its window to the end of a month; `price`: the index, asked for all together."""
        part = self.part(formula.filter)
        first = shift(end, 1 - formula.months)
        if end > part.last:
            return Value(None, "later")
        if first < part.first or (formula.of.compared and shift(first, -12) < part.first):
            return Value(None, f"begins {part.first}")
        if formula.measure == "price_index":
            return Value(None, "no_prices") if price is None else Value(Decimal(repr(price)).quantize(PLACES))
        return MEASURES[formula.measure](self, part, subject, first, end)


Reckon = Callable[[Ledger, Part, Subject, str, str], Value]


def _revenue(_ledger: Ledger, part: Part, subject: Subject, first: str, end: str) -> Value:
    sold = part.sales.over(subject.accounts, "revenue", first, end)
    without_rate = part.sales.over(subject.accounts, "unconverted", first, end)
    return Value(_money(sold), f"unconverted {without_rate}" if without_rate else "")


def _growth(_ledger: Ledger, part: Part, subject: Subject, first: str, end: str) -> Value:
    now = part.sales.over(subject.accounts, "revenue", first, end)
    before = part.sales.over(subject.accounts, "revenue", shift(first, -12), shift(end, -12))
    return _percent(now - before, before, "nothing_before")


def _margin(_ledger: Ledger, part: Part, subject: Subject, first: str, end: str) -> Value:
    costed, cost, why = _costed(part, subject, first, end)
    return Value(None, why) if why else Value(_money(costed - cost))


def _margin_rate(_ledger: Ledger, part: Part, subject: Subject, first: str, end: str) -> Value:
    costed, cost, why = _costed(part, subject, first, end)
    return Value(None, why) if why else _percent(costed - cost, costed, "no_sales")


def _costed(part: Part, subject: Subject, first: str, end: str) -> tuple[int, int, str]:
    """Sales of the lines that have a cost, that cost, and why there is none."""
    costed, cost, lines = (part.sales.over(subject.accounts, name, first, end) for name in ("costed", "cost", "lines"))
    return costed, cost, "no_cost" if lines and not costed and not cost else ""


def _contribution(ledger: Ledger, part: Part, subject: Subject, first: str, end: str) -> Value:
    earned, _sold, why = _earned(ledger, part, subject, first, end)
    return Value(None, why) if why else Value(_money(earned))


def _contribution_rate(ledger: Ledger, part: Part, subject: Subject, first: str, end: str) -> Value:
    earned, sold, why = _earned(ledger, part, subject, first, end)
    return Value(None, why) if why else _percent(earned, sold, "no_sales")


def _earned(_ledger: Ledger, part: Part, subject: Subject, first: str, end: str) -> tuple[int, int, str]:
    earned, sold, unknown = (part.earned.over(subject.accounts, name, first, end) for name in EARNED)
    return earned, sold, "no_cost" if unknown else ""


def _orders(_ledger: Ledger, part: Part, subject: Subject, first: str, end: str) -> Value:
    return Value(Decimal(part.orders.over(subject.accounts, "orders", first, end)))


def _order_value(_ledger: Ledger, part: Part, subject: Subject, first: str, end: str) -> Value:
    count = part.orders.over(subject.accounts, "orders", first, end)
    if not count:
        return Value(None, "no_orders")
    return Value((_money(part.sales.over(subject.accounts, "revenue", first, end)) / count).quantize(PLACES))


def _share_of_wallet(ledger: Ledger, part: Part, subject: Subject, first: str, end: str) -> Value:
    spend = ledger.spend.get(subject.client)
    if not spend or spend <= 0:
        return Value(None, "no_spend")
    sold = _money(part.sales.over(subject.accounts, "revenue", first, end))
    return Value((100 * sold / Decimal(repr(spend))).quantize(PLACES))


MEASURES: Mapping[str, Reckon] = {
    "revenue": _revenue,
    "growth": _growth,
    "margin": _margin,
    "margin_rate": _margin_rate,
    "contribution": _contribution,
    "contribution_rate": _contribution_rate,
    "orders": _orders,
    "order_value": _order_value,
    "share_of_wallet": _share_of_wallet,
}


def _money(whole: int) -> Decimal:
    return (Decimal(whole) / SCALE).quantize(PLACES)


def _percent(part: int, of: int, why: str) -> Value:
    """A share in per cent; none of what is not above zero."""
    return Value(None, why) if of <= 0 else Value((100 * Decimal(part) / of).quantize(PLACES))
