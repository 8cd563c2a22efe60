"""Prices across zones as they are told: rows by account, by product, by zone, made by `ledger.prices`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from trousseau.method.prices import Corridor

LEAST_LINES = 2
"""A zone's price is compared from so many lines on: one line is an accident as easily as a price."""

LEAST_SHARE = 0.01
"""And from this share of the units the account buys of the product."""

MIXED = 5
"""Prices further apart than this are shown, and left out of the costs: a piece and a box are not one unit."""

ReferenceName = Literal["weighted_mean", "list", "target"]
Standing = Literal["inside", "low", "high", "thin", "none"]


@dataclass(frozen=True)
class ExposedAccount:
    """An account that buys products at several prices."""

    account: str
    name: str
    products: int
    zones: int
    """In how many zones it buys the product it buys in most."""
    revenue: Decimal
    """Of those products, at the prices that are compared."""
    to_lowest: Decimal
    """What its lowest price everywhere would cost over the period."""
    to_mean: Decimal
    dearest: str
    """The product that would cost most."""
    spread: float
    """Of that product: (highest − lowest) / mean."""

    @property
    def share(self) -> float:
        """The cost at the lowest price as a fraction of the revenue compared."""
        return float(self.to_lowest / self.revenue) if self.revenue > 0 else 0.0


@dataclass(frozen=True)
class SpreadProduct:
    """A product some account buys at several prices."""

    product: str
    accounts: int
    zones: int
    revenue: Decimal
    to_lowest: Decimal
    to_mean: Decimal
    spread: float
    """The widest of an account."""
    account: str
    """The account it would cost most with."""


@dataclass(frozen=True)
class BoughtProduct:
    """A product one account buys at several prices."""

    product: str
    zones: int
    revenue: Decimal
    lowest: float
    highest: float
    lowest_zone: str
    highest_zone: str
    spread: float
    to_lowest: Decimal
    to_mean: Decimal
    doubtful: bool
    """Prices so far apart that they are more likely of two units of measure."""


@dataclass(frozen=True)
class Exposed:
    """Everybody's prices over a period, ranked."""

    accounts: tuple[ExposedAccount, ...]
    """The costliest to harmonise first."""
    products: tuple[SpreadProduct, ...]
    """The widest apart first."""
    revenue: Decimal
    loose: Decimal
    """Of the revenue, that of lines without a quantity: it has no price."""
    loose_lines: int
    nowhere: Decimal
    """Of the revenue, that of lines without a product or a zone."""

    @property
    def to_lowest(self) -> Decimal:
        """What everybody's lowest price everywhere would cost."""
        return sum((row.to_lowest for row in self.accounts), Decimal(0))


@dataclass(frozen=True)
class ZonePrice:
    """What one account pays for one product in one zone."""

    zone: str
    quantity: Decimal
    revenue: Decimal
    lines: int
    price: float | None
    """Net, a unit, in the base currency; None where nothing was bought on balance."""
    gap: float | None
    """From the reference; None where there is none."""
    standing: Standing
    """In the corridor, under or over it; `thin`: too few units to count; `none`: no price."""
    to_lowest: Decimal
    """What the lowest price would cost here; 0 where the price does not count."""
    listed: float | None = None
    """The list (or target) price of the zone, where prices are compared with it."""


@dataclass(frozen=True)
class DayPrice:
    """A small point of the picture."""

    zone: str
    date: date
    quantity: float
    price: float


@dataclass(frozen=True, eq=False)
class PriceCorridor:
    """One account, one product, all zones."""

    account: str
    product: str
    reference: ReferenceName
    """What prices are compared with; the weighted mean where the wish is not known."""
    wished: ReferenceName
    corridor: Corridor
    """Of the prices that count, in the order of `counted`."""
    rows: tuple[ZonePrice, ...]
    """The dearest first; those without a price last."""
    days: tuple[DayPrice, ...]
    to_lowest: Decimal
    to_mean: Decimal
    to_floor: Decimal | None
    floor: float | None
    loose_lines: int
    loose: Decimal
    doubtful: bool

    @property
    def counted(self) -> tuple[ZonePrice, ...]:
        """The prices that are compared."""
        return tuple(row for row in self.rows if row.standing not in {"thin", "none"})

    @property
    def compared(self) -> bool:
        """Whether there is something to compare: two prices at least."""
        return len(self.counted) > 1
