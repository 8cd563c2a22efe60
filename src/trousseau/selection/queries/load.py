"""The days that tiers demand of each manager, before and after what is decided, against the days they have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.method.tiers import Tiers
from trousseau.selection.availability import days_a_month

MONTHS = 12


class Lead(NamedTuple):
    """Who leads a client."""

    manager: int
    name: str


@dataclass(frozen=True)
class Carried:
    """What one manager carries, in days a month; no manager: the clients nobody leads."""

    manager: int | None
    name: str
    before: float
    after: float
    available: float | None
    """None: not known."""
    unknown: int
    """Clients whose tier promises no number of days."""

    @property
    def over(self) -> bool:
        """Whether more is demanded afterwards than there is."""
        return self.available is not None and self.after > self.available + 1e-9


@dataclass(frozen=True)
class Load:
    """What all managers carry, those who carry most after the decisions first, then what nobody leads."""

    rows: tuple[Carried, ...]

    @property
    def before(self) -> float:
        """Days a month demanded before of the managers whose days are known."""
        return sum(row.before for row in self.known)

    @property
    def after(self) -> float:
        """Days a month demanded afterwards of the managers whose days are known."""
        return sum(row.after for row in self.known)

    @property
    def available(self) -> float | None:
        """The days a month of those of whom they are known; None: of nobody."""
        return sum(row.available or 0.0 for row in self.known) if self.known else None

    @property
    def known(self) -> tuple[Carried, ...]:
        """Those whose days are known."""
        return tuple(row for row in self.rows if row.manager is not None and row.available is not None)

    @property
    def unknown(self) -> float:
        """Days a month demanded afterwards of managers whose days are not known."""
        return sum(row.after for row in self.rows if row.manager is not None and row.available is None)

    @property
    def unled(self) -> float:
        """Days a month that clients nobody leads would take afterwards."""
        return sum(row.after for row in self.rows if row.manager is None)

    @property
    def silent(self) -> int:
        """Managers of whom the days are not known."""
        return sum(row.manager is not None and row.available is None for row in self.rows)

    def as_json(self) -> list[dict[str, Any]]:
        """As a closing keeps it."""
        return [
            {
                "manager": row.manager, "name": row.name, "before": row.before, "after": row.after,
                "available": row.available, "unknown": row.unknown,
            }
            for row in self.rows
        ]  # fmt: skip


def of_json(said: list[dict[str, Any]]) -> Load:
    """The load as a closing kept it."""
    return Load(tuple(Carried(**row) for row in said))


def leads() -> dict[str, Lead]:
    """Who leads each client: of a group, whoever leads most of its sales; one nobody leads is absent. One query."""
    sums: dict[str, dict[Lead, float]] = {}
    rows = access.every_account().filter(manager__isnull=False, excluded=False)
    for key, group, manager, name, revenue in rows.values_list(
        "key", "group__name", "manager_id", "manager__name", "figures__revenue"
    ):
        own = sums.setdefault(group or key, {})
        lead = Lead(manager, name)
        own[lead] = own.get(lead, 0.0) + float(revenue or 0)
    return {client: min(own, key=lambda lead: (-own[lead], lead.name, lead.manager)) for client, own in sums.items()}


def load(tiers: Tiers, before: Mapping[str, str], after: Mapping[str, str]) -> Load:
    """The load of each manager with the tiers clients hold and with those they would; three queries at most."""
    lead, available = leads(), days_a_month()
    promised = {tier.key: tier.service.days for tier in tiers.tiers}
    known = {one for one in lead.values() if one.manager in available}
    idle = available.keys() - {one.manager for one in known}
    if idle:
        known |= {Lead(pk, name) for pk, name in User.objects.filter(pk__in=idle).values_list("pk", "name")}
    rows: dict[Lead | None, list[float]] = {one: [0.0, 0.0, 0] for one in known}
    for client in before.keys() | after.keys():
        row = rows.setdefault(lead.get(client), [0.0, 0.0, 0])
        for place, held in enumerate((before.get(client), after.get(client))):
            row[place] += promised.get(held or "", 0.0) or 0.0
        if after.get(client) and promised.get(after[client]) is None:
            row[2] += 1
    carried = [
        Carried(
            one.manager if one else None,
            one.name if one else "",
            days[0],
            days[1],
            available.get(one.manager) if one else None,
            int(days[2]),
        )
        for one, days in rows.items()
    ]
    return Load(tuple(sorted(carried, key=lambda row: (row.manager is None, -row.after, row.name))))
