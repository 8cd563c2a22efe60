"""A table of list and target prices (CSV, Excel): every problem of it at once, by row, column and value."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from trousseau.ledger.pricelists import Kind, ListedPrice
from trousseau.ledger.reading.model import ReadingError
from trousseau.ledger.reading.small import rows_of

MOST = 200_000
"""Rows a price list may have."""

NAMES: dict[str, frozenset[str]] = {
    "product": frozenset({"product", "article", "produit", "item", "sku", "reference", "designation"}),
    "zone": frozenset({"zone", "region", "area", "market", "marche"}),
    "price": frozenset({"price", "prix", "tarif", "unit_price", "prix_unitaire", "list_price", "prix_de_liste"}),
    "currency": frozenset({"currency", "devise", "monnaie", "currency_code"}),
    "kind": frozenset({"kind", "type", "nature"}),
    "start": frozenset({"valid_from", "from", "start", "date", "depuis", "a_partir_de", "valable_du", "debut"}),
}
KINDS: dict[str, Kind] = {
    "": "list", "list": "list", "liste": "list", "catalogue": "list", "catalog": "list", "tarif": "list",
    "target": "target", "cible": "target", "objectif": "target",
}  # fmt: skip
ALWAYS = dt.date(1950, 1, 1)
"""The day a price without one is valid from."""

Cell: TypeAlias = object
Code = Literal["product", "price", "price_unclear", "currency", "kind", "date", "conflict"]


class Problem(NamedTuple):
    """What is wrong in one cell."""

    row: int
    """As a spreadsheet numbers it."""
    column: str
    value: str
    code: Code


class PriceListError(Exception):
    """A table that cannot be taken: nothing of it is kept.

    Codes: `columns` (missing column, its names), `no_rows`, `too_many_rows`, `cells` (problems), `not_a_table`
    (the code of a ReadingError).
    """

    def __init__(self, code: str, *, problems: Sequence[Problem] = (), detail: str = "") -> None:
        super().__init__(code)
        self.code, self.problems, self.detail = code, tuple(problems), detail


def read_price_list(path: Path) -> tuple[ListedPrice, ...]:
    """The prices of a file: columns product and price; zone, currency, kind and valid_from where there are any.

    Raises:
        PriceListError: with every problem of the table, so that it is mended once.
    """
    header, *rows = _rows(path) or [[]]
    columns = _columns(header)
    if not rows:
        raise PriceListError("no_rows")
    if len(rows) > MOST:
        raise PriceListError("too_many_rows", detail=str(MOST))
    found: dict[tuple[str, str | None, Kind, dt.date], ListedPrice] = {}
    problems: list[Problem] = []
    for number, row in enumerate(rows, start=2):
        if not any(str(cell or "").strip() for cell in row):
            continue
        said = _Row(number, [str(name) for name in header], row, columns)
        price = said.price()
        problems += said.problems
        if price is None:
            continue
        key = (price.product, price.zone, price.kind, price.start)
        if found.setdefault(key, price) != price:
            problems.append(said.problem("price", "conflict"))
    if problems:
        raise PriceListError("cells", problems=problems)
    return tuple(found.values())


class _Row:
    """One row being understood."""

    def __init__(self, number: int, header: Sequence[str], cells: Sequence[Cell], columns: dict[str, int]) -> None:
        self.number, self.header, self.columns = number, header, columns
        self.cells = {
            name: cells[place] if place < len(cells) and cells[place] is not None else ""
            for name, place in columns.items()
        }
        self.problems: list[Problem] = []

    def price(self) -> ListedPrice | None:
        """The price of the row; None where something in it is wrong (told in `problems`)."""
        product = self._text("product")
        amount = _amount(self.cells["price"])
        currency = self._text("currency").upper()
        kind = KINDS.get(_plain(self._text("kind")))
        start = _day(self.cells.get("start", ""))
        wrong: tuple[tuple[str, Code, bool], ...] = (
            ("product", "product", not product),
            ("price", "price_unclear", isinstance(amount, str)),
            ("price", "price", amount is None or (isinstance(amount, Decimal) and amount <= 0)),
            ("currency", "currency", bool(currency) and not re.fullmatch(r"[A-Z]{3}", currency)),
            ("kind", "kind", kind is None),
            ("start", "date", start is None),
        )
        self.problems = [self.problem(name, code) for name, code, said in wrong if said]
        if self.problems or kind is None or start is None or not isinstance(amount, Decimal):
            return None
        return ListedPrice(product, self._text("zone") or None, amount, currency or None, kind, start)

    def problem(self, name: str, code: Code) -> Problem:
        """What is wrong with a cell."""
        column = self.header[self.columns[name]] if name in self.columns else name
        return Problem(self.number, column, str(self.cells.get(name, "")), code)

    def _text(self, name: str) -> str:
        return " ".join(str(self.cells.get(name, "")).split())


def _columns(header: Sequence[Cell]) -> dict[str, int]:
    """Where each field is."""
    plain = [_plain(str(name or "")) for name in header]
    found = {
        field: next((place for place, name in enumerate(plain) if name in names), -1) for field, names in NAMES.items()
    }
    for needed in ("product", "price"):
        if found[needed] < 0:
            raise PriceListError("columns", detail=needed)
    return {field: place for field, place in found.items() if place >= 0}


def _plain(name: str) -> str:
    """A header or a word without accents, capitals and blanks."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "_", bare.casefold()).strip("_")


def _amount(cell: Cell) -> Decimal | str | None:
    """A price; its text where it may be two numbers (1,234), None where it is none."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _finite(repr(cell))
    text = re.sub(r"[\s\u00a0\u202f'’€$£]", "", str(cell))
    if re.fullmatch(r"\d{1,3}[.,]\d{3}", text):
        return text
    if "," in text and "." in text:
        mark = max(text.rfind(","), text.rfind("."))
        text = re.sub(r"[.,]", "", text[:mark]) + "." + text[mark + 1 :]
    return _finite(text.replace(",", "."))


def _finite(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and number.adjusted() < 14 else None


def _day(cell: Cell) -> dt.date | None:
    """A day: a date of the workbook, ISO, or day first where it can only be that; nothing: always."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    text = str(cell).strip()
    return _written_day(text) if text else ALWAYS


def _written_day(text: str) -> dt.date | None:
    """ISO, or day first."""
    found = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
    try:
        if found is None:
            return dt.date.fromisoformat(text[:10])
        day, month, year = map(int, found.groups())
        return dt.date(year, month, day) if day > 12 or day == month else None
    except ValueError:
        return None


def _rows(path: Path) -> list[list[Cell]]:
    """Every row of a text or of the first sheet of a workbook, the header first."""
    try:
        return rows_of(path)
    except ReadingError as error:
        raise PriceListError("not_a_table", detail=error.code) from error
