"""Inflation told by people and by statistical offices."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from trousseau.access import audit
from trousseau.access.models import Organisation, User
from trousseau.access.rules import may
from trousseau.costs.models import ZoneArea, ZoneInflation
from trousseau.ledger.growth.reading import Told


def tell_inflation(user: User | None, lines: Iterable[Told], source: str) -> int:
    """Take over inflation by zone and period; what is told of the same again replaces it. Gives how many changed.

    `user` None is the machine. `source` is written where a line has none.

    Raises:
        PermissionDenied: inflation is the controller's.
    """
    _demand(user)
    given = {(line.zone, line.period): line for line in lines}
    with transaction.atomic():
        known = {(row.zone, row.period): row for row in ZoneInflation.objects.all()}
        rows = [
            ZoneInflation(
                zone=line.zone,
                period=line.period,
                rate=line.rate,
                area=line.area[:40],
                source=(line.source or source)[:300],
                told_by=user,
            )
            for key, line in given.items()
            if key not in known or (known[key].rate, known[key].source) != (line.rate, (line.source or source)[:300])
        ]
        ZoneInflation.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["zone", "period"],
            update_fields=["rate", "area", "source", "told_by", "told_at"],
        )
        if rows:
            after = {f"{row.zone} {row.period}": row.rate for row in rows[:200]}
            before = {name: known[key].rate for key in known if (name := f"{key[0]} {key[1]}") in after}
            audit.record(user, "inflation.told", Organisation.current(), before=before, after=after)
    return len(rows)


def forget_inflation(user: User, zone: str) -> None:
    """Take back all that is told of a zone: its real growth is unknown again.

    Raises:
        PermissionDenied: inflation is the controller's.
    """
    _demand(user)
    with transaction.atomic():
        rows = ZoneInflation.objects.filter(zone=zone)
        before = {row.period: row.rate for row in rows}
        rows.delete()
        audit.record(user, "inflation.forgotten", Organisation.current(), before=before, after={"zone": zone})


def choose_area(user: User | None, zone: str, area: str) -> None:
    """Say which country or area stands for a zone; "" for none.

    Raises:
        PermissionDenied: inflation is the controller's.
    """
    _demand(user)
    with transaction.atomic():
        old = ZoneArea.objects.filter(zone=zone).first()
        before = old.area if old else ""
        if before == area:
            return
        if area:
            ZoneArea.objects.update_or_create(zone=zone, defaults={"area": area})
        elif old:
            old.delete()
        audit.record(user, "inflation.area", Organisation.current(), before={zone: before}, after={zone: area})


def _demand(user: User | None) -> None:
    """Let the machine and the controller through."""
    if user is not None and not may(user, "manage_inflation"):
        raise PermissionDenied
