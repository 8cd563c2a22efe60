"""Everything the database knows of costs, as the answers take it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from django.db.models import DateTimeField, Value

from trousseau.access.once import once
from trousseau.costs.models import ActivityRate, Budget, Driver, FinancingRate, FixedCost, Table
from trousseau.imports import folders
from trousseau.ledger import costs as ledger


def quantities_folder() -> Path:
    """Where quantities are kept, one file a content; none is ever removed: a frozen check-up may name it."""
    return folders.files() / "costs" / "quantities"


def told() -> ledger.Costs:
    """What the company tells; equal data give equal costs."""
    return once("costs", _told)


def _told() -> ledger.Costs:
    fixed = FixedCost.objects.order_by("start", "end", "division", "zone")
    budgets = Budget.objects.order_by("start", "end", "account", "division", "measure")
    return replace(
        serving(),
        fixed=tuple(
            ledger.FixedCost(one.start, one.end, one.division or None, one.zone or None, one.amount) for one in fixed
        ),
        budgets=tuple(
            ledger.Budget(one.start, one.end, one.account or None, one.division or None, one.measure, one.amount)
            for one in budgets
        ),
    )


def serving() -> ledger.Costs:
    """Of what is told, what makes a contribution: no fixed costs, no budgets."""
    return once("serving", _serving)


def _serving() -> ledger.Costs:
    rates = ActivityRate.objects.order_by("driver__name", "start").values_list("driver__name", "start", "cost")
    financing = FinancingRate.objects.order_by("start").values_list("start", "rate")
    return replace(
        quantities(),
        rates=tuple(ledger.ActivityRate(*row) for row in rates),
        financing=tuple(ledger.Financing(*row) for row in financing),
    )


def quantities() -> ledger.Costs:
    """Of what is told, what accounts use and are, without what it costs."""
    return once("quantities", _quantities)


def _quantities() -> ledger.Costs:
    """Drivers, and the files that tell their quantities in the order they were loaded; one query for both."""
    no_day = Value(None, output_field=DateTimeField())
    kinds = Driver.objects.order_by().values_list("name", "kind", "unit", no_day, Value(0), Value(value=False))
    tables = Table.objects.filter(what=Table.What.DRIVERS, loaded_at__isnull=False).order_by()
    files = tables.values_list("quantities", Value(""), Value(""), "loaded_at", "pk", Value(value=True))
    rows = list(kinds.union(files, all=True))
    folder = quantities_folder()
    loaded = sorted((row for row in rows if row[5]), key=lambda row: row[3:5])
    return ledger.Costs(
        drivers=tuple(folder / f"{row[0]}.parquet" for row in loaded),
        kinds=tuple(ledger.Driver(*row[:3]) for row in sorted(rows) if not row[5]),
    )
