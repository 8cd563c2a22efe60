"""The months of a window, and what is known in each: the rate of a driver, the rate of financing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

import pyarrow as pa

from trousseau.ledger.costs.model import ActivityRate, Costs, Financing
from trousseau.ledger.facts.calendar import between, first_day, last_day, month

RATE = pa.decimal128(18, 6)
"""Rates have six decimals at most."""

T = TypeVar("T", ActivityRate, Financing)


@dataclass(frozen=True)
class Part:
    """The days of one month that a window has."""

    name: str
    start: date
    end: date

    @property
    def month(self) -> date:
        """The first day of the month."""
        return first_day(self.name)

    @property
    def whole(self) -> bool:
        """Whether that is all its days."""
        return self.start == first_day(self.name) and self.end == last_day(self.name)


def parts(start: date, end: date) -> tuple[Part, ...]:
    """The months of a period, cut to its days."""
    return tuple(
        Part(name, max(start, first_day(name)), min(end, last_day(name))) for name in between(month(start), month(end))
    )


def as_table(months: tuple[Part, ...]) -> pa.Table:
    """The months as the queries know them."""
    days = pa.date32()
    return pa.table(
        {
            "month": pa.array([part.month for part in months], days),
            "start": pa.array([part.start for part in months], days),
            "until": pa.array([part.end for part in months], days),
        }
    )


def rates_of(costs: Costs, driver: str, months: tuple[Part, ...]) -> dict[date, Decimal]:
    """The rate of a driver in each month that has one: of an amount 1, of a level none."""
    kind = costs.kind(driver)
    if kind == "level":
        return {}
    told = [rate for rate in costs.rates if rate.driver == driver]
    found = {part.month: _in_force(told, part.month) for part in months}
    rates = {day: rate.cost for day, rate in found.items() if rate is not None}
    if kind == "amount":
        return {part.month: rates.get(part.month, Decimal(1)) for part in months}
    return rates


def financing_of(costs: Costs, months: tuple[Part, ...]) -> dict[date, Decimal]:
    """The yearly rate of financing in each month that has one."""
    found = {part.month: _in_force(costs.financing, part.month) for part in months}
    return {day: rate.rate for day, rate in found.items() if rate is not None}


def _in_force(told: Sequence[T], day: date) -> T | None:
    """What has been in force for the shortest time on a day; of two from one day, the later one told."""
    begun = [rate for rate in told if rate.start <= day]
    return max(enumerate(begun), key=lambda at: (at[1].start, at[0]))[1] if begun else None


def priced(rates: dict[str, dict[date, Decimal]]) -> pa.Table:
    """Rates by driver and month, as the queries know them."""
    rows = [(driver, day, rate) for driver, by_month in sorted(rates.items()) for day, rate in by_month.items()]
    return pa.table(
        {
            "driver": pa.array([row[0] for row in rows], pa.string()),
            "month": pa.array([row[1] for row in rows], pa.date32()),
            "rate": pa.array([row[2] for row in rows], RATE),
        }
    )
