"""The check-up of a portfolio: what it says, put together from exact sums made elsewhere.

Amounts of money arrive added up (in DECIMAL, to the cent) and are passed on untouched; only shares and the
statistics made of them are floats.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np

from trousseau.method.arrays import NOISE, Floats, Integers, Numbers, finite
from trousseau.method.concentration import Concentration, concentration
from trousseau.method.pareto import Pareto, pareto

DIMENSIONS = ("zone", "division", "currency")
"""The dimensions every check-up answers for, absent ones by an empty answer."""

CENT = Decimal("0.01")


@dataclass(frozen=True)
class LineCounts:
    """What became of each row of the sources: read = accepted + quarantined + totals."""

    read: int
    accepted: int
    quarantined: int
    totals: int
    unconverted: int
    """Accepted lines without an exchange rate: counted here, in no sum."""


@dataclass(frozen=True)
class AccountSum:
    """One account (or group) and its exact revenue over the period."""

    account: str
    code: str | None
    name: str
    group: str | None
    revenue: Decimal
    lines: int


@dataclass(frozen=True)
class DimensionSums:
    """Sums per value of one dimension, and per value × account; "" is the value of lines that give none."""

    name: str
    """zone, division, currency, family …"""
    values: Sequence[str]
    """The m distinct values."""
    revenue: Sequence[Decimal]
    """The exact revenue of each value; they add up to the revenue of the check-up. Length m."""
    value: Integers
    """For each cell, the index of its value in `values`. Shape (c,)."""
    account: Integers
    """For each cell, the index of its account in the accounts given beside. Shape (c,)."""
    amount: Floats
    """The revenue of each cell, for shares only. Shape (c,)."""


@dataclass(frozen=True)
class RankedAccount:
    """One row of the table of accounts, largest first; shares are fractions of the total."""

    account: str
    code: str | None
    name: str
    group: str | None
    revenue: Decimal
    share: float
    cumulative_share: float
    class_: str
    lines: int


@dataclass(frozen=True)
class Within:
    """The accounts inside one zone, division …: how much it hangs on its first."""

    accounts: int
    revenue: Decimal
    hhi: float
    first: str
    first_share: float


@dataclass(frozen=True)
class Dimension:
    """The concentration over the values of one dimension; both figures are None when it has no value."""

    name: str
    hhi: float | None
    effective_number: float | None
    shares: dict[str, float] = field(default_factory=dict)
    revenue: dict[str, Decimal] = field(default_factory=dict)
    within: dict[str, Within] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Checkup:
    """A dated check-up: the portfolio of one period, measured."""

    start: date
    end: date
    base_currency: str | None
    """None: amounts of different currencies were added as they stand (nominal)."""
    by: str
    """What was ranked: "account" or "group"."""
    lines: LineCounts
    revenue: Decimal
    accounts: int
    pareto: Pareto
    concentration: Concentration
    ranked: tuple[RankedAccount, ...]
    """The accounts, largest first: all of them, or the first ones."""
    over_10: tuple[tuple[str, float], ...]
    """Customers of 10 % of the revenue or more, accounts of one group being one customer (IFRS 8 §34)."""
    by_dimension: dict[str, Dimension]
    unconverted: tuple[tuple[str, int, Decimal], ...] = ()
    """Per currency without a rate: currency, lines, amount in that currency."""

    def as_json(self, quarantine: Iterable[Mapping[str, Any]] = ()) -> dict[str, Any]:
        """The check-up as `checkup --json` prints it: shares 0–1, money as text to the cent, NaN as null.

        `quarantine` gives rows with row, column, value and reason; the first 100 are kept.
        """
        top = self.concentration.top
        return {
            "period": {"from": self.start.isoformat(), "to": self.end.isoformat()},
            "base_currency": self.base_currency,
            "lines": {
                "read": self.lines.read,
                "accepted": self.lines.accepted,
                "quarantined": self.lines.quarantined,
                "totals": self.lines.totals,
                "unconverted": self.lines.unconverted,
            },
            "accounts": self.accounts,
            "revenue": _cents(self.revenue),
            "pareto": {
                "point": _number(self.pareto.point),
                "gini": _number(self.pareto.gini),
                "top_20_share": _number(self.pareto.share_of_top(0.2)),
                "accounts_for_80": self.pareto.count_for(0.8),
                "classes": self.pareto.class_counts(),
            },
            "concentration": {
                "hhi": _number(self.concentration.hhi),
                "effective_number": _number(self.concentration.effective_number),
                "top_1": _number(top(1)),
                "top_5": _number(top(5)),
                "top_10": _number(top(10)),
                "over_10_percent": [{"name": name, "share": share} for name, share in self.over_10],
                "by": {name: _shares_json(self.by_dimension.get(name)) for name in DIMENSIONS},
                "within": {name: _within_json(self.by_dimension.get(name)) for name in DIMENSIONS},
            },
            "accounts_top": [
                {
                    "code": account.code,
                    "name": account.name,
                    "revenue": _cents(account.revenue),
                    "share": _number(account.share),
                    "cumulative_share": _number(account.cumulative_share),
                    "class": account.class_,
                }
                for account in self.ranked[:20]
            ],
            "quarantine": [
                {key: row[key] for key in ("row", "column", "value", "reason")}
                for row, _ in zip(quarantine, range(100), strict=False)
            ],
        }


def check_up(
    accounts: Sequence[AccountSum],
    *,
    start: date,
    end: date,
    base_currency: str | None,
    lines: LineCounts,
    revenue: Decimal,
    dimensions: Iterable[DimensionSums] = (),
    unconverted: Iterable[tuple[str, int, Decimal]] = (),
    by: str = "account",
    keep: int | None = None,
    values: Numbers | None = None,
    groups: Sequence[str | None] | None = None,
) -> Checkup:
    """The check-up of accounts whose revenue over start … end (both included) has been added up exactly.

    `accounts` has one entry an account, or one a group with `by="group"`, in any order; equal revenues are
    ranked in the order given. `revenue` is their exact total. `keep` limits the ranked rows kept (None: all).
    Callers that hold columns give the revenues as `values` and the groups as `groups` too, so that of
    `accounts` (any sequence, possibly made on demand) only the rows kept, and named, are looked at.

    Raises:
        ValueError: a missing or infinite revenue, or columns of different lengths.
    """
    size = len(accounts)
    vector = finite([a.revenue for a in accounts] if values is None else values)
    if len(vector) != size:
        raise ValueError(f"{len(vector)} values for {size} accounts")
    if groups is None and values is None:
        groups = [a.group for a in accounts]
    curve = pareto(vector)
    parts = concentration(vector)
    customers = concentration(vector, groups) if groups is not None and any(groups) else parts
    return Checkup(
        start=start,
        end=end,
        base_currency=base_currency,
        by=by,
        lines=lines,
        revenue=revenue,
        accounts=size,
        pareto=curve,
        concentration=parts,
        ranked=_ranked(accounts, curve, parts, size if keep is None else min(keep, size)),
        over_10=tuple(
            (accounts[label].name if isinstance(label, int) else str(label), share) for label, share in customers.over()
        ),
        by_dimension={d.name: _dimension(d, accounts) for d in dimensions},
        unconverted=tuple(unconverted),
    )


def _ranked(
    accounts: Sequence[AccountSum], curve: Pareto, parts: Concentration, keep: int
) -> tuple[RankedAccount, ...]:
    """The first `keep` accounts with their share, cumulative share and class."""
    counts = curve.class_counts()
    rows = []
    for rank, index in enumerate(curve.order[:keep].tolist()):
        account = accounts[index]
        class_ = "A" if rank < counts["A"] else "B" if rank < counts["A"] + counts["B"] else "C"
        rows.append(
            RankedAccount(
                account=account.account,
                code=account.code,
                name=account.name,
                group=account.group,
                revenue=account.revenue,
                share=float(parts.shares[rank]),
                cumulative_share=float(curve.cumulative_share[rank]),
                class_=class_ if curve.defined else "",
                lines=account.lines,
            )
        )
    return tuple(rows)


def _dimension(sums: DimensionSums, accounts: Sequence[AccountSum]) -> Dimension:
    """Shares over the values, largest first, and inside each value the weight of its accounts."""
    if not any(sums.values):
        return Dimension(name=sums.name, hhi=None, effective_number=None)
    parts = concentration([float(r) for r in sums.revenue])
    order = [label for label in parts.labels if isinstance(label, int)]
    within = _within(sums, accounts)
    return Dimension(
        name=sums.name,
        hhi=parts.hhi,
        effective_number=parts.effective_number,
        shares={sums.values[i]: float(share) for i, share in zip(order, parts.shares, strict=True)},
        revenue={sums.values[i]: sums.revenue[i] for i in order},
        within={sums.values[i]: within[i] for i in order if i in within},
    )


def _within(sums: DimensionSums, accounts: Sequence[AccountSum]) -> dict[int, Within]:
    """For each value with cells: Σs² and the first account, in one pass. NaN where its sum is ≤ 0."""
    amount = finite(sums.amount, "amounts")
    value, account = np.asarray(sums.value, dtype=np.intp), np.asarray(sums.account, dtype=np.intp)
    if not len(amount) == len(value) == len(account):
        raise ValueError(f"cells of {sums.name} differ in length: {len(value)}, {len(account)}, {len(amount)}")
    total = np.bincount(value, weights=amount, minlength=len(sums.values))
    size = np.bincount(value, weights=np.abs(amount), minlength=len(sums.values))
    total = np.where(total > NOISE * size, total, np.nan)
    share = amount / total[value]
    hhi = np.bincount(value, weights=share * share, minlength=len(sums.values))
    number = np.bincount(value, minlength=len(sums.values))
    greatest = np.full(len(sums.values), -np.inf)
    np.maximum.at(greatest, value, amount)
    leaders = np.flatnonzero(amount == greatest[value])
    leaders = leaders[np.lexsort((account[leaders], value[leaders]))]
    firsts = leaders[np.unique(value[leaders], return_index=True)[1]]
    result = {}
    for i, first in zip(np.flatnonzero(number).tolist(), firsts.tolist(), strict=True):
        result[i] = Within(
            accounts=int(number[i]),
            revenue=sums.revenue[i],
            hhi=float(hhi[i]),
            first=accounts[int(account[first])].name,
            first_share=float(share[first]),
        )
    return result


def _cents(amount: Decimal) -> str:
    """Money as text, rounded to the cent, halves away from zero, never −0.00."""
    return str(amount.quantize(CENT, ROUND_HALF_UP) + Decimal(0).quantize(CENT))


def _number(value: float | None) -> float | None:
    """A float JSON can hold: NaN and infinities are null."""
    return None if value is None or not math.isfinite(value) else value


def _shares_json(dimension: Dimension | None) -> dict[str, Any]:
    """One dimension under `by`."""
    if dimension is None:
        return {"hhi": None, "shares": {}}
    return {"hhi": _number(dimension.hhi), "shares": {k: _number(v) for k, v in dimension.shares.items()}}


def _within_json(dimension: Dimension | None) -> dict[str, Any]:
    """One dimension under `within`."""
    if dimension is None:
        return {}
    return {
        name: {
            "accounts": inside.accounts,
            "revenue": _cents(inside.revenue),
            "hhi": _number(inside.hhi),
            "first": inside.first,
            "first_share": _number(inside.first_share),
        }
        for name, inside in dimension.within.items()
    }
