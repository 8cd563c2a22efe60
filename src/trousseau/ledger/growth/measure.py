"""Growth told straight: as reported, without the currencies, in the prices of before; and what it is made of.

    compared = comparison(facts, window)
    told = growth(facts, compared, inflation=Inflation({"Nord": {"2025": Decimal("0.021")}}), by="zone")

Each item (account × place × product) is bridged once for two periods and kept beside the facts; every roll-up adds up
the same exact sums. `method.growth.bridge` says what the terms are (`within` account × place, `customers`, at
`constant_rates`); to them comes `undivided`, the change of lines that have no quantity or no product.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa

from trousseau.ledger.answers import ALL, Scope
from trousseau.ledger.answers.accounts import KEYS
from trousseau.ledger.answers.items import items_file
from trousseau.ledger.answers.question import Question
from trousseau.ledger.answers.windows import windows
from trousseau.ledger.duck import parquet, query, reading, text
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.derived import copied, of_version
from trousseau.ledger.growth.comparing import Comparison, Gap, comparison, gaps
from trousseau.ledger.growth.inflation import UNKNOWN, Inflation

By = Literal["account", "group", "zone", "division", "currency"]
ORDERS = {
    "change": "abs(sum(current) - sum(previous)) DESC, min(key)",
    "current": "sum(current) DESC, min(key)",
    "name": "min(name), min(key)",
}
ZERO = Decimal(0)


@dataclass(frozen=True)
class Row:
    """The growth of one account, group, zone …; all amounts exact, in the base currency."""

    key: str
    name: str
    accounts: int
    previous: Decimal
    current: Decimal
    price: Decimal
    volume: Decimal
    mix: Decimal
    new: Decimal
    lost: Decimal
    undivided: Decimal
    currency: Decimal
    unrated: Decimal
    """Sales of now in a currency without any rate in the earlier period: left at today's rates."""
    deflated: Decimal
    """Sales of now at the rates and in the prices of before, where inflation is known."""
    known_previous: Decimal
    """Of `previous`, the part in zones whose inflation is known."""
    known_constant: Decimal
    """Of `constant`, that part."""
    known: bool
    """Whether inflation is known for all of it."""

    @property
    def change(self) -> Decimal:
        """As reported: the sum of all terms."""
        return self.current - self.previous

    @property
    def constant(self) -> Decimal:
        """Sales of now at the rates of before."""
        return self.current - self.currency

    @property
    def constant_change(self) -> Decimal:
        """The change without the currencies."""
        return self.constant - self.previous

    @property
    def inflation(self) -> Decimal | None:
        """What prices in general took from it, zero or negative where they rose; None where unknown for a part."""
        return self.known_inflation if self.known else None

    @property
    def known_inflation(self) -> Decimal:
        """The same of the zones whose inflation is known."""
        return self.deflated - self.known_constant

    @property
    def real_change(self) -> Decimal | None:
        """The change in the prices and at the rates of before; None where inflation is unknown for a part."""
        return self.known_real_change if self.known else None

    @property
    def known_real_change(self) -> Decimal:
        """The same of the zones whose inflation is known."""
        return self.deflated - self.known_previous

    @property
    def reported(self) -> float | None:
        """Growth as reported; None where there was nothing (or less) before."""
        return _share(self.change, self.previous)

    @property
    def constant_growth(self) -> float | None:
        """Growth at the rates of before."""
        return _share(self.constant_change, self.previous)

    @property
    def real(self) -> float | None:
        """Growth in the prices of before, too."""
        return _share(self.known_real_change, self.previous) if self.known else None

    @property
    def known_real(self) -> float | None:
        """The same of the zones whose inflation is known."""
        return _share(self.known_real_change, self.known_previous)

    @property
    def coverage(self) -> float | None:
        """The share of the earlier sales that lie in zones whose inflation is known."""
        return _share(self.known_previous, self.previous)


@dataclass(frozen=True)
class Growth:
    """The answer: every row adds up, and the rows to the total."""

    compared: Comparison
    base: str | None
    by: By
    total: Row
    rows: tuple[Row, ...]
    zones: tuple[str, ...]
    """The zones with a line in either period, in scope."""
    deflators: dict[str, float]
    """Zone → how much dearer it has become; zones whose inflation is unknown are absent."""
    gaps: tuple[Gap, ...]
    """What the reader must know of the two periods."""


@dataclass(frozen=True)
class Item:
    """One product an account buys in one place, before and now; prices in the currency of the place."""

    product: str
    zone: str
    division: str
    currency_code: str
    quantity_before: Decimal
    quantity_now: Decimal
    price_before: Decimal | None
    price_now: Decimal | None
    previous: Decimal
    current: Decimal
    price: Decimal
    volume: Decimal
    mix: Decimal
    new: Decimal
    lost: Decimal
    undivided: Decimal
    currency: Decimal

    @property
    def change(self) -> Decimal:
        """The sum of the terms."""
        return self.current - self.previous


def growth(
    facts: Facts,
    compared: Comparison,
    *,
    inflation: Inflation = UNKNOWN,
    scope: Scope = ALL,
    by: By = "account",
    customers: Literal["account", "group"] | None = None,
    order: str = "change",
    limit: int | None = None,
) -> Growth:
    """The growth of each account, group, zone, division or currency between two periods, and of all together.

    New and lost customers are `customers`: accounts, or groups (so with by="group"). `limit` keeps the first rows in
    `order`: change (the largest first), current or name. Rows with no line in either period are absent.
    """
    asking = _Asking(facts, compared, scope, customers or ("group" if by == "group" else "account"))
    deflators = inflation.deflators(zones(facts), compared)
    rows = asking.rows(by, deflators, order=order, limit=limit)
    there = tuple(sorted(row.key for row in (rows if by == "zone" and limit is None else asking.of_zones())))
    total = asking.total(deflators)
    return Growth(compared, facts.base, by, total, rows, there, deflators, gaps(facts, compared))


def items(
    facts: Facts, compared: Comparison, *, scope: Scope, by: Literal["account", "group"] = "account"
) -> list[Item]:
    """The products behind the growth of the accounts in scope, the largest change first; they add up to its terms."""
    return _Asking(facts, compared, scope, by).items()


def zones(facts: Facts) -> tuple[str, ...]:
    """The zones of the ledger, "" for lines without one."""
    with reading() as con:
        found = con.sql(f"SELECT DISTINCT zone FROM {parquet([facts.table('places')])} ORDER BY 1").fetchall()
    return tuple(zone for (zone,) in found)


def make_usual(facts: Facts) -> None:
    """Have the bridges of the usual periods made, so that a page finds them."""
    for window in windows(facts).values():
        if window.previous_start is not None:
            cells_file(facts, comparison(facts, window))


def cells_file(facts: Facts, compared: Comparison) -> Path:
    """The bridge of each account in each place, of everybody."""

    def make(draft: Path) -> None:
        select = query("growth/cells.sql").format(items=_bridged(facts, compared, *_periods(facts, compared)))
        copied(facts, select, draft)

    return of_version(facts, f"bridge-{compared.key}", make, long=True)


def _periods(facts: Facts, compared: Comparison) -> tuple[str, str]:
    """The items of before and of now, of everybody, as relations."""
    before = items_file(facts, compared.against_start, compared.against_end)
    now = items_file(facts, compared.start, compared.end)
    return parquet([before]), parquet([now])


def _average_rates(facts: Facts, compared: Comparison) -> Path:
    """What each currency was worth over the earlier period."""

    def make(draft: Path) -> None:
        select = query("growth/rates.sql").format(
            places=parquet([facts.table("places")]),
            rates=parquet([facts.table("rates")]),
            before=_periods(facts, compared)[0],
            start=compared.against_start,
            end=compared.against_end,
        )
        copied(facts, select, draft)

    return of_version(facts, f"average-rates-{compared.against_start}-{compared.against_end}", make)


def _bridged(facts: Facts, compared: Comparison, before: str, now: str) -> str:
    """The query of the bridge of each item."""
    base = facts.base
    return query("growth/items.sql").format(
        before=before,
        now=now,
        in_base="true" if base is None else f"(p.currency = {text(base)})",
        products=parquet([facts.table("products")]),
        places=parquet([facts.table("places")]),
        average_rates=parquet([_average_rates(facts, compared)]),
    )


PLACES: dict[str, dict[str, str]] = {
    name: {"key": f"p.{name}", "label": f"p.{name}", "name": f"p.{name}"} for name in ("zone", "division", "currency")
}
WHOLE = {"key": "1", "label": "''", "name": "''"}


@dataclass(frozen=True)
class _Asking:
    """A question about two periods."""

    facts: Facts
    compared: Comparison
    scope: Scope
    customers: Literal["account", "group"]

    @cached_property
    def everywhere(self) -> Scope:
        """Everything of the customers: they are judged on all they buy."""
        return Scope(excluded=self.scope.excluded, groups=self.scope.groups)

    def rows(self, by: By, deflators: dict[str, float], *, order: str, limit: int | None) -> tuple[Row, ...]:
        """One row a value of the dimension."""
        keys = PLACES.get(by) or {name: KEYS[by][name] for name in ("key", "label", "name")}
        return self._rows(keys, deflators, order=order, limit=limit)

    def of_zones(self) -> tuple[Row, ...]:
        """One row a zone, without inflation."""
        return self._rows(PLACES["zone"], {}, order="name", limit=None)

    def total(self, deflators: dict[str, float]) -> Row:
        """Everything in scope as one row."""
        found = self._rows(WHOLE, deflators, order="name", limit=None)
        return found[0] if found else NOTHING

    def _rows(
        self, keys: dict[str, str], deflators: dict[str, float], *, order: str, limit: int | None
    ) -> tuple[Row, ...]:
        question, cells = self._related(parquet([cells_file(self.facts, self.compared)]))
        question.bound["deflated"], question.bound["deflators"] = list(deflators), list(deflators.values())
        table = self._ask(
            question,
            "growth/rows.sql",
            cells=cells,
            everywhere=self._everywhere(question),
            customer=KEYS[self.customers]["key"],
            order=ORDERS[order],
            limit=f"LIMIT {int(limit)}" if limit is not None else "",
            **keys,
        )
        return tuple(Row(**row) for row in table.to_pylist())

    def items(self) -> list[Item]:
        """The items in scope."""
        question = Question(self.facts, self.scope)
        before, now = (
            f"(SELECT * FROM {period} WHERE {question.condition()})" for period in _periods(self.facts, self.compared)
        )
        bridged = f"({_bridged(self.facts, self.compared, before, now)})"
        table = self._ask(
            question,
            "growth/products.sql",
            items=bridged,
            everywhere=self._everywhere(question),
            customer=KEYS[self.customers]["key"],
        )
        return [Item(**row) for row in table.to_pylist()]

    def _related(self, cells: str) -> tuple[Question, str]:
        question = Question(self.facts, self.scope)
        return question, f"(SELECT * FROM {cells} WHERE {question.condition()})"

    def _everywhere(self, question: Question) -> str:
        """The cells customers are judged on."""
        wide = Question(self.facts, self.everywhere, question.bound)
        return f"(SELECT * FROM {parquet([cells_file(self.facts, self.compared)])} WHERE {wide.condition()})"

    def _ask(self, question: Question, name: str, /, **relations: Any) -> pa.Table:
        """Run a query of this room."""
        sql = query(name).format(**{**question.names(), **relations})
        bound = {key: value for key, value in question.bound.items() if f"${key}" in sql}
        with reading() as con:
            return con.sql(sql, params=bound).to_arrow_table()


def _share(part: Decimal, whole: Decimal) -> float | None:
    """Part ÷ whole; None where that is zero or negative."""
    return float(part / whole) if whole > 0 else None


NOTHING = Row("", "", 0, *(ZERO,) * 13, known=True)
"""No line in either period."""
