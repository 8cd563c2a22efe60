"""The days of work spent on each client: told by later rooms where they know, else by people, month by month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from trousseau.selection.days import known_elsewhere
from trousseau.selection.models import DaysTold
from trousseau.selection.queries import tiers
from trousseau.selection.queries.clients import with_group


@dataclass(frozen=True)
class Days:
    """The days spent on one client over some months."""

    days: float
    months: int | None
    """The months told; None: another room knows, of the whole period."""


def spent(start: date, end: date) -> dict[str, Days]:
    """The days spent on each client from one day to another; a client of whom nothing is known is absent.

    Months count whole where their first day is inside; groups add up. One query, and those of other rooms.
    """
    newest: dict[tuple[str, date], DaysTold] = {}
    for row in with_group(DaysTold.objects.filter(month__range=(start, end)).order_by("id")):
        newest[row.client, row.month] = row
    sums: dict[str, float] = {}
    months: dict[str, set[date]] = {}
    for (client, month), row in newest.items():
        key = row.group or client  # type: ignore[attr-defined]  # annotated
        sums[key] = sums.get(key, 0.0) + float(row.days)
        months.setdefault(key, set()).add(month)
    found = {key: Days(days, len(months[key])) for key, days in sums.items()}
    return found | {key: Days(days, None) for key, days in known_elsewhere(start, end).items()}


def rows_of(client: str) -> QuerySet[DaysTold]:
    """All that was told of one client, the newest month first; the first row of a month counts."""
    found: QuerySet[DaysTold] = DaysTold.objects.filter(client=client).select_related("author")
    return found


def year_of(end: date) -> tuple[date, date]:
    """The twelve months that end with the month of a day."""
    first = date(end.year - 1, end.month, 1)
    return (date(first.year + first.month // 12, first.month % 12 + 1, 1), end)


def promised() -> Mapping[str, float]:
    """The days a year promised to each client by the tier it holds; empty while nobody decided tiers."""
    held = tiers.held()
    if not held:
        return {}
    now = {tier.key: tier.service.days for tier in tiers.in_force(1).tiers}
    days = {client: now.get(one.tier) for client, one in held.items()}
    return {client: 12.0 * one for client, one in days.items() if one is not None}
