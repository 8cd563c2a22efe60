"""What the company tells of prices: a table of list and target prices added, or taken away."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import transaction

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.exposure.models import ListPrice, PriceTable
from trousseau.imports.actions.files import harmless
from trousseau.ledger.pricelists_reading import read_price_list

BATCH = 1_000


def add_price_table(user: User, pieces: Iterable[bytes], name: str) -> PriceTable:
    """Read a table and keep its prices.

    Raises:
        PermissionDenied: prices are told by the controller or the director.
        PriceListError: with every problem of the table; nothing of it is kept.
    """
    if not may(user, "tell_prices"):
        raise PermissionDenied
    with tempfile.TemporaryDirectory(prefix="trousseau-") as room:
        file = Path(room) / f"table{Path(name).suffix[:8]}"
        with file.open("wb") as out:
            out.writelines(pieces)
        prices = read_price_list(file)
    with transaction.atomic():
        table = PriceTable.objects.create(name=harmless(name)[:200], rows=len(prices), added_by=user)
        rows = (
            ListPrice(
                table=table,
                product=price.product[:300],
                zone=(price.zone or "")[:200],
                price=price.price,
                currency=price.currency or "",
                kind=price.kind,
                start=price.start,
            )
            for price in prices
        )
        ListPrice.objects.bulk_create(rows, batch_size=BATCH)
        audit.record(user, "prices.added", table, after={"name": table.name, "rows": table.rows})
    return table


def drop_price_table(user: User, table: PriceTable) -> None:
    """Take a table away, with its prices.

    Raises:
        PermissionDenied: prices are told by the controller or the director.
    """
    if not may(user, "tell_prices"):
        raise PermissionDenied
    with transaction.atomic():
        audit.record(user, "prices.removed", table, before={"name": table.name, "rows": table.rows})
        table.delete()
