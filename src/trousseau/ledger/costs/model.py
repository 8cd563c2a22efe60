"""What a company tells of its costs, as the answers take it: whoever asks says where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

import pyarrow as pa

Kind = Literal["volume", "level", "amount"]
"""volume: visits, hours, orders; it adds up, and who is not listed in a month that is told had 0.
amount: the same, but money already (rebates, off-invoice discounts): it needs no rate.
level: payment days; it is averaged over days, and who is not listed is unknown."""

PAYMENT_DAYS = "payment_days"
"""The level from which the financing of what customers owe is told."""

ORDERS, LINES_COUNT, CREDIT_NOTES = "orders", "lines", "credit_notes"

COUNTED = (ORDERS, LINES_COUNT, CREDIT_NOTES)
"""Volumes counted in the sales lines themselves: distinct documents, lines, negative lines."""

USUAL: dict[str, Kind] = {PAYMENT_DAYS: "level", "rebates": "amount", "discounts": "amount", "freight": "amount"}
"""What a driver of this name is where nobody has said; every other is a volume."""

QUANTITIES = pa.schema(
    [
        pa.field("account", pa.string(), nullable=False),  # as the ledger calls it
        pa.field("driver", pa.string(), nullable=False),
        pa.field("start", pa.date32(), nullable=False),
        pa.field("end", pa.date32(), nullable=False),
        pa.field("quantity", pa.decimal128(18, 4), nullable=False),
    ]
)
"""A table of drivers, as its Parquet file holds it: one row an account, driver and period, both days included."""


@dataclass(frozen=True)
class Driver:
    """Something accounts use, or are, that costs money."""

    name: str
    kind: Kind = "volume"
    unit: str = ""


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
    kinds: tuple[Driver, ...] = ()
    """What the drivers are; those not listed are what their name usually means."""

    def kind(self, driver: str) -> Kind:
        """What a driver is."""
        said = {known.name: known.kind for known in self.kinds}
        return said.get(driver) or USUAL.get(driver, "volume")


NOTHING = Costs()
"""A company that has told nothing."""
