"""Tables of costs: received, looked at, loaded without the rows set aside, removed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.costs.actions import amounts
from trousseau.costs.actions.drivers import driver
from trousseau.costs.changes import changed
from trousseau.costs.models import Table
from trousseau.costs.queries.known import quantities_folder
from trousseau.imports import folders
from trousseau.imports.actions import files
from trousseau.imports.actions.permission import demand
from trousseau.ledger.costs.tables import TableRead, directory, read_table, save_quantities
from trousseau.ledger.costs.tables.model import TableKind
from trousseau.ledger.facts.manifest import FactsError
from trousseau.ledger.reading import Choices


@dataclass(frozen=True)
class Loaded:
    """What loading a table did."""

    entries: int
    changed: int
    """0: everything was known already."""
    aside: int


def receive(pieces: Iterable[bytes], name: str, what: str, user: User | None) -> Table:
    """Keep a copy of a file, to be looked at; JobError where it cannot be kept."""
    demand(user, "manage_costs")
    stored, _, _ = files.keep(pieces, name, folder="costs")
    return Table.objects.create(what=what, name=files.harmless(name), stored=stored, created_by=user)


def look(table: Table) -> TableRead:
    """What a table tells, read anew; ReadingError where it is none."""
    try:
        known = directory(folders.facts())
    except FactsError:
        known = directory(None)
    kind: TableKind = table.what  # type: ignore[assignment]  # the choices of the model
    return read_table(table.path, kind, known, choices=Choices(**table.choices))


def loaded_before(found: TableRead) -> Table | None:
    """The newest loaded table of drivers, if it tells exactly the same."""
    if found.kind != "drivers":
        return None
    newest = Table.objects.filter(what="drivers", loaded_at__isnull=False).order_by("-loaded_at", "-pk").first()
    same = newest is not None and newest.quantities == save_quantities(found.quantities, quantities_folder()).stem
    return newest if same else None


def load(table: Table, user: User | None) -> Loaded:
    """Make a table count, without its rows set aside; all of it or nothing.

    Raises:
        ValueError: questions are open, or it tells nothing.
    """
    demand(user, "manage_costs")
    found = look(table)
    if found.questions or found.missing or not found.entries:
        raise ValueError("nothing to load")
    labels = dict(found.labels)
    with transaction.atomic():
        for name in found.drivers:
            driver(user, name, labels.get(name, ""))
        written = _load_quantities(table, found) if found.kind == "drivers" else _load_rows(found, user)
        if not written:
            table.delete()
        else:
            table.drivers, table.entries, table.aside = list(found.drivers), found.entries, len(found.problems)
            table.first, table.last, table.loaded_at = found.start, found.end, timezone.now()
            table.save()
            record(user, "costs.table_loaded", table, after={"what": table.what, "entries": table.entries})
            changed(user)
    if not written:
        files.drop(table.stored)
    return Loaded(found.entries, written, len(found.problems))


def _load_quantities(table: Table, found: TableRead) -> int:
    if loaded_before(found) is not None:
        return 0
    table.quantities = save_quantities(found.quantities, quantities_folder()).stem
    return found.entries


def _load_rows(found: TableRead, user: User | None) -> int:
    """Set each rate, fixed cost or budget; how many that changed."""
    written = [amounts.set_rate(user, driver(user, one.driver), one.start, one.cost) for one in found.rates]
    written += [amounts.set_financing(user, one.start, one.rate) for one in found.financing]
    written += [
        amounts.set_fixed(user, one.start, one.end, one.amount, division=one.division or "", zone=one.zone or "")
        for one in found.fixed
    ]
    written += [
        amounts.set_budget(
            user,
            one.start,
            one.end,
            one.amount,
            account=one.account or "",
            division=one.division or "",
            measure=one.measure,
        )
        for one in found.budgets
    ]
    return sum(written)


def remove(table: Table, user: User | None) -> None:
    """Take a table of drivers back; what older tables tell counts again. Its quantities stay for frozen check-ups."""
    demand(user, "manage_costs")
    with transaction.atomic():
        record(user, "costs.table_removed", table, before={"what": table.what, "entries": table.entries})
        table.delete()
        changed(user)
    files.drop(table.stored)


def discard(table: Table, user: User | None) -> None:
    """Forget a file that was looked at and not loaded."""
    demand(user, "manage_costs")
    if table.loaded_at is None:
        table.delete()
        files.drop(table.stored)
