"""What the ledger knows of each account that a criterion can be computed from: vectors, never a row at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from trousseau.ledger import answers
from trousseau.ledger.answers import ALL, Scope, Window
from trousseau.ledger.answers.accounts import By
from trousseau.ledger.costs import NOTHING, PAYMENT_DAYS, Costs, contributions
from trousseau.ledger.erosion import last_month, verdicts
from trousseau.ledger.facts import Facts
from trousseau.ledger.outlook.retention import retention
from trousseau.method.arrays import Floats

Unit = Literal["money", "share", "days", "years", "count"]
YEAR = 365.25


@dataclass(frozen=True)
class Measure:
    """Something a criterion can be computed from."""

    key: str
    unit: Unit
    more_is_better: bool = True
    told: bool = False
    """Whether someone has to tell it, the ledger not knowing."""


MEASURES: dict[str, Measure] = {
    measure.key: measure
    for measure in (
        Measure("revenue", "money"),
        Measure("growth", "share"),
        Measure("contribution", "money"),
        Measure("contribution_rate", "share"),
        Measure("margin", "money"),
        Measure("margin_rate", "share"),
        Measure("payment_days", "days", more_is_better=False),
        Measure("tenure", "years"),
        Measure("recency", "days", more_is_better=False),
        Measure("zones", "count"),
        Measure("divisions", "count"),
        Measure("alive", "share"),
        Measure("expected_orders", "count"),
        Measure("eroding", "money", more_is_better=False),
        Measure("potential", "money", told=True),
        Measure("share_of_wallet", "share", told=True),
    )
}
"""All of them, in the order they are offered."""


@dataclass(frozen=True, eq=False)
class Candidates:
    """The accounts (or groups) with a line in the window, and the measures asked for; rows go together."""

    table: pa.Table
    """`account`, `name`, `group`, `revenue` (null: every line is unconverted), the greatest first."""
    values: Mapping[str, Floats]
    """A vector a measure, NaN where it is not known."""

    @property
    def accounts(self) -> list[str]:
        """The ledger's accounts (or groups)."""
        found: list[str] = self.table["account"].to_pylist()
        return found


@dataclass(frozen=True)
class _Asked:
    facts: Facts
    window: Window
    costs: Costs
    scope: Scope
    by: By


def candidates(
    facts: Facts,
    window: Window,
    wanted: Iterable[str],
    *,
    costs: Costs = NOTHING,
    scope: Scope = ALL,
    by: By = "account",
    told: Mapping[str, Mapping[str, float]] | None = None,
) -> Candidates:
    """Those that can be ranked, with the measures wanted; only what is wanted is worked out.

    `told`: for a measure the ledger does not know, what is told of each account (or group). The share of wallet is
    revenue over potential where no one tells it.

    Raises:
        KeyError: a measure that is not one of `MEASURES`.
    """
    asked = _Asked(facts, window, costs, scope, by)
    table = answers.accounts(facts, window, scope=scope, by=by)
    table = table.filter(pc.greater(table["lines"], 0))
    values: dict[str, Floats] = {}
    for key in wanted:
        if key in values:
            continue
        if MEASURES[key].told:
            values[key] = _told(key, table, told or {})
        else:
            values |= _SOURCES[key](asked, table)
    return Candidates(table.select(["account", "name", "group", "revenue"]), values)


def floats(column: pa.ChunkedArray) -> Floats:
    """A column of amounts, dates' differences or counts as float64, null being NaN."""
    return np.asarray(pc.cast(column, pa.float64(), safe=False).to_numpy(zero_copy_only=False), dtype=np.float64)


def _sales(asked: _Asked, table: pa.Table) -> dict[str, Floats]:
    revenue, previous = floats(table["revenue"]), floats(table["previous"])
    first, last = (table[name].cast(pa.int32()).to_numpy(zero_copy_only=False) for name in ("first", "last"))
    ended = np.datetime64(asked.window.end, "D").astype(np.int64)
    return {
        "revenue": revenue,
        "growth": revenue / np.where(previous > 0.0, previous, np.nan) - 1.0,
        "tenure": np.maximum(ended - first, 0) / YEAR,
        "recency": np.maximum(ended - last, 0).astype(np.float64),
    }


def _contribution(asked: _Asked, table: pa.Table) -> dict[str, Floats]:
    found = contributions(asked.facts, asked.window, asked.costs, scope=asked.scope, by=asked.by)
    made = {name: _aligned(table, found.table, name) for name in ("contribution", "margin", "costed")}
    days = found.drivers.filter(pc.equal(found.drivers["driver"], PAYMENT_DAYS))
    covered = np.where(made["costed"] > 0.0, made["costed"], np.nan)
    return {
        "contribution": made["contribution"],
        "contribution_rate": made["contribution"] / covered,
        "margin": made["margin"],
        "margin_rate": made["margin"] / covered,
        "payment_days": _aligned(table, days, "quantity"),
    }


def _places(asked: _Asked, table: pa.Table) -> dict[str, Floats]:
    found = answers.places(asked.facts, asked.window, scope=asked.scope, by=asked.by)
    for name in ("zones", "divisions"):
        found = found.append_column(f"{name}_count", pc.list_value_length(found[name]))
    return {name: _aligned(table, found, f"{name}_count") for name in ("zones", "divisions")}


def _erosion(asked: _Asked, table: pa.Table) -> dict[str, Floats]:
    """Contribution lost a year to silent erosion, 0 of those that do not erode; NaN where nothing could be judged."""
    month = last_month(asked.facts, asked.window.end)
    if month is None:
        return {"eroding": np.full(len(table), np.nan)}
    told = pq.read_table(verdicts(asked.facts, month, asked.costs), columns=["account", "eroding", "lost", "reason"])
    told = told.filter(pc.equal(told["reason"], ""))
    lost = pc.if_else(told["eroding"], pc.cast(told["lost"], pa.float64()), 0.0)
    told = pa.table({"account": told["account"], "lost": lost})
    if asked.by == "group":
        told = told.set_column(0, "account", _clients(asked, told["account"]))
    summed = told.group_by("account").aggregate([("lost", "sum", pc.ScalarAggregateOptions(skip_nulls=False))])
    return {"eroding": _aligned(table, summed, "lost_sum")}


def _clients(asked: _Asked, accounts: pa.ChunkedArray) -> pa.Array:
    """The group of each account, or the account itself where it has none."""
    each = answers.accounts(asked.facts, asked.window, scope=asked.scope, by="account").select(["account", "group"])
    place = pc.index_in(accounts.combine_chunks(), value_set=each["account"].combine_chunks())
    return pc.coalesce(each["group"].combine_chunks().take(place), accounts.combine_chunks())


def _retention(asked: _Asked, table: pa.Table) -> dict[str, Floats]:
    found = retention(asked.facts, scope=asked.scope, by=asked.by)
    who = pa.table({"account": found.table["account"], "alive": found.alive, "expected_orders": found.orders})
    return {name: _aligned(table, who, name) for name in ("alive", "expected_orders")}


_SOURCES: dict[str, Callable[[_Asked, pa.Table], dict[str, Floats]]] = {
    **dict.fromkeys(("revenue", "growth", "tenure", "recency"), _sales),
    **dict.fromkeys(("contribution", "contribution_rate", "margin", "margin_rate", "payment_days"), _contribution),
    **dict.fromkeys(("zones", "divisions"), _places),
    **dict.fromkeys(("alive", "expected_orders"), _retention),
    "eroding": _erosion,
}


def _told(key: str, table: pa.Table, told: Mapping[str, Mapping[str, float]]) -> Floats:
    if key == "share_of_wallet" and key not in told:
        potential = _told("potential", table, told)
        return floats(table["revenue"]) / np.where(potential > 0.0, potential, np.nan)
    known = told.get(key, {})
    return np.asarray([known.get(account, np.nan) for account in table["account"].to_pylist()], dtype=np.float64)


def _aligned(table: pa.Table, other: pa.Table, name: str) -> Floats:
    """A column of another table in the order of the accounts; NaN for those it has not."""
    place = pc.index_in(table["account"].combine_chunks(), value_set=other["account"].combine_chunks())
    return floats(pa.chunked_array([other[name].combine_chunks().take(place)]))
