"""How each account came to where it is: sales, breadth and orders quarter by quarter, counted back from the last month.

Quarters are three whole months, the last one ending with the last complete month: no part of one is ever compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from trousseau.ledger.answers.accounts import KEYS, By
from trousseau.ledger.answers.question import Question
from trousseau.ledger.answers.scope import ALL, Scope
from trousseau.ledger.duck import parquet, query, reading, text
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.calendar import between, last_complete, last_day, month, shift
from trousseau.ledger.facts.derived import of_month
from trousseau.ledger.outlook.histories import order_days
from trousseau.method.arrays import Floats, Integers

MOST = 40
"""Quarters looked back on: ten years."""
YEAR = 4


@dataclass(frozen=True, eq=False)
class Paths:
    """Accounts (or groups) × quarters, oldest first; NaN before a client's first purchase."""

    accounts: tuple[str, ...]
    names: tuple[str, ...]
    ends: tuple[date, ...]
    """The last day of each quarter."""
    revenue: Floats
    cost: Floats
    costed: Floats
    """Revenue of the lines that have a cost."""
    orders: Floats
    """Days with an order."""
    families: Floats
    """Distinct product families bought in the year to each quarter."""
    zones: Floats
    new_families: Integers
    """Families of the last year that were never bought before; shape (n,)."""
    new_zones: Integers

    @cached_property
    def index(self) -> dict[str, int]:
        """Where an account is."""
        return {account: at for at, account in enumerate(self.accounts)}

    @property
    def year(self) -> Floats:
        """Sales of the year to each quarter; NaN where it was no customer for a whole year yet."""
        return yearly(self.revenue)

    @property
    def years(self) -> float:
        """How far the quarters reach back."""
        return len(self.ends) / YEAR


def yearly(quarters: Floats) -> Floats:
    """The sum of each quarter and the three before; NaN where one of them is."""
    summed = np.full(quarters.shape, np.nan)
    if quarters.shape[1] >= YEAR:
        summed[:, YEAR - 1 :] = np.lib.stride_tricks.sliding_window_view(quarters, YEAR, axis=1).sum(axis=2)
    return summed


def paths(facts: Facts, *, scope: Scope = ALL, by: By = "account") -> Paths:
    """The paths of everyone in scope who bought anything in the quarters there are."""
    names = _months(facts)
    sold_in = [name for name in names if name in facts.months]
    if not sold_in:
        return _nobody()
    quarters = {name: at // 3 for at, name in enumerate(names)}
    count = len(names) // 3
    question = Question(facts, scope)
    with reading() as con:
        asking = _Asking(con, question, by)
        sums = question.by_month(names)
        clients = asking.table("clients", sums=sums)
        clients = clients.append_column("at", pa.array(range(len(clients)), pa.int64()))
        con.register("clients", clients)
        sold = asking.sold(sums, quarters)
        shelves = {name: shelf(facts, name) for name in sold_in}
        bought = {what: asking.bought(what, shelves, quarters) for what in ("family", "zone")}
        orders = asking.ordered({name: order_days(facts, name) for name in sold_in}, quarters)
        con.unregister("clients")
    n = len(clients)
    tables = {name: _grid(n, count, sold, name) for name in ("revenue", "cost", "costed")}
    there = np.maximum.accumulate(~np.isnan(tables["revenue"]), axis=1)
    families, new_families = _breadth(n, count, bought["family"])
    zones, new_zones = _breadth(n, count, bought["zone"])
    return Paths(
        accounts=tuple(clients["account"].to_pylist()),
        names=tuple(clients["name"].to_pylist()),
        ends=tuple(last_day(name) for name in names[2::3]),
        revenue=_since(there, tables["revenue"]),
        cost=_since(there, tables["cost"]),
        costed=_since(there, tables["costed"]),
        orders=_since(there, _grid(n, count, orders, "orders")),
        families=_since(there, families),
        zones=_since(there, zones),
        new_families=new_families,
        new_zones=new_zones,
    )


def _nobody() -> Paths:
    nothing, none = np.empty((0, 0)), np.empty(0, dtype=np.intp)
    return Paths(
        (), (), (), revenue=nothing, cost=nothing, costed=nothing, orders=nothing, families=nothing, zones=nothing,
        new_families=none, new_zones=none,
    )  # fmt: skip


def shelf(facts: Facts, month_name: str) -> Path:
    """What a month tells of breadth: `selection/shelves.sql`."""

    def make(draft: Path) -> None:
        lines = parquet(facts.month_files("lines", [month_name]))
        with reading() as con:
            select = query("selection/shelves.sql").format(lines=lines)
            con.execute(f"COPY ({select}) TO {text(draft)} (FORMAT parquet)")

    return of_month(facts, month_name, "shelves", make)


def _months(facts: Facts) -> list[str]:
    """The whole quarters of the ledger, as months; an incomplete first quarter is left out."""
    if facts.first is None or facts.last is None:
        return []
    end = last_complete(facts.last, facts.today)
    every = between(month(facts.first), end)
    kept = min(len(every) // 3, MOST) * 3
    return between(shift(end, 1 - kept), end) if kept else []


Rows = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True)
class _Asking:
    """What every query of one answer starts from: `con` knows the clients."""

    con: duckdb.DuckDBPyConnection
    question: Question
    by: By

    def sold(self, sums: str, quarters: dict[str, int]) -> Rows:
        """Sales and costs by quarter."""
        bound = self.question.bound
        bound["quarters"] = [quarters[month(day)] for day in bound["file_months"]]
        return self.fetched("quarters", sums=sums)

    def bought(self, what: str, files: dict[str, Path], quarters: dict[str, int]) -> Rows:
        """In which quarters each family (or zone) was bought."""
        self._bind("shelf", files, quarters)
        names, table = self.question.names(), {"family": "families", "zone": "places"}[what]
        return self.fetched(
            "breadth",
            shelves=parquet(files.values(), ", filename = true"),
            what=f"(SELECT id, {what} AS name FROM {names[table]})",
            column={"family": "family", "zone": "place"}[what],
            condition=self.question.condition(),
        )

    def ordered(self, files: dict[str, Path], quarters: dict[str, int]) -> Rows:
        """Days with an order by quarter."""
        self._bind("day", files, quarters)
        return self.fetched("ordered", days=parquet(files.values(), ", filename = true"))

    def fetched(self, name: str, **relations: str) -> Rows:
        """What a query gives, column by column."""
        table = self.table(name, **relations)
        return {column: table[column].to_numpy() for column in table.column_names}

    def table(self, name: str, **relations: str) -> pa.Table:
        """What `selection/<name>.sql` gives."""
        question = self.question
        sql = query(f"selection/{name}.sql").format(**{**question.names(), **KEYS[self.by], **relations})
        bound = {key: value for key, value in question.bound.items() if f"${key}" in sql}
        return self.con.sql(sql, params=bound).to_arrow_table()

    def _bind(self, what: str, files: dict[str, Path], quarters: dict[str, int]) -> None:
        self.question.bound[f"{what}_files"] = [str(file) for file in files.values()]
        self.question.bound[f"{what}_quarters"] = [quarters[name] for name in files]


def _grid(n: int, quarters: int, rows: Rows, name: str) -> Floats:
    """Rows as clients × quarters, NaN where there is none."""
    grid = np.full((n, quarters), np.nan)
    grid[rows["at"], rows["quarter"]] = rows[name]
    return grid


def _since(there: npt.NDArray[np.bool_], values: Floats) -> Floats:
    """0 where a client bought nothing, NaN before it was one."""
    return np.where(there, np.nan_to_num(values), np.nan)


def _breadth(n: int, quarters: int, rows: Rows) -> tuple[Floats, Integers]:
    """How many distinct things each client bought in the year to each quarter, and how many of the last are new."""
    owner, bought = rows["at"], rows["quarters"].astype(np.uint64)
    lately = bought
    for back in range(1, YEAR):
        lately = lately | (bought << np.uint64(back))
    counted = np.empty((n, quarters))
    for quarter in range(quarters):
        there = (lately >> np.uint64(quarter)) & np.uint64(1)
        counted[:, quarter] = np.bincount(owner, weights=there, minlength=n)
    if quarters <= YEAR:
        return counted, np.zeros(n, dtype=np.intp)
    year = np.uint64(quarters - YEAR)
    first = ((bought >> year) != 0) & ((bought & ((np.uint64(1) << year) - np.uint64(1))) == 0)
    return counted, np.bincount(owner[first], minlength=n)
