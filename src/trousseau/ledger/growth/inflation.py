"""Inflation by zone as a company tells it, and how much dearer a period is than another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from trousseau.ledger.facts.calendar import shift
from trousseau.ledger.growth.comparing import Comparison

EVERYWHERE = "*"
"""The zone of an inflation that holds for every zone without its own: the company's decision, never ours."""


@dataclass(frozen=True)
class Inflation:
    """Year-on-year inflation as fractions: zone → "2025" or "2025-03" → by how much prices rose in twelve months."""

    rates: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    sources: tuple[str, ...] = ()

    def zones(self) -> tuple[str, ...]:
        """The zones something is told of."""
        return tuple(sorted(self.rates))

    def of_month(self, zone: str, month: str) -> Decimal | None:
        """The inflation of a month YYYY-MM: told for it, else for its year; None where neither is."""
        told = self.rates.get(zone) or self.rates.get(EVERYWHERE) or {}
        return told.get(month, told.get(month[:4]))

    def latest(self, zone: str, until: str) -> tuple[str, Decimal] | None:
        """The newest rate that ends by a month YYYY-MM, or in its year, with its year or month; None: nothing told."""
        told = self.rates.get(zone) or self.rates.get(EVERYWHERE) or {}
        ended = [period for period in told if period <= until[: len(period)]]
        if not ended:
            return None
        newest = max(ended, key=lambda period: period if len(period) > len("2025") else f"{period}-12")
        return newest, told[newest]

    def deflator(self, zone: str, compared: Comparison) -> float | None:
        """How much dearer the period is than the one it is held against: 1.03 for 3 %.

        Each month is held against the month as much earlier as the periods are apart: the product of the yearly
        rates between the two, a part of a year taken as that power; the months are averaged. None as soon as the rate
        of one is unknown.
        """
        apart = compared.distance()
        back = min(0, apart)
        factors = []
        for month in compared.months():
            factor = self._dearer(zone, shift(month, -back), abs(apart))
            if factor is None:
                return None
            factors.append(factor if apart >= 0 else 1.0 / factor)
        return math.fsum(factors) / len(factors)

    def missing(self, zone: str, compared: Comparison) -> tuple[str, ...]:
        """The years and months whose rate would be needed and is unknown."""
        apart = compared.distance()
        latest = [shift(month, max(0, -apart)) for month in compared.months()]
        needed = {shift(month, -12 * year) for month in latest for year in range(-(-abs(apart) // 12))}
        unknown = sorted(month for month in needed if self.of_month(zone, month) is None)
        years = {month[:4] for month in unknown}
        return tuple(sorted(years))

    def deflators(self, zones: Iterable[str], compared: Comparison) -> dict[str, float]:
        """The deflator of each zone that has one."""
        found = ((zone, self.deflator(zone, compared)) for zone in zones)
        return {zone: deflator for zone, deflator in found if deflator is not None}

    def _dearer(self, zone: str, month: str, apart: int) -> float | None:
        """How much dearer a month is than the one so many months before."""
        factor = 1.0
        years, rest = divmod(apart, 12)
        for year in range(years + bool(rest)):
            rate = self.of_month(zone, shift(month, -12 * year))
            if rate is None or rate <= -1:
                return None
            factor *= (1.0 + float(rate)) ** (1.0 if year < years else rest / 12)
        return factor


UNKNOWN = Inflation()
"""A company that has told nothing."""
