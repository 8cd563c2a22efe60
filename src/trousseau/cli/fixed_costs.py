"""`--fixed FILE`: fixed costs by division or zone, from a small table."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from trousseau.cli.failures import Failure
from trousseau.ledger.answers import Window
from trousseau.ledger.costs import FixedCost
from trousseau.ledger.whatif.naming import folded

COLUMNS = {
    "division": {"division", "business unit", "bu"},
    "zone": {"zone", "region"},
    "amount": {"amount", "montant", "fixed", "fixed costs", "fixed_costs", "couts fixes"},
    "start": {"from", "start", "du", "debut"},
    "end": {"to", "end", "au", "fin"},
}
MOST = Decimal("1e13")


def read_fixed(path: Path, window: Window) -> tuple[FixedCost, ...]:
    """The fixed costs of a CSV file: columns division or zone (empty: the company), amount, and from and to.

    Without days a row is of the whole period measured. Amounts may be written the French or the English way.

    Raises:
        Failure: a file that cannot be read, or a row that makes no sense.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Failure("fixed_unreadable", flag="--fixed", path=path, detail=error.strerror or str(error)) from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise Failure("fixed_unreadable", flag="--fixed", path=path, detail="not a text file")
    delimiter = max(";,\t", key=text.partition("\n")[0].count)
    table = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    named = {name: _column(name) for name in table.fieldnames or () if name}
    if "amount" not in named.values() or not {"division", "zone"} & set(named.values()):
        raise Failure("fixed_columns", flag="--fixed", path=path)
    rows = [{named[name]: (value or "").strip() for name, value in row.items() if name in named} for row in table]
    return tuple(_row(row, number, path, window) for number, row in enumerate(rows, start=2) if any(row.values()))


def _column(name: str) -> str:
    """Which column a header is; the header itself for another."""
    plain = folded(name)
    return next((column for column, words in COLUMNS.items() if plain in words), plain)


def _row(row: Mapping[str, str], number: int, path: Path, window: Window) -> FixedCost:
    """One fixed cost."""
    amount = _amount(row.get("amount", ""))
    try:
        start = date.fromisoformat(row.get("start") or window.start.isoformat())
        end = date.fromisoformat(row.get("end") or window.end.isoformat())
    except ValueError:
        start, end = window.end, window.start
    if amount is None or start > end:
        value = row.get("amount", "") if amount is None else f"{row.get('start', '')}..{row.get('end', '')}"
        raise Failure("fixed_row", flag="--fixed", path=path, row=number, value=value)
    return FixedCost(start, end, row.get("division") or None, row.get("zone") or None, amount)


def _amount(said: str) -> Decimal | None:
    """An amount of zero or more: `1 200 000,50`, `1,200,000.50`, `1200000.5`."""
    plain = re.sub(r"[\s\u00a0\u202f'’€$£]", "", said)
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?|-?\d+,\d{1,2}|-?\d+,\d{4,}", plain):
        plain = plain.replace(".", "").replace(",", ".")
    try:
        amount = Decimal(plain.replace(",", ""))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 <= amount < MOST else None
