"""Saying what a driver is."""

from __future__ import annotations

from django.db import transaction

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.costs.changes import changed
from trousseau.costs.models import Driver, Kind
from trousseau.imports.actions.permission import demand
from trousseau.ledger.costs.model import USUAL
from trousseau.ledger.costs.tables.headers import driver_of


def define_driver(
    user: User | None, label: str, *, kind: str | None = None, unit: str | None = None, name: str | None = None
) -> Driver:
    """Make a driver, or say anew what it is called, of which kind it is, in which unit it is counted."""
    demand(user, "manage_costs")
    with transaction.atomic():
        name = name or driver_of(label)
        there = Driver.objects.select_for_update().filter(name=name).first()
        if there is None:
            made = Driver.objects.create(
                name=name, label=label, kind=kind or str(USUAL.get(name, Kind.VOLUME)), unit=unit or ""
            )
            record(user, "costs.driver_added", made, after={"kind": made.kind, "unit": made.unit})
            return made
        before = {"label": there.label, "kind": there.kind, "unit": there.unit}
        after = {
            "label": label or there.label,
            "kind": kind or there.kind,
            "unit": there.unit if unit is None else unit,
        }
        if after != before:
            for field, value in after.items():
                setattr(there, field, value)
            there.save(update_fields=list(after))
            record(user, "costs.driver_changed", there, before=before, after=after)
            changed(user)
        return there


def driver(user: User | None, name: str, label: str = "") -> Driver:
    """The driver of a name, made where it is new."""
    return Driver.objects.filter(name=name).first() or define_driver(user, label or name, name=name)
