"""The company's own tables of rates, and the ECB's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
from django.db import transaction

from trousseau.access.audit import record
from trousseau.access.models import Organisation, User
from trousseau.imports import folders
from trousseau.imports.actions import files
from trousseau.imports.actions.permission import demand
from trousseau.imports.models import RateTable
from trousseau.jobs import actions as jobs
from trousseau.ledger import rates as ledger_rates
from trousseau.ledger.rates import Rates


def add_rates(pieces: Iterator[bytes], name: str, user: User | None, *, confirmed: bool = False) -> RateTable:
    """Keep a table of rates, which counts once its direction is confirmed; RatesError keeps nothing."""
    demand(user, "manage_rates")
    stored, _size, _digest = files.keep(pieces, name, folder="rates")
    try:
        rates = ledger_rates.own(folders.files() / stored, Organisation.current().base_currency)
        found = _describe(folders.files() / stored, rates)
    except BaseException:
        files.drop(stored)
        raise
    table = RateTable.objects.create(name=files.harmless(name), stored=stored, created_by=user, **found)
    return confirm_rates(table, user) if confirmed else table


def confirm_rates(table: RateTable, user: User | None) -> RateTable:
    """Say that the direction read from the header is right: from now on the table counts."""
    demand(user, "manage_rates")
    with transaction.atomic():
        if not table.confirmed:
            table.confirmed = True
            table.save(update_fields=["confirmed"])
            record(user, "rates.added", table, after={"header": table.header, "rows": table.rows})
            jobs.start("refresh", {}, user)
    return table


def remove_rates(table: RateTable, user: User | None) -> None:
    """Remove a table; the days it knew fall back on the others."""
    demand(user, "manage_rates")
    with transaction.atomic():
        if table.confirmed:
            record(user, "rates.removed", table, before={"header": table.header, "rows": table.rows})
            jobs.start("refresh", {}, user)
        table.delete()
    files.drop(table.stored)


def fetch_rates() -> date:
    """Fetch the ECB's newest history; gives its last day. RatesError: `rates_offline`, `rates_not_ecb`."""
    file = folders.ecb_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    before = file.stat().st_size if file.exists() else 0
    last = ledger_rates.fetch_ecb(file)
    if file.stat().st_size != before:
        jobs.start("refresh", {})
    return last


def _describe(path: Path, rates: Rates) -> dict[str, Any]:
    """What a table holds: currencies, days quoted, and the header that says its direction."""
    quoted = rates.table.filter(pc.equal(rates.table["date"], rates.table["quoted"]))
    days = pc.min_max(quoted["date"]).as_py()
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        header = re.search(r"\w+_per_\w+", file.readline())
    return {
        "header": header.group() if header else "",
        "currencies": sorted(set(quoted["currency"].to_pylist()) - {rates.base}),
        "rows": quoted.num_rows,
        "first": days["min"],
        "last": days["max"],
    }
