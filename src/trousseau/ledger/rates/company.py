"""The company's own rates: a small table whose header says which way round they are."""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.parquet as pq

from trousseau.ledger.rates.table import Rates, RatesError, dense
from trousseau.ledger.reading.model import ReadingError
from trousseau.ledger.reading.parquet import ROWS, records_at_once

DATE_NAMES = {"date", "day", "jour"}
CURRENCY_NAMES = {"currency", "devise", "currency_code", "code_devise", "monnaie"}
PER_UNIT = re.compile(r"(?P<currency>[a-z]{3})_(?:per|par)_(?:unit|unite)$")
UNITS_PER = re.compile(r"(?:units?|unites?)_(?:per|par)_(?P<currency>[a-z]{3})$")
WITHOUT_DIRECTION = {"rate", "taux", "cours", "exchange_rate", "fx", "fx_rate", "taux_de_change"}
NUMERIC_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[T\s].*)?$")
"""A day and a month in either order, with or without a time."""
MOST_BYTES, MOST_ROWS = 64 << 20, 2_000_000
"""Of a table of rates: forty currencies over a century have fewer."""


@dataclass(frozen=True)
class Columns:
    """Where things are in the table, and which way round its rates are."""

    date: str
    currency: str
    rate: str
    through: str
    inverse: bool


def own(rates: Path | str | Iterable[Mapping[str, object]], base: str) -> Rates:
    """The company's own rates: columns date, currency, and a rate whose header names its direction.

    `usd_per_unit`: dollars for one unit of the row's currency; `units_per_usd`: how many units a
    dollar buys (any currency in the place of usd, `eur_par_unite`, `unites_par_eur` in French).
    Crossed to `base` through the currency the header names. Each rate holds for the days after it
    without another, at most 7. `rates` is a CSV or Parquet file, or rows as mappings; dates are ISO,
    or day first or month first where the file leaves no doubt. Raises `RatesError` naming row (as a spreadsheet
    numbers it), column and value.
    """
    where = str(rates) if isinstance(rates, (Path, str)) else ""
    rows = _rows(Path(rates)) if isinstance(rates, (Path, str)) else [dict(row) for row in rates]
    if not rows:
        raise RatesError("rates_empty", path=where)
    columns = _columns(list(rows[0]))
    parse_date = _dates([row.get(columns.date) for row in rows])
    quotes: dict[str, dict[date, Decimal]] = {}
    for number, row in enumerate(rows, start=2):
        currency = str(row.get(columns.currency) or "").strip().upper()
        if not re.fullmatch(r"[A-Z]{3}", currency):
            raise RatesError("rates_bad_currency", row=number, column=columns.currency, value=currency)
        day = parse_date(row.get(columns.date))
        if day is None:
            value = str(row.get(columns.date) or "")
            raise RatesError("rates_bad_date", row=number, column=columns.date, value=value)
        rate = _rate(row.get(columns.rate))
        if rate is None:
            raise RatesError("rates_bad_rate", row=number, column=columns.rate, value=str(row.get(columns.rate) or ""))
        known = quotes.setdefault(currency, {}).setdefault(day, 1 / rate if columns.inverse else rate)
        if known != (1 / rate if columns.inverse else rate):
            raise RatesError(
                "rates_conflict",
                row=number,
                currency=currency,
                date=day,
                value=str(row[columns.rate]),
                other=str(1 / known if columns.inverse else known),
            )
    if base not in {*quotes, columns.through}:
        raise RatesError("rates_no_base", currency=columns.through, base=base)
    quotes.pop(columns.through, None)
    return dense(quotes, base=base, through=columns.through, source="own")


def _rows(path: Path) -> list[dict[str, object]]:
    """The rows of a CSV (comma, semicolon or tab; UTF-8, UTF-16 with its mark, or cp1252) or Parquet file."""
    try:
        if path.suffix.lower() == ".parquet":
            with pq.ParquetFile(path) as file:
                rows, held = file.metadata.num_rows, records_at_once(path, file)
                if rows > MOST_ROWS or held < min(rows, ROWS):
                    raise RatesError("rates_unreadable", path=str(path), detail=f"{rows} rows")
                return [dict(row) for row in file.read().to_pylist()]
        if path.stat().st_size > MOST_BYTES:
            raise RatesError("rates_unreadable", path=str(path), detail=f"{path.stat().st_size >> 20} MB")
        content = path.read_bytes()
    except (OSError, pa.ArrowException, ReadingError) as error:
        raise RatesError("rates_unreadable", path=str(path), detail=str(error)) from error
    try:
        text = content.decode("utf-16" if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text[:4096]:
        raise RatesError("rates_unreadable", path=str(path), detail="not a text file")
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    try:
        return [dict(row) for row in csv.DictReader(io.StringIO(text), delimiter=delimiter) if any(row.values())]
    except csv.Error as error:
        raise RatesError("rates_unreadable", path=str(path), detail=str(error)) from error


def _columns(names: Sequence[str]) -> Columns:
    """Find the three columns by their names."""
    plain = {name: _plain(name) for name in names if name}
    days = [name for name, word in plain.items() if word in DATE_NAMES]
    currencies = [name for name, word in plain.items() if word in CURRENCY_NAMES]
    directed = [
        (name, found.group("currency").upper(), pattern is UNITS_PER)
        for name, word in plain.items()
        for pattern in (PER_UNIT, UNITS_PER)
        if (found := pattern.match(word))
    ]
    for column, candidates in (("date", days), ("currency", currencies)):
        if not candidates:
            raise RatesError("rates_column_missing", column=column, columns=tuple(names))
    undirected = [name for name, word in plain.items() if word in WITHOUT_DIRECTION]
    if len(directed) != 1:
        if directed or undirected:
            column = directed[0][0] if directed else undirected[0]
            raise RatesError("rates_direction", column=column, columns=tuple(names))
        raise RatesError("rates_column_missing", column="rate", columns=tuple(names))
    name, through, inverse = directed[0]
    return Columns(days[0], currencies[0], name, through, inverse)


def _plain(name: str) -> str:
    """A header in small letters without accents, words joined by underscores."""
    return re.sub(r"[\s\-/]+", "_", name.strip().lower().replace("é", "e"))


def _dates(values: Sequence[object]) -> _Dates:
    """How the dates of this table are written: ISO, or the order that some number above 12 shows."""
    pairs = [found.groups() for v in values if isinstance(v, str) and (found := NUMERIC_DAY.match(v.strip()))]
    firsts = max((int(first) for first, _, _ in pairs), default=0)
    seconds = max((int(second) for _, second, _ in pairs), default=0)
    if (firsts > 12) == (seconds > 12):
        return _Dates(None)
    return _Dates("dmy" if firsts > 12 else "mdy")


@dataclass(frozen=True)
class _Dates:
    """Reads a date, None for what is not one; `order` is that of numeric ones, None where nothing shows it."""

    order: Literal["dmy", "mdy"] | None

    def __call__(self, value: object) -> date | None:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        said = str(value or "").strip()
        try:
            if (found := NUMERIC_DAY.match(said)) and self.order:
                first, second, year = (int(part) for part in found.groups())
                return date(year, second, first) if self.order == "dmy" else date(year, first, second)
            return date.fromisoformat(said[:10])
        except ValueError:
            return None


def _rate(value: object) -> Decimal | None:
    """A positive number, with a decimal point or comma; None for anything else."""
    said = str(value if value is not None else "").strip().replace("\u202f", "").replace("\u00a0", "")
    if "," in said and "." not in said:
        said = said.replace(",", ".", 1)
    try:
        rate = Decimal(said)
    except InvalidOperation:
        return None
    return rate if rate.is_finite() and Decimal("1e-12") < rate < Decimal("1e12") else None
