"""Every rate that was told, of activities and of financing, with who told it and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from trousseau.access.audit import kind_of
from trousseau.access.models import AuditEvent
from trousseau.costs.models import ActivityRate, FinancingRate


@dataclass(frozen=True)
class ToldRate:
    """One rate, in force from its day until the next one's."""

    rate: ActivityRate | FinancingRate
    by: str
    """Who told it last; "" where the trail does not say."""
    at: datetime | None


def rates_told() -> tuple[ToldRate, ...]:
    """The activity rates, by driver, the newest first. Two queries."""
    return _with_trail(tuple(ActivityRate.objects.select_related("driver").order_by("driver__name", "-start")))


def financing_told() -> tuple[ToldRate, ...]:
    """The yearly rates of financing, the newest first. Two queries."""
    return _with_trail(tuple(FinancingRate.objects.order_by("-start")))


def _with_trail(rates: Sequence[ActivityRate | FinancingRate]) -> tuple[ToldRate, ...]:
    """Each rate with the newest event of the trail about it."""
    if not rates:
        return ()
    events = AuditEvent.objects.filter(
        target_type=kind_of(rates[0]), target_id__in=[str(rate.pk) for rate in rates]
    ).order_by("at", "pk")
    last = {event.target_id: event for event in events.only("target_id", "actor_label", "at")}
    return tuple(
        ToldRate(rate, event.actor_label if event else "", event.at if event else None)
        for rate in rates
        for event in (last.get(str(rate.pk)),)
    )
