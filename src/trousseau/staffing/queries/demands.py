"""What each account asks of whoever leads it: told by people, else from its client's tier and its zone.

A tier promises its days to a client, which may be a group: they are shared among its accounts by their sales of the
last twelve months, evenly where there are none, so that what the accounts ask adds up to what was promised.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from trousseau.accounts import access
from trousseau.selection.queries import tiers
from trousseau.staffing.models import AccountDemand
from trousseau.staffing.spoken import of_zone


@dataclass(frozen=True)
class Demand:
    """What one account asks."""

    account: int
    public_id: str
    name: str
    group: str | None
    tier: str
    """Empty: none held."""
    days: float | None
    """A month; None: nobody promised and nobody told any."""
    zone: str
    languages: tuple[str, ...]
    """Any of which will do; (): not known."""
    industry: str
    competencies: Mapping[str, float]
    manager: int | None
    manager_name: str
    revenue: float
    told: AccountDemand | None = field(default=None, compare=False)
    """What people told, where they did."""


def demands() -> dict[int, Demand]:
    """What each account asks that holds a tier, is led or was told of; five queries, and none a row."""
    held = tiers.held()
    promised = {one.key: one.service.days for one in tiers.in_force(tiers.capacity()).tiers}
    told = {row.account_id: row for row in AccountDemand.objects.select_related("author")}
    rows = list(
        access.every_account()
        .filter(excluded=False)
        .values_list(
            "pk", "key", "public_id", "name", "group__name", "manager_id", "manager__name", "figures__revenue",
            "figures__zone",
        )
    )  # fmt: skip
    shares = _shares((key, group, float(revenue or 0)) for _, key, _, _, group, _, _, revenue, _ in rows)
    found = {}
    for pk, key, public_id, name, group, manager, manager_name, revenue, zone in rows:
        one = held.get(group or key)
        own = told.get(pk)
        days = promised.get(one.tier) if one else None
        days = None if days is None else days * shares[key]
        if own is not None and own.days is not None:
            days = float(own.days)
        if not days and manager is None and own is None:
            continue
        place = (own.zone if own else "") or zone or ""
        found[pk] = Demand(
            pk, public_id, name, group, one.tier if one else "", days, place,
            tuple(own.languages) if own is not None and own.languages is not None else of_zone(place),
            own.industry if own else "", own.competencies if own else {}, manager, manager_name or "",
            float(revenue or 0), own,
        )  # fmt: skip
    return found


def _shares(rows: Iterable[tuple[str, str | None, float]]) -> dict[str, float]:
    """The share of each account in what its client is promised."""
    clients: dict[str, list[tuple[str, float]]] = {}
    for key, group, revenue in rows:
        clients.setdefault(group or key, []).append((key, max(revenue, 0.0)))
    found = {}
    for members in clients.values():
        total = sum(revenue for _, revenue in members)
        for key, revenue in members:
            found[key] = revenue / total if total > 0 else 1 / len(members)
    return found
