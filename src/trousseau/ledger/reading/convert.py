"""Rows of a file turned into sales lines, rejected lines and totals; whole columns at a time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from trousseau.ledger.lines import LINES, MONEY, QUARANTINE
from trousseau.ledger.reading.currencies import currency_of
from trousseau.ledger.reading.mapping import NUMBERS, header_currency
from trousseau.ledger.reading.model import Inspection
from trousseau.ledger.reading.quarantine import OUR_COLUMNS
from trousseau.ledger.reading.source import Chunk, Rejected
from trousseau.ledger.reading.text import as_text, cleaned, json_rows, spread
from trousseau.ledger.reading.totals import is_bare_total, is_total, is_total_alone, where
from trousseau.ledger.reading.values import REASON, REASON_NAMES, Numbers, Reasons, dates, money, numbers

Mask = npt.NDArray[np.bool_]

TOTALS = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        pa.field("label", pa.string()),
        pa.field("amount", MONEY),
        pa.field("cells", pa.string(), nullable=False),
    ]
)
"""One row a recognised total: where, its label, its value (null when unreadable), and the row itself."""

_TEXTS = ("customer", "code", "group", "document", "line", "product", "family", "division", "zone")
_UNDATED = (REASON["date_missing"], REASON["date_text"])


@dataclass(frozen=True)
class Converted:
    """What came of some rows.

    Attributes:
        lines: The accepted ones (`LINES`).
        rejected: The others (`QUARANTINE`).
        totals: Rows that add others up (`TOTALS`).
        amount: Sum of the accepted amounts, exact.
        rejected_amount: Sum of the amounts of rejected lines, where they can be read.
    """

    lines: pa.RecordBatch
    rejected: pa.RecordBatch
    totals: pa.RecordBatch
    amount: Decimal
    rejected_amount: Decimal


class Converter:
    """Turns the rows of one inspected file into lines.

    A line is rejected for the first problem found, in the order account, date, amount, currency, quantity,
    cost, discount: a wrong cost rejects the line too, for a line that is kept without its cost would be
    wrong in silence; the rejected file names the column, so that the cell can be corrected.
    """

    def __init__(self, inspection: Inspection) -> None:
        columns = {column.name: column for column in inspection.columns}
        self._fields = {field: columns[name] for field, name in inspection.mapping.items()}
        self._names = [column.name for column in inspection.columns]
        used = {column.index for column in self._fields.values()}
        self._extra = [
            column.index
            for column in inspection.columns
            if column.index not in used and column.kind != "empty" and column.name not in OUR_COLUMNS
        ]
        self._constant = None
        if "currency" not in self._fields and "amount" in self._fields:
            self._constant = header_currency(self._fields["amount"].name)
        self._dates = self._fields["date"].date_order if "date" in self._fields else None

    def convert(self, chunk: Chunk) -> Converted:
        """Lines, rejected lines and totals of some rows."""
        words = {field: self._words(chunk, field) for field in _TEXTS}
        texts = {field: spread(encoded) for field, encoded in words.items()}
        found = {field: self._numbers(chunk, field) for field in NUMBERS}
        days = dates(chunk.columns[self._fields["date"].index], self._order())
        currency, currency_reasons = self._currency(chunk, found["amount"])
        account = _account(texts)
        reason, place = self._problems(account, days.reasons, found, currency_reasons, len(chunk.rows))
        amounts = found["amount"]
        assert amounts is not None  # noqa: S101 - `read` refuses a file without
        total = self._totals(chunk, words, days.reasons, reason)
        bad = reason > 0
        good = ~bad & ~total
        columns: dict[str, pa.Array] = {"account": account, **texts}
        columns["date"] = pa.array(days.days).cast(pa.date32())
        columns["currency"] = currency
        columns["row"] = pa.array(chunk.rows)
        for field, read in found.items():
            columns[field] = money(read.values, ~read.missing) if read else pa.nulls(len(chunk.rows), MONEY)
        columns["extra"] = (
            json_rows([self._names[index] for index in self._extra], [chunk.columns[index] for index in self._extra])
            if self._extra
            else pa.nulls(len(chunk.rows), pa.string())
        )
        keep = pa.array(good)
        arrays = [columns[field.name] for field in LINES]
        if not good.all():
            arrays = [array.filter(keep) for array in arrays]
        rejected = self._rejected(chunk, bad & ~total, reason, place)
        sound = (amounts.reasons == 0) & ~amounts.missing
        return Converted(
            pa.RecordBatch.from_arrays(arrays, schema=LINES),
            rejected,
            self._total_rows(chunk, total, amounts),
            _sum(amounts.values[good]),
            _sum(amounts.values[bad & ~total & sound]),
        )

    def _order(self) -> str:
        order = self._dates
        return order if order in ("dmy", "mdy", "ymd") else "dmy"

    def _words(self, chunk: Chunk, field: str) -> pa.DictionaryArray:
        if field not in self._fields:
            return pa.nulls(len(chunk.rows), pa.string()).dictionary_encode()
        return cleaned(chunk.columns[self._fields[field].index])

    def _numbers(self, chunk: Chunk, field: str) -> Numbers | None:
        column = self._fields.get(field)
        if column is None:
            return None
        return numbers(chunk.columns[column.index], column.decimal or ".", percent=field == "discount")

    def _currency(self, chunk: Chunk, amounts: Numbers | None) -> tuple[pa.StringArray, Reasons | None]:
        """The currency of each line, and the reasons against it (as `REASON` numbers)."""
        borne = amounts.currencies if amounts else None
        if "currency" not in self._fields:
            if borne is not None:
                fallback = pa.scalar(self._constant, pa.string())
                return pc.coalesce(borne, fallback), None
            return pa.repeat(pa.scalar(self._constant, pa.string()), len(chunk.rows)), None
        encoded = cleaned(chunk.columns[self._fields["currency"].index])
        codes = [currency_of(word) if word else None for word in encoded.dictionary.to_pylist()]
        known = pa.array(codes, pa.string()).take(encoded.indices)
        reasons = np.zeros(len(chunk.rows), dtype=np.int8)
        if None in codes:
            unknown = pc.and_(spread(encoded).is_valid(), known.is_null())
            reasons[unknown.to_numpy(zero_copy_only=False)] = REASON["currency_unknown"]
        if borne is not None:
            against = pc.not_equal(known, borne).fill_null(False)  # noqa: FBT003
            reasons[against.to_numpy(zero_copy_only=False)] = REASON["currency_conflict"]
            known = pc.coalesce(known, borne)
        return known, reasons

    def _problems(
        self,
        account: pa.StringArray,
        date_reasons: Reasons,
        found: dict[str, Numbers | None],
        currency_reasons: Reasons | None,
        count: int,
    ) -> tuple[Reasons, npt.NDArray[np.int16]]:
        """The first problem of each row (0 for none) and the column it is in."""
        reason = np.zeros(count, dtype=np.int8)
        place = np.full(count, -1, dtype=np.int16)

        def note(reasons: Reasons, column: int) -> None:
            new = (reason == 0) & (reasons > 0)
            if new.any():
                reason[new] = reasons[new]
                place[new] = column

        if account.null_count:
            missing = account.is_null().to_numpy(zero_copy_only=False)
            holder = self._fields.get("customer") or self._fields["code"]
            note(np.where(missing, REASON["account_missing"], 0).astype(np.int8), holder.index)
        note(date_reasons, self._fields["date"].index)
        for field in ("amount", "currency", "quantity", "cost", "discount"):
            column = self._fields.get(field)
            if column is None:
                continue
            if field == "currency":
                if currency_reasons is not None:
                    note(currency_reasons, column.index)
                continue
            read = found[field]
            assert read is not None  # noqa: S101 - the field is mapped
            reasons = read.reasons
            if field == "amount":
                reasons = np.where(read.missing, REASON["amount_missing"], reasons).astype(np.int8)
            note(reasons, column.index)
        return reason, place

    def _totals(
        self, chunk: Chunk, words: dict[str, pa.DictionaryArray], date_reasons: Reasons, reason: Reasons
    ) -> Mask:
        """Rows that are totals; a repeated header is told on the way (in `reason`).

        A row is a total when a cell says so and it has no date, or when its customer can be nothing else (“Grand
        total”), unless it has a document or a product of its own.
        """
        total = where(words["customer"], is_total_alone) | where(words["code"], is_total_alone)
        undated = np.flatnonzero(np.isin(date_reasons, _UNDATED))
        if undated.size:
            rows = pa.array(undated)
            cells = [as_text(column.take(rows)) for column in chunk.columns]
            total[undated] |= np.any([where(column, is_total) for column in cells], axis=0)
            repeated = np.ones(len(undated), dtype=np.bool_)
            for index in (self._fields["date"].index, self._fields["amount"].index):
                said = pc.utf8_trim_whitespace(cells[index])
                repeated &= pc.equal(said, self._names[index]).fill_null(False).to_numpy(zero_copy_only=False)  # noqa: FBT003
            reason[undated[repeated]] = REASON["repeated_header"]
        if total.any():
            for field in ("document", "product"):
                total &= pc.is_null(spread(words[field])).to_numpy(zero_copy_only=False) | where(
                    words[field], is_bare_total
                )
        return total

    def _rejected(self, chunk: Chunk, bad: Mask, reason: Reasons, place: npt.NDArray[np.int16]) -> pa.RecordBatch:
        late = [_too_long(row, self._names) for row in chunk.rejected]
        if not bad.any():
            return pa.RecordBatch.from_pylist(late, QUARANTINE)
        rows = np.flatnonzero(bad)
        take = pa.array(rows)
        cells = [as_text(column.take(take)) for column in chunk.columns]
        columns = place[rows]
        values: list[str | None] = [None] * len(rows)
        for index in np.unique(columns).tolist():
            texts = cells[index].to_pylist()
            for number in np.flatnonzero(columns == index).tolist():
                values[number] = texts[number]
        batch = pa.RecordBatch.from_arrays(
            [
                pa.array(chunk.rows[rows]),
                pa.array([self._names[index] for index in columns.tolist()]),
                pa.array(values, pa.string()),
                pa.array(REASON_NAMES).take(pa.array(reason[rows])),
                json_rows(self._names, cells).fill_null("{}"),
            ],
            schema=QUARANTINE,
        )
        if not late:
            return batch
        both = pa.Table.from_batches([batch, pa.RecordBatch.from_pylist(late, QUARANTINE)])
        return both.combine_chunks().to_batches()[0]

    def _total_rows(self, chunk: Chunk, total: Mask, amounts: Numbers) -> pa.RecordBatch:
        rows = np.flatnonzero(total)
        cells = [as_text(column.take(pa.array(rows))) for column in chunk.columns]
        labels = np.full(len(rows), None, dtype=object)
        for column in reversed(cells):
            says = where(column, is_total)
            labels[says] = column.to_numpy(zero_copy_only=False)[says]
        sound = (amounts.reasons[rows] == 0) & ~amounts.missing[rows]
        return pa.RecordBatch.from_arrays(
            [
                pa.array(chunk.rows[rows]),
                spread(cleaned(pa.array(labels, pa.string()))),
                money(amounts.values[rows], sound),
                json_rows(self._names, cells).fill_null("{}"),
            ],
            schema=TOTALS,
        )


def _account(texts: dict[str, pa.StringArray]) -> pa.StringArray:
    """The code where there is one, else the name."""
    if texts["code"].null_count == 0:
        return texts["code"]
    return pc.coalesce(texts["code"], texts["customer"])


def _too_long(row: Rejected, names: list[str]) -> dict[str, object]:
    beyond = row.cells[len(names) :]
    cells = dict(zip(names, row.cells, strict=False))
    cells |= {f"Column {place}": value for place, value in enumerate(beyond, len(names) + 1)}
    return {
        "row": row.row,
        "column": names[-1],
        "value": " ".join(beyond)[:200],
        "reason": "row_too_long",
        "cells": json.dumps({name: cell for name, cell in cells.items() if cell}, ensure_ascii=False),
    }


def _sum(values: npt.NDArray[np.int64]) -> Decimal:
    """The exact sum of ten-thousandths: high and low halves apart, so that nothing overflows."""
    high, low = values >> 32, values & 0xFFFFFFFF
    return Decimal(int(high.sum()) * (1 << 32) + int(low.sum())).scaleb(-4)
