"""What each account is judged by, and its class under written rules: for files and for the stored ledger alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

import numpy as np

from trousseau.ledger import answers
from trousseau.ledger.answers import ALL, Scope, Window
from trousseau.ledger.answers.accounts import By
from trousseau.ledger.costs import NOTHING, PAYMENT_DAYS, Contributions, Costs, contribution_cells, contributions
from trousseau.ledger.facts import Facts
from trousseau.method.arrays import Floats
from trousseau.method.classes import BAD, GOOD, NAMES, UNKNOWN, WATCH, Classes, classify
from trousseau.method.rules import RuleSet

Place = Literal["zone", "division"]
ORDER = (GOOD, WATCH, BAD, UNKNOWN)
"""The classes as they are shown."""


@dataclass(frozen=True, eq=False)
class Made:
    """What is known of what one account leaves: amounts in the base currency, None where not known."""

    account: str
    name: str
    group: str | None
    revenue: Decimal | None
    costed: Decimal
    """Revenue of the lines whose cost is known."""
    margin: Decimal | None
    serving: Decimal | None
    """Cost to serve, of what is known of it; None: nothing told."""
    contribution: Decimal | None
    """Margin less cost to serve."""
    parts: Mapping[str, Decimal]
    """What was spent on it, by cost driver; `cost`: cost of goods."""
    payment_days: float | None = None


@dataclass(frozen=True, eq=False)
class Measures:
    """Every account of a question with the measures that rules may ask of it, row by row."""

    rows: tuple[Made, ...]
    values: Mapping[str, Floats]
    """A vector a measure of `method.rules.MEASURES`, NaN where it is not known."""
    serving_known: bool
    """Whether any cost to serve was told; else contributions are margins."""

    def served(self) -> dict[str, Decimal] | None:
        """The net contribution of each account where it is known; None: no cost to serve was told."""
        if not self.serving_known:
            return None
        return {row.account: row.contribution for row in self.rows if row.contribution is not None}

    def positions(self) -> dict[str, int]:
        """Where each account is."""
        return self._positions

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {row.account: at for at, row in enumerate(self.rows)}


@dataclass(frozen=True)
class Sum:
    """One class added up."""

    code: int
    accounts: int
    revenue: Decimal
    contribution: Decimal
    """Of those whose contribution is known."""

    @property
    def name(self) -> str:
        """good, watch, bad or unknown."""
        return NAMES[self.code]


@dataclass(frozen=True, eq=False)
class Judged:
    """The accounts of a question under a rule set."""

    measures: Measures
    rules: RuleSet
    classes: Classes

    def sums(self) -> dict[int, Sum]:
        """Each class added up, in the order they are shown."""
        return self._sums

    @cached_property
    def _sums(self) -> dict[int, Sum]:
        count = dict.fromkeys(ORDER, 0)
        revenue = dict.fromkeys(ORDER, Decimal(0))
        contribution = dict.fromkeys(ORDER, Decimal(0))
        for row, code in zip(self.measures.rows, self.classes.codes.tolist(), strict=True):
            count[code] += 1
            revenue[code] += row.revenue or Decimal(0)
            contribution[code] += row.contribution or Decimal(0)
        return {code: Sum(code, count[code], revenue[code], contribution[code]) for code in ORDER}

    def each(self) -> Iterator[tuple[Made, str]]:
        """Each row with its class, as a word; a group and a lone account may bear one name."""
        return ((row, NAMES[code]) for row, code in zip(self.measures.rows, self.classes.codes.tolist(), strict=True))

    def names(self) -> dict[str, str]:
        """The class of each account, as a word."""
        return self._names

    @cached_property
    def _names(self) -> dict[str, str]:
        return {row.account: name for row, name in self.each()}


@dataclass(frozen=True)
class Mover:
    """An account that another rule set, or another period, judges otherwise."""

    account: str
    name: str
    before: str
    after: str
    revenue: Decimal | None
    contribution: Decimal | None


def measures(
    facts: Facts,
    window: Window,
    *,
    costs: Costs = NOTHING,
    scope: Scope = ALL,
    by: By = "account",
    erosion: Mapping[str, int] | None = None,
) -> Measures:
    """What rules may ask of each account with a converted line in the window, or with costs in it.

    `erosion`: the signs of silent erosion found, by account or group; an account that is absent was not judged.
    None: nobody has looked.
    """
    found = contributions(facts, window, costs, scope=scope, by=by)
    before = answers.accounts(facts, window, scope=scope, by=by).select(["account", "previous"]).to_pydict()
    previous = dict(zip(before["account"], before["previous"], strict=True))
    spent, days = _spent(found)
    rows = [
        _made(row, spent.get(row["account"], {}), days.get(row["account"]))
        for row in found.table.sort_by([("revenue", "descending"), ("account", "ascending")]).to_pylist()
    ]
    return of_rows(
        tuple(rows),
        [previous.get(row.account) for row in rows],
        erosion=erosion,
        serving_known=any(row.serving is not None for row in rows),
    )


def _spent(found: Contributions) -> tuple[dict[str, dict[str, Decimal]], dict[str, float]]:
    """What each driver cost each account, and how long each takes to pay."""
    spent: dict[str, dict[str, Decimal]] = {}
    days: dict[str, float] = {}
    for account, driver, quantity, cost in zip(
        *(found.drivers[name].to_pylist() for name in ("account", "driver", "quantity", "cost")), strict=True
    ):
        if driver == PAYMENT_DAYS and quantity is not None:
            days[account] = float(quantity)
        elif cost is not None:
            spent.setdefault(account, {})[driver] = cost
    return spent, days


def _made(row: Mapping[str, Any], spent: Mapping[str, Decimal], days: float | None) -> Made:
    """One row of the contributions with its parts."""
    told = [part for part in (row["serve"], row["financing"]) if part is not None]
    parts = {} if row["cost"] is None else {"cost": row["cost"]}
    parts |= spent
    if row["financing"] is not None:
        parts["financing"] = row["financing"]
    return Made(
        account=row["account"],
        name=row["name"],
        group=row["group"],
        revenue=row["revenue"],
        costed=row["costed"],
        margin=row["margin"],
        serving=sum(told, Decimal(0)) if told else None,
        contribution=row["contribution"],
        parts=parts,
        payment_days=days,
    )


def places(
    facts: Facts, window: Window, dimension: Place, *, costs: Costs = NOTHING, scope: Scope = ALL
) -> tuple[Made, ...]:
    """What each zone or division leaves, the largest sales first; its lines without one under ""."""
    table = contribution_cells(facts, window, costs, scope=scope)
    names = ("revenue", "costed", "cost", "serve", "financing")
    summed = table.group_by(dimension).aggregate([(name, "sum") for name in names])
    rows = []
    for row in summed.to_pylist():
        revenue, costed, cost, serve, financing = (row[f"{name}_sum"] for name in names)
        told = [part for part in (serve, financing) if part is not None]
        margin = None if cost is None else costed - cost
        serving = sum(told, Decimal(0)) if told else None
        parts = {"cost": cost, "serving": serve, "financing": financing}
        rows.append(
            Made(
                account=row[dimension],
                name=row[dimension],
                group=None,
                revenue=revenue,
                costed=costed,
                margin=margin,
                serving=serving,
                contribution=None if margin is None else margin - (serving or Decimal(0)),
                parts={name: part for name, part in parts.items() if part is not None},
            )
        )
    return tuple(sorted(rows, key=lambda row: (-(row.revenue or Decimal(0)), row.account)))


def of_rows(
    rows: tuple[Made, ...],
    previous: list[Decimal | None],
    *,
    erosion: Mapping[str, int] | None,
    serving_known: bool,
) -> Measures:
    """The vectors of some rows; rates are of the revenue whose cost is known, NaN where that is not above zero."""
    revenue, costed, before = (_floats(v) for v in ([r.revenue for r in rows], [r.costed for r in rows], previous))
    margin, contribution = _floats([r.margin for r in rows]), _floats([r.contribution for r in rows])
    serving = _floats([r.serving for r in rows])
    positive, was = np.where(revenue > 0, revenue, np.nan), np.where(before > 0, before, np.nan)
    covered = np.where(costed > 0, costed, np.nan)
    known = np.clip(costed / positive, 0.0, 1.0)
    # Nothing sold on balance: known where every line has a cost, and then costed is the revenue.
    known = np.where(np.isnan(known) & ~np.isnan(margin) & (costed == revenue), 1.0, known)
    signs = [np.nan if erosion is None else float(erosion.get(r.account, np.nan)) for r in rows]
    return Measures(
        rows=rows,
        values={
            "contribution_rate": contribution / covered,
            "contribution": contribution,
            "margin_rate": margin / covered,
            "serving_rate": serving / positive,
            "payment_days": _floats([r.payment_days for r in rows]),
            "growth": revenue / was - 1.0,
            "erosion": np.array(signs, dtype=np.float64),
            "known_share": known,
        },
        serving_known=serving_known,
    )


def judge(found: Measures, rules: RuleSet) -> Judged:
    """The class of each account under some rules."""
    classes = classify(found.values, rules.rules, known=found.values["known_share"], least_known=rules.least_known)
    return Judged(found, rules, classes)


def movers(before: Judged, after: Judged) -> tuple[Mover, ...]:
    """Who is of another class in `after`, the largest contribution at stake first; those in both only."""
    were = before.names()
    found = [
        Mover(row.account, row.name, were[row.account], now, row.revenue, row.contribution)
        for row, now in after.each()
        if were.get(row.account, now) != now
    ]
    return tuple(sorted(found, key=_at_stake))


def _at_stake(move: Mover) -> tuple[Decimal, Decimal, str]:
    return -abs(move.contribution or Decimal(0)), -abs(move.revenue or Decimal(0)), move.account


def _floats(values: list[Decimal | None] | list[Decimal] | list[float | None]) -> Floats:
    return np.array([np.nan if value is None else float(value) for value in values], dtype=np.float64)
