"""What goes by while lines are read: amounts by currency, the period, days for which a rate is needed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from trousseau.ledger.rates import Rates

SUM = pa.decimal128(38, 4)


class Tally:
    """Adds up batches of LINES into one small table of (currency, date): lines and amount."""

    def __init__(self) -> None:
        self._parts: list[pa.Table] = []

    def add(self, batch: pa.RecordBatch) -> None:
        """Count one batch."""
        table = pa.table(
            {
                "currency": batch["currency"],
                "date": batch["date"],
                "amount": batch["amount"].cast(SUM),
                "lines": pa.repeat(pa.scalar(1, pa.int64()), batch.num_rows),
            }
        )
        self._parts.append(_added_up(table))
        if len(self._parts) >= 64:
            self._parts = [_added_up(pa.concat_tables(self._parts))]

    @property
    def table(self) -> pa.Table:
        """Columns currency, date, amount, lines; one row a currency and day."""
        if not self._parts:
            schema = [
                ("currency", pa.string()),
                ("date", pa.date32()),
                ("amount", SUM),
                ("lines", pa.int64()),
            ]
            return pa.schema(schema).empty_table()
        self._parts = [_added_up(pa.concat_tables(self._parts))]
        return self._parts[0]

    @property
    def period(self) -> tuple[date | None, date | None]:
        """First and last day."""
        limits = pc.min_max(self.table["date"]).as_py()
        return limits["min"], limits["max"]

    def by_currency(self) -> list[dict[str, Any]]:
        """Currency (None: not given), lines, amount as a decimal string; most lines first."""
        table = self.table.group_by("currency").aggregate([("amount", "sum"), ("lines", "sum")])
        rows = [
            {"currency": row["currency"], "lines": row["lines_sum"], "amount": f"{row['amount_sum']:f}"}
            for row in table.to_pylist()
        ]
        return sorted(rows, key=lambda row: (-row["lines"], row["currency"] or ""))

    def without_rate(self, rates: Rates | None, base: str) -> list[dict[str, Any]]:
        """Lines that have no rate, by currency: lines, amount, first and last day concerned."""
        foreign = self.table.filter(pc.not_equal(self.table["currency"], base))
        if rates is not None and foreign.num_rows:
            known = rates.table.select(["currency", "date"])
            foreign = foreign.join(known, keys=["currency", "date"], join_type="left anti")
        table = foreign.group_by("currency").aggregate(
            [("amount", "sum"), ("lines", "sum"), ("date", "min"), ("date", "max")]
        )
        rows = [
            {
                "currency": row["currency"],
                "lines": row["lines_sum"],
                "amount": f"{row['amount_sum']:f}",
                "first": row["date_min"].isoformat(),
                "last": row["date_max"].isoformat(),
            }
            for row in table.to_pylist()
        ]
        return sorted(rows, key=lambda row: (-row["lines"], row["currency"]))


def _added_up(table: pa.Table) -> pa.Table:
    added = table.group_by(["currency", "date"]).aggregate([("amount", "sum"), ("lines", "sum")])
    return pa.table(
        {
            "currency": added["currency"],
            "date": added["date"],
            "amount": added["amount_sum"].cast(SUM),
            "lines": added["lines_sum"],
        }
    )
