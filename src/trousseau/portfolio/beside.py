"""The indicators that rest on what is told beside the sales lines; one that cannot be told is left out."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from trousseau.figures.indicators import RANGES, Indicator
from trousseau.ledger.costs import PAYMENT_DAYS, Contributions, FixedCosts
from trousseau.ledger.growth import Growth

ZERO = Decimal(0)
KNOWN = 0.9
"""From this share of sales on, what is known of costs or inflation speaks for a division, or for all."""


def profitability(found: Contributions) -> tuple[Indicator, ...]:
    """Net contribution rate, whale peak, customers that cost more than they bring, payment days."""
    table = found.table.filter(pc.is_valid(found.table["contribution"]))
    left: list[Decimal] = table["contribution"].to_pylist()
    rows = [
        _net_rate(table, left, _sum(found.table, "revenue"), serving=table["serve"].null_count < len(table)),
        _whale_peak(left),
        _negative(left),
        _payment_days(found),
    ]
    return tuple(row for row in rows if row is not None)


def _net_rate(table: pa.Table, left: list[Decimal], revenue: Decimal, *, serving: bool) -> Indicator | None:
    """Contribution of the sales whose cost is known, over those sales; `also`: their share of all sales."""
    base = _sum(table, "costed")
    if base <= 0:
        return None
    return Indicator(
        "net_rate",
        "profitability",
        "share",
        float(sum(left, ZERO) / base),
        (-0.1, 0.4),
        RANGES["net_rate"],
        subject="" if serving else "margin",
        amount=sum(left, ZERO),
        also=float(base / revenue) if revenue > 0 else None,
    )


def _whale_peak(left: list[Decimal]) -> Indicator | None:
    """What those that contribute earn, over what is left of it; without meaning where nothing is left."""
    total = sum(left, ZERO)
    if total <= 0:
        return None
    peak = sum((amount for amount in left if amount > 0), ZERO)
    return Indicator(
        "whale_peak",
        "profitability",
        "share",
        float(peak / total),
        (1.0, 2.0),
        RANGES["whale_peak"],
        amount=peak - total,
        others=sum(amount < 0 for amount in left),
    )


def _negative(left: list[Decimal]) -> Indicator | None:
    """The share of customers, of those whose contribution is known, that take away more than they bring."""
    if not left:
        return None
    below = [amount for amount in left if amount < 0]
    return Indicator(
        "negative_accounts",
        "profitability",
        "share",
        len(below) / len(left),
        (0, 0.6),
        RANGES["negative_accounts"],
        others=len(below),
        amount=sum(below, ZERO),
    )


def _payment_days(found: Contributions) -> Indicator | None:
    """The payment days of the customers that have some, weighted by their sales above zero."""
    days = found.drivers.filter(pc.equal(found.drivers["driver"], PAYMENT_DAYS))
    revenue = dict(zip(found.table["account"].to_pylist(), found.table["revenue"].to_pylist(), strict=True))
    told = [
        (float(quantity), float(revenue.get(account) or 0))
        for account, quantity in zip(days["account"].to_pylist(), days["quantity"].to_pylist(), strict=True)
        if quantity is not None and (revenue.get(account) or 0) > 0
    ]
    total = sum(weight for _, weight in told)
    if not total:
        return None
    return Indicator(
        "payment_days",
        "profitability",
        "days",
        sum(quantity * weight for quantity, weight in told) / total,
        (0, 120),
        RANGES["payment_days"],
        others=len(told),
    )


def fixed_cover(cells: pa.Table, fixed: FixedCosts, names: dict[str, str]) -> Indicator | None:
    """How far the worst division would still cover its fixed costs without its first customer.

    Of the divisions whose fixed costs are told for the whole period and whose costs are known for 90 % of sales.
    `names` gives the name of each account. `also`: the same with that customer; `amount`: what would be left, or is
    missing.
    """
    found = [
        (left / cost, left, before, division, first)
        for division, left, before, first in _without_first(cells)
        if (cost := fixed.by.get(division)) and cost > 0 and division not in fixed.partial
    ]
    if not found:
        return None
    ratio, left, before, division, first = min(found)
    cost = fixed.by[division]
    return Indicator(
        "fixed_cover",
        "concentration",
        "share",
        float(ratio),
        (0, 2),
        RANGES["fixed_cover"],
        subject=division,
        first=names.get(first, first),
        amount=left - cost,
        also=float(before / cost),
    )


def _without_first(cells: pa.Table) -> Iterator[tuple[str, Decimal, Decimal, str]]:
    """Of each division: what it contributes without its first customer, and with it; that customer."""
    sums = ("revenue", "costed", "cost", "serve", "financing")
    table = cells.group_by(["division", "account"]).aggregate([(name, "sum") for name in sums])
    by_division: dict[str, list[dict[str, Any]]] = {}
    for row in table.to_pylist():
        if row["division"]:
            by_division.setdefault(row["division"], []).append(row)
    for division, rows in by_division.items():
        revenue = sum((row["revenue_sum"] or ZERO for row in rows), ZERO)
        costed = sum((row["costed_sum"] or ZERO for row in rows if row["cost_sum"] is not None), ZERO)
        if revenue <= 0 or costed < revenue * Decimal(str(KNOWN)):
            continue
        first = max(rows, key=lambda row: (row["revenue_sum"] or ZERO, row["account"]))
        total = sum((_left(row) for row in rows), ZERO)
        yield division, total - _left(first), total, first["account"]


def _left(row: dict[str, Any]) -> Decimal:
    """The contribution of an account in a division, of what is known."""
    margin = ZERO if row["cost_sum"] is None else row["costed_sum"] - row["cost_sum"]
    found: Decimal = margin - (row["serve_sum"] or ZERO) - (row["financing_sum"] or ZERO)
    return found


def real_growth(found: Growth) -> Indicator | None:
    """Growth after currencies and inflation, of the zones whose inflation is known when they are most of it."""
    total = found.total
    coverage, value = total.coverage, total.known_real
    if value is None or coverage is None or coverage < KNOWN or found.gaps:
        return None
    return Indicator(
        "real_growth",
        "vitality",
        "growth",
        value,
        (-0.15, 0.15),
        RANGES["real_growth"],
        also=total.reported if total.known else None,
    )


def erosion(accounts: int, amount: Decimal, revenue: Decimal) -> Indicator | None:
    """The share of sales with customers that erode in silence."""
    if revenue <= 0:
        return None
    return Indicator(
        "erosion",
        "vitality",
        "share",
        float(amount / revenue),
        (0, 0.2),
        RANGES["erosion"],
        others=accounts,
        amount=amount,
    )


def _sum(table: pa.Table, column: str) -> Decimal:
    found: Decimal | None = pc.sum(table[column]).as_py()
    return found or ZERO
