"""What a company tells of its costs, as the answers take it: whoever asks says where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path


@dataclass(frozen=True)
class ActivityRate:
    """What one unit of an activity costs (a visit, an hour, an order), in the base currency, from a day on."""

    driver: str
    start: date
    cost: Decimal


@dataclass(frozen=True)
class Financing:
    """The yearly rate at which money owed by customers is financed, as a fraction, from a day on."""

    start: date
    rate: Decimal


@dataclass(frozen=True)
class FixedCost:
    """Costs that stay when a customer leaves, of a division or a zone (or of the company), over a period."""

    start: date
    end: date
    division: str | None
    zone: str | None
    amount: Decimal


@dataclass(frozen=True)
class Budget:
    """What was planned for an account or a division over a period."""

    start: date
    end: date
    account: str | None
    division: str | None
    measure: str
    """revenue or contribution."""
    amount: Decimal


@dataclass(frozen=True)
class Costs:
    """Everything told; equal costs give equal answers."""

    drivers: tuple[Path, ...] = ()
    """Parquet files of quantities by account, period and driver, the later ones winning."""
    rates: tuple[ActivityRate, ...] = ()
    financing: tuple[Financing, ...] = ()
    fixed: tuple[FixedCost, ...] = ()
    budgets: tuple[Budget, ...] = ()


NOTHING = Costs()
"""A company that has told nothing."""
