"""Lines made by hand for the tests of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from trousseau.ledger.lines import LINES
from trousseau.ledger.store import Ledger


def line(account: str = "A", day: str = "2026-01-15", amount: str = "100", **more: Any) -> dict[str, Any]:
    """A sales line; give `document` and `no` for one that has a key."""
    if "no" in more:
        more["line"] = str(more.pop("no"))
    money = {
        k: None if v is None else Decimal(str(v)) for k, v in more.items() if k in {"cost", "quantity", "discount"}
    }
    return {
        "account": account,
        "customer": f"Customer {account}",
        "code": account,
        "date": date.fromisoformat(day),
        "amount": Decimal(amount),
        **more,
        **money,
    }


def batches(lines: Iterable[Mapping[str, Any]]) -> list[pa.RecordBatch]:
    """The lines as the reading would give them, in batches of three."""
    rows = [dict.fromkeys(LINES.names) | dict(row) | {"row": n} for n, row in enumerate(lines, start=2)]
    return pa.Table.from_pylist(rows, schema=LINES).to_batches(max_chunksize=3)


def content(ledger: Ledger, version: int | None = None) -> list[dict[str, Any]]:
    """The lines a ledger holds, in a stable order, without the file's row numbers."""
    rows = ledger.lines(version).read_all().to_pylist()
    for row in rows:
        del row["row"]
    return sorted(rows, key=lambda row: tuple(str(value) for value in row.values()))
