"""A table of total spend (CSV, Excel): every problem at once, by row, column and value; nothing half understood."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from trousseau.ledger.costs.tables.headers import plain
from trousseau.ledger.costs.tables.opened import Opened, decimal_mark, decimals, opened
from trousseau.ledger.reading import Choices
from trousseau.ledger.reading.currencies import currency_of
from trousseau.ledger.reading.model import ReadingError
from trousseau.method.wallet import Confidence

MOST = 100_000
"""Rows a table may have."""
LARGEST = Decimal(10) ** 12
"""A yearly spend beyond this is a slip of the pen."""

NAMES: Mapping[str, frozenset[str]] = {
    "client": frozenset({
        "client", "account", "compte", "customer", "code client", "customer code", "account code", "code compte",
        "code", "group", "groupe", "nom", "name", "nom client", "raison sociale",
    }),
    "unit": frozenset({"unit", "unite", "site", "entity", "entite", "zone", "filiale", "usine", "plant", "subsidiary"}),
    "offer": frozenset({
        "offer", "offre", "division", "family", "famille", "product family", "famille de produits", "product",
        "produit",
    }),
    "amount": frozenset({
        "amount", "montant", "spend", "depense", "depense totale", "total spend", "potential", "potentiel", "a year",
        "par an", "annual spend", "depense annuelle",
    }),
    "currency": frozenset({"currency", "devise", "monnaie", "ccy"}),
    "source": frozenset({"source", "origine", "origin"}),
    "date": frozenset({"date", "day", "jour", "au", "as of", "en date du"}),
    "confidence": frozenset({"confidence", "confiance", "certainty", "certitude", "fiabilite"}),
}  # fmt: skip
"""Field → the headers that name it, in plain letters."""
NEEDED = ("client", "amount", "source", "date", "confidence")

CONFIDENCES: Mapping[str, Confidence] = {
    "high": "high", "haute": "high", "forte": "high", "elevee": "high", "sure": "high",
    "medium": "medium", "moyenne": "medium", "mid": "medium",
    "low": "low", "basse": "low", "faible": "low",
}  # fmt: skip


class Problem(NamedTuple):
    """What is wrong in one cell."""

    row: int
    """As a spreadsheet numbers it."""
    column: str
    value: str
    code: str
    """amount, amount_unclear, currency, source, date, date_unclear, confidence, client, conflict; of the company:
    unknown, several, not_yours, future."""


class SpendTableError(Exception):
    """A table that cannot be taken: nothing of it is kept.

    Codes: `columns` (the missing one), `no_rows`, `too_many_rows`, `cells` (problems), `not_a_table`.
    """

    def __init__(self, code: str, *, problems: Sequence[Problem] = (), detail: str = "") -> None:
        super().__init__(code)
        self.code, self.problems, self.detail = code, tuple(problems), detail


@dataclass(frozen=True)
class SpendRow:
    """One row as it was understood."""

    row: int
    client: str
    """As the table names it."""
    unit: str
    offer: str
    amount: Decimal
    currency: str
    """Empty: not said."""
    source: str
    date: date
    confidence: Confidence


@dataclass(frozen=True)
class SpendTable:
    """The rows, and what the columns are called, to say where a problem is."""

    rows: tuple[SpendRow, ...]
    columns: Mapping[str, str]


def read_spend(path: Path) -> SpendTable:
    """Read a table of total spend: client, amount, source, date and confidence; unit, offer and currency where told.

    Raises:
        SpendTableError: with every problem of the table, so that it is mended once.
    """
    try:
        table = opened(path, Choices())
    except ReadingError as error:
        raise SpendTableError("no_rows" if error.code == "no_lines" else "not_a_table", detail=error.code) from error
    if table.questions:
        raise SpendTableError("not_a_table", detail=table.questions[0].code)
    places = _places(table.names)
    if not table.rows:
        raise SpendTableError("no_rows")
    if len(table.rows) > MOST:
        raise SpendTableError("too_many_rows", detail=str(MOST))
    return _Reading(table, places).read()


class _Reading:
    """One table being understood."""

    def __init__(self, table: Opened, places: Mapping[str, int]) -> None:
        self.table, self.places = table, places
        self.texts = {name: table.texts(place) for name, place in places.items()}
        self.problems: list[Problem] = []

    def read(self) -> SpendTable:
        """All rows, or every problem."""
        amounts, dates = self._amounts(), self._dates()
        rows = [self._row(at, amounts[at], dates[at]) for at in range(len(self.table.rows)) if not self._empty(at)]
        known = [row for row in rows if row is not None]
        self._conflicts(known)
        if self.problems:
            raise SpendTableError("cells", problems=sorted(self.problems))
        if not known:
            raise SpendTableError("no_rows")
        return SpendTable(tuple(known), {name: self.table.names[place] for name, place in self.places.items()})

    def _row(self, at: int, amount: Decimal | None, day: date | None) -> SpendRow | None:
        client, source = self._text("client", at), self._text("source", at)
        said = self._text("currency", at)
        currency = currency_of(said) if said else ""
        confidence = CONFIDENCES.get(plain(self._text("confidence", at)))
        for name, wrong in (
            ("client", not client or len(client) > 500),
            ("source", not source or len(source) > 300),
            ("currency", currency is None),
            ("confidence", confidence is None),
        ):
            if wrong:
                self._wrong(at, name, name)
        if not client or not source or currency is None or confidence is None or amount is None or day is None:
            return None
        unit, offer = (self._text(name, at)[:200] for name in ("unit", "offer"))
        return SpendRow(self.table.rows[at], client, unit, offer, amount, currency, source, day, confidence)

    def _amounts(self) -> list[Decimal | None]:
        mark, questions = decimal_mark(self.table, [self.places["amount"]], None)
        found: list[Decimal | None] = []
        for at, cell in enumerate(decimals(self.table, self.places["amount"], mark)):
            number = cell if isinstance(cell, Decimal) and 0 <= cell <= LARGEST else None
            if number is None and not self._empty(at):
                self._wrong(at, "amount", "amount")
            found.append(number)
        for question in questions:
            row = question.params.get("row")
            at = self.table.rows.index(row) if row in self.table.rows else 0
            self._wrong(at, "amount", "amount_unclear")
        return found

    def _dates(self) -> list[date | None]:
        texts = self.texts["date"]
        first = _day_first(texts)
        found: list[date | None] = []
        for at, text in enumerate(texts):
            day = _day(text, day_first=first)
            if day is None and not self._empty(at):
                self._wrong(at, "date", "date_unclear" if first is None and SLASHED.fullmatch(text) else "date")
            found.append(day)
        return found

    def _conflicts(self, rows: Sequence[SpendRow]) -> None:
        """Two rows that tell another amount of the same thing on the same day."""
        seen: dict[tuple[object, ...], SpendRow] = {}
        at = {number: place for place, number in enumerate(self.table.rows)}
        for row in rows:
            key = (plain(row.client), plain(row.unit), plain(row.offer), row.date)
            other = seen.setdefault(key, row)
            if (other.amount, other.currency) != (row.amount, row.currency):
                self._wrong(at[row.row], "amount", "conflict")

    def _empty(self, at: int) -> bool:
        return not any(texts[at] for texts in self.texts.values())

    def _text(self, name: str, at: int) -> str:
        return " ".join(self.texts[name][at].split()) if name in self.texts else ""

    def _wrong(self, at: int, name: str, code: str) -> None:
        column = self.table.names[self.places[name]] if name in self.places else name
        self.problems.append(Problem(self.table.rows[at], column, self._text(name, at), code))


def _places(names: Sequence[str]) -> dict[str, int]:
    """Where each field is."""
    bare = [plain(name) for name in names]
    found = {
        field: next((place for place, name in enumerate(bare) if name in words), -1) for field, words in NAMES.items()
    }
    for needed in NEEDED:
        if found[needed] < 0:
            raise SpendTableError("columns", detail=needed)
    return {field: place for field, place in found.items() if place >= 0}


SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def _day_first(texts: Sequence[str]) -> bool | None:
    """Whether the days of a column come before their months; None where nothing in it says so."""
    pairs = [(int(found[1]), int(found[2])) for text in texts if (found := SLASHED.fullmatch(text))]
    if any(day > 12 for day, _ in pairs):
        return True
    if any(month > 12 for _, month in pairs):
        return False
    return None


def _day(text: str, *, day_first: bool | None) -> date | None:
    """ISO, or with slashes in the order of the column."""
    found = SLASHED.fullmatch(text)
    try:
        if found is None:
            return date.fromisoformat(text[:10])
        one, two, year = (int(part) for part in found.groups())
        if day_first is None and one != two:
            return None
        return date(year, two, one) if day_first or one == two else date(year, one, two)
    except ValueError:
        return None
