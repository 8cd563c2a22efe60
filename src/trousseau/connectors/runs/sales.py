"""Deals that were won become sales lines of the ledger, where the connection says so, and never an invoice twice.

`without`: only of customers of whom no other source has a line; the day an invoice of theirs is loaded, their deals
leave the ledger with the next run. All deals of a connection are one file of one source: each run replaces the last, so
a deal that is lost after all, deleted or changed there, is no more here. What has no day, no amount or no account of
ours is no sale yet.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.db.models import QuerySet

from trousseau.connectors.models import Connection, Deal, DealLine, WonDeals
from trousseau.imports import actions, folders
from trousseau.imports.models import Import, State
from trousseau.ledger.lines import MONEY
from trousseau.ledger.reading.currencies import currency_of

COLUMNS = pa.schema(
    [
        pa.field("customer", pa.string()),
        pa.field("code", pa.string()),
        pa.field("document", pa.string()),
        pa.field("date", pa.date32()),
        pa.field("amount", MONEY),
        pa.field("currency", pa.string()),
        pa.field("product", pa.string()),
        pa.field("quantity", MONEY),
    ]
)
"""As a file of sales lines has them; without a number of the line, so that a file stands for all of its source."""
AT_ONCE = 5_000


def source_of(connection: Connection) -> str:
    """The name under which a connection's deals stand in the ledger."""
    return f"{connection.name} · deals"[:120]


def bring(connection: Connection) -> bool:
    """Have the ledger hold the won deals of a connection as they are now; gives whether that changed anything.

    The figures are refreshed by whoever asks. Raises StoreError, ReadingError: nothing is changed then.
    """
    rows = list(_rows(connection)) if connection.won_deals != WonDeals.NEVER else []
    last = loaded(connection).first()
    if not rows:
        for item in loaded(connection):
            actions.undo(item, refreshing=False)
        return last is not None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deals.parquet"
        pq.write_table(pa.Table.from_pylist(rows, schema=COLUMNS), path)
        if last is not None and last.sha256 == hashlib.sha256(path.read_bytes()).hexdigest():
            return False
        name = source_of(connection)
        actions.take_in(path, source=name, replace="whole", name=name, refreshing=False)
        return True


def loaded(connection: Connection) -> QuerySet[Import]:
    """What the ledger holds of a connection's deals, the newest first."""
    return Import.objects.filter(source__name=source_of(connection), state=State.LOADED).order_by("-loaded_at", "-pk")


def _rows(connection: Connection) -> Iterator[dict[str, Any]]:
    won = Deal.objects.filter(
        record__connection=connection,
        state="won",
        account__isnull=False,
        closes_on__isnull=False,
        amount__isnull=False,
    ).select_related("account", "record")
    invoiced = _invoiced(source_of(connection)) if connection.won_deals == WonDeals.WITHOUT_INVOICES else frozenset()
    lines = _lines(connection)
    for deal in won.order_by("record_id").iterator(chunk_size=AT_ONCE):
        account = deal.account
        if account is None or account.key in invoiced or (deal.currency and currency_of(deal.currency) is None):
            continue
        same = {
            "customer": account.name if account.code else account.key,
            "code": account.code or None,
            "document": deal.record.external_id,
            "date": deal.closes_on,
            "currency": deal.currency or None,
        }
        products = lines.get(deal.pk, [])
        if products and sum((one.amount for one in products), Decimal(0)) == deal.amount:
            for one in products:
                yield same | {"amount": one.amount, "product": one.product or None, "quantity": one.quantity}
        else:
            yield same | {"amount": deal.amount, "product": None, "quantity": None}


def _lines(connection: Connection) -> dict[int, list[DealLine]]:
    """The products of won deals, by deal."""
    found: dict[int, list[DealLine]] = {}
    rows = DealLine.objects.filter(deal__record__connection=connection, deal__state="won").order_by("record_id")
    for one in rows.iterator(chunk_size=AT_ONCE):
        found.setdefault(one.deal_id, []).append(one)
    return found


def _invoiced(source: str) -> frozenset[str]:
    """The accounts of which another source has a line."""
    others: set[str] = set()
    for batch in folders.ledger().lines():
        elsewhere = pc.not_equal(pc.fill_null(batch.column("source"), ""), source)
        others.update(pc.unique(batch.column("account").filter(elsewhere)).to_pylist())
    return frozenset(others)
