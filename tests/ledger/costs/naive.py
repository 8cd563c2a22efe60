"""Net contribution worked out one row at a time in plain Decimal arithmetic, to hold the answers against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from trousseau.ledger.costs import PAYMENT_DAYS, Costs
from trousseau.ledger.facts.calendar import between, first_day, last_day, month

STEP = Decimal("0.0001")
Rows = Iterable[Mapping[str, Any]]


def rounded(value: Decimal) -> Decimal:
    """To four decimals, halves away from zero."""
    return value.quantize(STEP, ROUND_HALF_UP)


def month_parts(start: date, end: date) -> dict[date, tuple[date, date]]:
    """The days of each month a period has."""
    names = between(month(start), month(end))
    return {first_day(n): (max(start, first_day(n)), min(end, last_day(n))) for n in names}


def quantities(
    tables: list[Rows], kind: Mapping[str, str], start: date, end: date
) -> dict[tuple[str, str, date], Decimal]:
    """Quantity by account, driver and month; the last table that knows one says it."""
    found: dict[tuple[str, str, date], Decimal] = {}
    for table in tables:
        here: dict[tuple[str, str, date], list[tuple[Decimal, int, int, int]]] = defaultdict(list)
        for row in table:
            length = (row["end"] - row["start"]).days + 1
            for first, (begin, until) in month_parts(start, end).items():
                low, high = max(row["start"], begin), min(row["end"], until)
                if low <= high:
                    before = (low - row["start"]).days
                    through = (high - row["start"]).days + 1
                    here[row["account"], row["driver"], first].append((row["quantity"], before, through, length))
        for key, shares in here.items():
            if kind[key[1]] == "level":
                days = sum(through - before for _, before, through, _ in shares)
                found[key] = rounded(sum(q * (t - b) for q, b, t, _ in shares) / days)
            else:
                found[key] = sum(
                    (rounded(q * t / length) - rounded(q * b / length) for q, b, t, length in shares), Decimal(0)
                )
    return found


def in_force(told: Iterable[Any], day: date) -> Any:
    """The latest of some rates on a day."""
    return max((rate for rate in told if rate.start <= day), key=lambda rate: rate.start, default=None)


def served(costs: Costs, found: Mapping[tuple[str, str, date], Decimal]) -> dict[tuple[str, str], Decimal]:
    """Cost by account and driver, where there is a rate."""
    sums: dict[tuple[str, str], Decimal] = {}
    for (account, driver, day), quantity in found.items():
        kind = costs.kind(driver)
        rate = in_force([r for r in costs.rates if r.driver == driver], day)
        each = rate.cost if rate else Decimal(1) if kind == "amount" else None
        if each is not None and kind != "level":
            sums[account, driver] = sums.get((account, driver), Decimal(0)) + rounded(quantity * each)
    return sums


def owed(
    lines: Rows, costs: Costs, found: Mapping[tuple[str, str, date], Decimal], start: date, end: date
) -> dict[tuple[str, tuple[str, str, str]], Decimal]:
    """Financing by account and place."""
    revenue: dict[Any, Decimal] = defaultdict(Decimal)
    for row in lines:
        if start <= row["date"] <= end:
            revenue[row["account"], place(row), row["date"].replace(day=1)] += row["amount"]
    sums: dict[Any, Decimal] = {}
    with localcontext(prec=60):
        for (account, where, day), amount in revenue.items():
            days, rate = found.get((account, PAYMENT_DAYS, day)), in_force(costs.financing, day)
            if days is not None and rate is not None:
                sums[account, where] = sums.get((account, where), Decimal(0)) + rounded(amount * days * rate.rate / 365)
    return sums


def place(row: Mapping[str, Any]) -> tuple[str, str, str]:
    """Where a line is."""
    return row.get("zone") or "", row.get("division") or "", row.get("currency") or "EUR"


def whole(name: str) -> tuple[date, date]:
    """The days of a month YYYY-MM, or of a quarter YYYY-Qn, or of a year."""
    if "Q" in name:
        first = date(int(name[:4]), int(name[-1]) * 3 - 2, 1)
        return first, last_day(month(first + timedelta(days=70)))
    if len(name) == 4:
        return date(int(name), 1, 1), date(int(name), 12, 31)
    return first_day(name), last_day(name)
