"""The table every source of rates becomes: one row a currency and day, gaps filled for at most seven days."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

MAX_AGE = 7
"""Days a rate may be old: a long week-end, no more."""

RATE = pa.decimal128(20, 14)
STEP = Decimal(1).scaleb(-RATE.scale)
LIMIT = Decimal(10) ** (RATE.precision - RATE.scale)

TABLE = pa.schema(
    [
        pa.field("currency", pa.string(), nullable=False),
        pa.field("date", pa.date32(), nullable=False),
        pa.field("rate", RATE, nullable=False),  # base currency for one unit
        pa.field("quoted", pa.date32(), nullable=False),  # the day the rate is from
        pa.field("source", pa.string(), nullable=False),  # ecb or own
    ]
)

Quotes = Mapping[str, Mapping[date, Decimal]]
"""Per currency, what a source says on the days it says something."""


class RatesError(ValueError):
    """A table of rates that cannot be used, or rates that cannot be fetched.

    Codes and parameters: `rates_unreadable` (path, detail), `rates_empty` (path),
    `rates_column_missing` (column, columns), `rates_direction` (column, columns: the header must say
    `usd_per_unit` or `units_per_usd`, once), `rates_bad_date`, `rates_bad_currency`, `rates_bad_rate`
    (row, column, value), `rates_conflict` (row, currency, date, value, other), `rates_no_base`
    (currency, base: the rates are in `currency`, and `base` is not among them),
    `rates_unknown_currency` (currency), `rates_offline` (detail), `rates_not_ecb` (detail),
    `rates_not_saved` (path, detail).
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Rates:
    """Rates to one base currency: `table` has the columns of TABLE, sorted by currency and date."""

    base: str
    table: pa.Table

    @cached_property
    def fingerprint(self) -> str:
        """A digest of everything in it."""
        digest = hashlib.md5(self.base.encode(), usedforsecurity=False)
        for batch in self.table.combine_chunks().to_batches():
            for column in batch.columns:
                digest.update("\n".join(map(str, column.to_pylist())).encode())
        return digest.hexdigest()

    def currencies(self) -> tuple[str, ...]:
        """The currencies with a rate on some day."""
        return tuple(sorted(pc.unique(self.table["currency"]).to_pylist()))


def dense(
    quotes: Quotes, *, base: str, through: str, source: str, start: date | None = None, end: date | None = None
) -> Rates:
    """Daily rates to `base` from quotes in `through` (`through` for one unit), gaps filled up to MAX_AGE days.

    rate(c) = quote(c) / quote(base), rounded to 14 decimals, halves away from zero. Days run from
    `start` to `end`, or from the first quote to MAX_AGE days after the last. A rate that cannot be
    written with 6 digits before the point and 14 after it (a quotient of 0, or a million) is left
    out.
    """
    one = {day: Decimal(1) for days in quotes.values() for day in days}
    known = {currency: _filled(days, start, end) for currency, days in {**quotes, through: one}.items()}
    reference = known.get(base, {})
    rows: list[tuple[str, date, Decimal, date]] = []
    for currency in sorted(known):
        if currency == base:
            continue
        for day, (value, quoted) in known[currency].items():
            if day not in reference:
                continue
            base_value, base_quoted = reference[day]
            rate = (value / base_value).quantize(STEP, ROUND_HALF_UP)
            if 0 < rate < LIMIT:
                rows.append((currency, day, rate, min(quoted, base_quoted)))
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    arrays = [pa.array(c, f.type) for c, f in zip([*columns, [source] * len(rows)], TABLE, strict=True)]
    return Rates(base, pa.Table.from_arrays(arrays, schema=TABLE))


def merge(first: Rates | None, second: Rates | None) -> Rates | None:
    """Both together; where both know a currency on a day, `second` wins (the company's own over the ECB's).

    Raises `ValueError` when they are not to the same base.
    """
    if first is None or second is None:
        return first or second
    if first.base != second.base:
        raise ValueError(f"rates to {first.base} and to {second.base}")
    stronger = second.table.append_column("own", pa.array([True] * second.table.num_rows))
    others = first.table.join(stronger.select(["currency", "date", "own"]), ["currency", "date"], join_type="left anti")
    together = pa.concat_tables([others.select(TABLE.names).cast(TABLE), second.table])
    return Rates(first.base, together.sort_by([("currency", "ascending"), ("date", "ascending")]))


def _filled(days: Mapping[date, Decimal], start: date | None, end: date | None) -> dict[date, tuple[Decimal, date]]:
    """Each day's value and the day it is from: the last known one, at most MAX_AGE days old."""
    filled: dict[date, tuple[Decimal, date]] = {}
    ordered = sorted(days)
    for quoted, following in zip(ordered, [*ordered[1:], date.max], strict=False):
        for age in range(min(MAX_AGE, (following - quoted).days - 1) + 1):
            day = quoted + timedelta(days=age)
            if (start is None or day >= start) and (end is None or day <= end):
                filled[day] = (days[quoted], quoted)
    return filled


def only(rates: Rates, currencies: Iterable[str]) -> Rates:
    """The rates of some currencies."""
    wanted = pa.array(sorted(set(currencies)), pa.string())
    return Rates(rates.base, rates.table.filter(pc.is_in(rates.table["currency"], value_set=wanted)))
