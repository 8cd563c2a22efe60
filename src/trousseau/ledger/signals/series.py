"""The monthly series of every account, as the detector of erosion takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from trousseau.ledger.answers.question import Question
from trousseau.ledger.answers.scope import ALL
from trousseau.ledger.costs import NOTHING, Costs
from trousseau.ledger.duck import parquet, query, reading
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.calendar import between, first_day, month, shift
from trousseau.ledger.signals.payment import payment_days
from trousseau.ledger.signals.prices import price_index
from trousseau.ledger.signals.tables import month_table
from trousseau.method.arrays import Floats
from trousseau.method.erosion import WINDOW, Signals

MONTHS = WINDOW + 12
"""The window, and the year before it where there is no portfolio to compare with."""

FEW = 3
"""A ledger with fewer families (then: products) than this knows no breadth."""


@dataclass(frozen=True, eq=False)
class Series:
    """Every account of the ledger by row, and what each month told."""

    accounts: list[str]
    names: list[str]
    revenue: list[Decimal]
    """Of the last twelve months, exact."""
    months: list[str]
    signals: Signals


def series(facts: Facts, end: str, *, costs: Costs = NOTHING) -> Series:
    """The series that end with a month (YYYY-MM), up to three years of them.

    `costs`: what the company tells; its payment days are the fifth signal (`signals/payment.py`).
    """
    begins = max(month(facts.first), shift(end, 1 - MONTHS)) if facts.first else end
    names = between(begins, end)
    files = {at: month_table(facts, name) for at, name in enumerate(names) if name in facts.months}
    rows = _accounts(facts, files, names)
    highest = max((row["id"] for row in rows), default=0)
    told = _read(files, highest + 1, len(names))
    place = np.array([row["id"] for row in rows], dtype=np.intp)
    known = {name: values[place] for name, values in told.items()}
    alive = np.arange(len(names)) >= np.array([row["begins"] for row in rows], dtype=np.intp)[:, None]
    prices = price_index(facts, names, highest)[place] if rows else np.empty((0, len(names)))
    with np.errstate(invalid="ignore", divide="ignore"):
        margin = np.where(known["costed"] > 0.0, 1.0 - known["cost"] / known["costed"], np.nan)
    told_days = payment_days(facts, costs, names)
    nothing = [None] * len(names)
    days = np.array([told_days.get(row["account"], nothing) for row in rows], np.float64).reshape(prices.shape)
    return Series(
        accounts=[row["account"] for row in rows],
        names=[row["name"] or row["account"] for row in rows],
        revenue=[row["revenue"] for row in rows],
        months=names,
        signals=Signals(
            revenue=np.where(alive, np.nan_to_num(known["revenue"]), np.nan),
            orders=np.where(alive, np.nan_to_num(known["orders"]), np.nan),
            price=_some(prices),
            margin=_some(np.clip(margin, -3.0, 1.0)),
            breadth=_breadth(known, alive),
            payment=_some(days),
        ),
    )


def _accounts(facts: Facts, files: Mapping[int, Path], names: Sequence[str]) -> list[dict[str, Any]]:
    """Every account of the ledger."""
    everybody = Question(facts, ALL)
    year = [str(file) for at, file in files.items() if at >= len(names) - 12]
    months = parquet(files.values(), ", filename = true") if files else _nothing()
    sql = query("signals/accounts.sql").format(accounts=everybody.names()["accounts"], months=months)
    with reading() as con:
        table = con.sql(sql, params={"begins": first_day(names[0]), "year": year}).to_arrow_table()
    found: list[dict[str, Any]] = table.to_pylist()
    return found


def _nothing() -> str:
    """The relation of a window without a line."""
    return "(SELECT 0 AS account, CAST(0 AS DECIMAL(38, 4)) AS revenue, '' AS filename WHERE false)"


def _read(files: Mapping[int, Path], accounts: int, months: int) -> dict[str, Floats]:
    """Each column of `signals/series.sql` as accounts × months by number, NaN where nothing was sold."""
    columns = ("revenue", "costed", "cost", "orders", "families", "products")
    tables = {name: np.full((accounts, months), np.nan) for name in columns}
    if not files:
        return tables
    sql = query("signals/series.sql").format(months=parquet(files.values(), ", filename = true"))
    bound = {"files": [str(file) for file in files.values()], "file_months": list(files)}
    with reading() as con:
        found = con.sql(sql, params=bound).fetchnumpy()
    for name, table in tables.items():
        table[found["account"], found["month"]] = np.ma.filled(found[name].astype(np.float64), np.nan)
    return tables


def _breadth(known: Mapping[str, Floats], alive: npt.NDArray[np.bool_]) -> Floats | None:
    """Distinct families a month, or products where the ledger hardly knows families; None where neither."""
    for name in ("families", "products"):
        counts = np.nan_to_num(known[name])
        if counts.max(initial=0.0) >= FEW:
            return np.where(alive, counts, np.nan)
    return None


def _some(values: Floats) -> Floats | None:
    """A signal, or None where nobody knows it."""
    return values if np.isfinite(values).any() else None
