"""A simulated tariff as it is told: what was wished for, and its effect by zone, by family, by account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from trousseau.method.tariffs import TariffEffect


@dataclass(frozen=True)
class TariffWish:
    """An indexation. Rates are fractions: .03 is 3 %."""

    index: Mapping[str, float] = field(default_factory=dict)
    """The rise asked for in a zone."""
    elsewhere: float = 0.0
    """In the zones `index` does not name."""
    caps: Mapping[str, float] = field(default_factory=dict)
    cap: float | None = None
    """In the zones `caps` does not name; None: none."""
    floors: Mapping[str, float] = field(default_factory=dict)
    floor: float | None = None
    """In the zones `floors` does not name; None: none."""
    start: date | None = None
    """The day it takes effect; None: the first of the period."""
    passed: Mapping[str, float] = field(default_factory=dict)
    """What part of the rise the customers of a family accept, 0 to 1."""
    passed_elsewhere: float = 1.0
    elasticity: float = 0.0
    """How volume answers the accepted rise; 0: not at all."""

    def rate(self, zone: str) -> float:
        """The rise asked for in a zone."""
        return self.index.get(zone, self.elsewhere)

    def cap_of(self, zone: str) -> float | None:
        """The highest rate of a zone."""
        return self.caps.get(zone, self.cap)

    def floor_of(self, zone: str) -> float | None:
        """The lowest rate of a zone."""
        return self.floors.get(zone, self.floor)

    def share(self, family: str) -> float:
        """What part of the rise a family's customers accept."""
        return self.passed.get(family, self.passed_elsewhere)


@dataclass(frozen=True)
class ZoneRate:
    """What a zone's prices rise by."""

    zone: str
    asked: float
    applied: float
    bound: int
    """1: the cap acted, −1: the floor, 0: neither."""
    remaining: float
    """The share of the zone's sales after the effective date."""


@dataclass(frozen=True)
class TariffPart:
    """The effect on one zone, family or account."""

    key: str
    name: str
    effect: TariffEffect


@dataclass(frozen=True)
class SimulatedTariff:
    """The effect of an indexation on a period, as if that period came again. All of it is estimated."""

    wish: TariffWish
    total: TariffEffect
    margin: float | None
    """Before, of the lines that have a cost; None where none has."""
    costed: float
    """The share of the revenue whose cost is known."""
    rates: tuple[ZoneRate, ...]
    zones: tuple[TariffPart, ...]
    """The largest revenue first."""
    families: tuple[TariffPart, ...]
    accounts: tuple[TariffPart, ...]
    """The most affected first."""

    @property
    def margin_after(self) -> float | None:
        """The margin after; None where it is not known before."""
        return None if self.margin is None else self.margin + self.total.margin_change


@dataclass(frozen=True)
class TariffLine:
    """One price of the new tariff."""

    product: str
    family: str
    zone: str
    quantity: Decimal
    price: float
    """Before: the list price where one is told, else what a unit was sold for on average."""
    listed: bool
    rate: ZoneRate
    after: float
