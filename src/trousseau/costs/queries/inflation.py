"""Inflation as the company tells it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from trousseau.costs.models import ZoneArea, ZoneInflation
from trousseau.ledger.growth import Inflation
from trousseau.ledger.growth.reading import Told, inflation_of


@dataclass(frozen=True)
class ZoneTold:
    """One zone on the page: its area, and what is told of it, the latest first."""

    zone: str
    area: str
    told: tuple[ZoneInflation, ...]


def inflation() -> Inflation:
    """Everything told, as the answers take it: one query."""
    rows = ZoneInflation.objects.values_list("zone", "period", "rate", "area", "source")
    return inflation_of(Told(*row) for row in rows)


def zones_told(zones: Iterable[str]) -> tuple[ZoneTold, ...]:
    """Each zone of the ledger, and any other something is told of: two queries."""
    areas = dict(ZoneArea.objects.values_list("zone", "area"))
    told: dict[str, list[ZoneInflation]] = {zone: [] for zone in sorted({*zones, *areas})}
    for row in ZoneInflation.objects.order_by("-period"):
        told.setdefault(row.zone, []).append(row)
    return tuple(ZoneTold(zone, areas.get(zone, ""), tuple(rows)) for zone, rows in told.items())


def areas() -> dict[str, str]:
    """Zone → the area that stands for it."""
    return dict(ZoneArea.objects.values_list("zone", "area"))
