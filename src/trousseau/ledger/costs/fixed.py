"""Fixed costs over a period, by division or zone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from trousseau.ledger.costs.model import Costs, FixedCost

STEP = Decimal("0.0001")


@dataclass(frozen=True)
class FixedCosts:
    """What stays to be paid over a period, in the base currency."""

    by: dict[str, Decimal]
    """Of each value of the dimension that has any."""
    elsewhere: Decimal
    """What is told without that dimension: it belongs to the company, to no value."""
    partial: frozenset[str]
    """The values whose costs are told for a part of the period only."""

    @property
    def total(self) -> Decimal:
        """Of the company."""
        return sum(self.by.values(), self.elsewhere)


def fixed_costs(costs: Costs, start: date, end: date, dimension: Literal["division", "zone"]) -> FixedCosts:
    """The fixed costs of a period: each cost counts with the days it shares with it.

    A value nothing is told of is absent: its fixed costs are unknown, not 0.
    """
    by: dict[str, Decimal] = {}
    spans: dict[str, list[tuple[date, date]]] = {}
    elsewhere = Decimal(0)
    for cost in costs.fixed:
        share = _overlap(cost, start, end)
        if share is None:
            continue
        value = cost.division if dimension == "division" else cost.zone
        if value is None:
            elsewhere += share
        else:
            by[value] = by.get(value, Decimal(0)) + share
            spans.setdefault(value, []).append((max(cost.start, start), min(cost.end, end)))
    partial = frozenset(value for value, told in spans.items() if _days(told) < (end - start).days + 1)
    return FixedCosts(by=by, elsewhere=elsewhere, partial=partial)


def _overlap(cost: FixedCost, start: date, end: date) -> Decimal | None:
    """The part of a cost that falls into a period; None where they share no day."""
    first, last = max(cost.start, start), min(cost.end, end)
    if first > last:
        return None
    days, of = (last - first).days + 1, (cost.end - cost.start).days + 1
    return cost.amount if days == of else (cost.amount * days / of).quantize(STEP, ROUND_HALF_UP)


def _days(spans: Iterable[tuple[date, date]]) -> int:
    """How many days some spans cover together."""
    covered, until = 0, None
    for first, last in sorted(spans):
        begin = first if until is None or first > until else until
        if until is not None and first <= until:
            begin = date.fromordinal(until.toordinal() + 1)
        if last >= begin:
            covered += (last - begin).days + 1
        until = last if until is None else max(until, last)
    return covered
