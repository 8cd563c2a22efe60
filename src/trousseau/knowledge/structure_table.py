"""A table of companies and holdings (CSV, Excel): read whole, with every problem by row, column and value."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from trousseau.figures.language import Language
from trousseau.figures.typed import TypedError, typed
from trousseau.ledger.costs.tables.headers import plain
from trousseau.ledger.costs.tables.opened import Opened, opened
from trousseau.ledger.reading import Choices
from trousseau.ledger.reading.model import ReadingError

MOST = 5_000
"""Rows a structure may have: more is another kind of list."""
NAMES: Mapping[str, frozenset[str]] = {
    "company": frozenset({
        "company", "company held", "societe", "societe detenue", "entity", "legal entity", "entite", "entite juridique",
        "filiale", "subsidiary", "name", "nom", "raison sociale",
    }),
    "owner": frozenset({"owner", "detenteur", "proprietaire", "held by", "detenue par", "parent", "mere",
                        "societe mere", "actionnaire", "shareholder"}),
    "share": frozenset({"share", "part", "percent", "pourcentage", "participation", "holding", "taux", "detention"}),
    "country": frozenset({"country", "pays"}),
    "registration": frozenset({"registration", "registration number", "siren", "siret", "immatriculation",
                               "numero d'immatriculation", "company number", "numero"}),
    "since": frozenset({"since", "depuis", "from", "depuis le"}),
    "until": frozenset({"until", "jusqu'au", "jusqu'a", "to", "au"}),
    "source": frozenset({"source", "origine"}),
    "date": frozenset({"date", "true on", "vrai le", "as of", "en date du", "jour"}),
}  # fmt: skip
"""Field → the headers that name it, in plain letters."""
LONGEST = {"company": 200, "owner": 200, "country": 120, "registration": 60, "source": 300}
SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell; `code` says what, `detail` more of it."""

    row: int
    column: str
    value: str
    code: str
    detail: str = ""


class StructureTableError(Exception):
    """A table that cannot be taken, nothing of it is kept: `columns`, `no_rows`, `too_many`, `not_a_table`, `cells`."""

    def __init__(self, code: str, problems: tuple[Problem, ...] = (), detail: str = "") -> None:
        super().__init__(code)
        self.code, self.problems, self.detail = code, problems, detail


@dataclass(frozen=True)
class StructureRow:
    """One row as it was understood; None and "" where it says nothing."""

    row: int
    company: str
    owner: str
    share: Decimal | None
    since: dt.date | None
    until: dt.date | None
    country: str
    registration: str
    source: str
    date: dt.date | None


@dataclass(frozen=True)
class StructureTable:
    """The rows, and what the columns are called."""

    rows: tuple[StructureRow, ...]
    columns: Mapping[str, str]


def read_structure(path: Path, language: Language) -> StructureTable:
    """Read a table of companies: each row a company, and its owner with the share where it has one.

    Raises:
        StructureTableError: with every problem at once.
    """
    try:
        table = opened(path, Choices())
    except ReadingError as error:
        raise StructureTableError(
            "no_rows" if error.code == "no_lines" else "not_a_table", detail=error.code
        ) from error
    if table.questions:
        raise StructureTableError("not_a_table", detail=table.questions[0].code)
    bare = [plain(name).replace("%", "").strip(" ,()") for name in table.names]
    places = {field: next((at for at, name in enumerate(bare) if name in words), -1) for field, words in NAMES.items()}
    if places["company"] < 0:
        raise StructureTableError("columns", detail="company")
    if len(table.rows) > MOST:
        raise StructureTableError("too_many", detail=str(MOST))
    return _Reading(table, {field: at for field, at in places.items() if at >= 0}, language).read()


class _Reading:
    """One table being understood."""

    def __init__(self, table: Opened, places: Mapping[str, int], language: Language) -> None:
        self.table, self.places, self.language = table, places, language
        self.texts = {field: table.texts(at) for field, at in places.items()}
        self.problems: list[Problem] = []

    def read(self) -> StructureTable:
        """All rows, or every problem."""
        rows = [
            self._row(at) for at in range(len(self.table.rows)) if any(self._text(name, at) for name in self.places)
        ]
        if self.problems:
            raise StructureTableError("cells", tuple(sorted(self.problems, key=lambda one: (one.row, one.column))))
        if not rows:
            raise StructureTableError("no_rows")
        return StructureTable(tuple(rows), {field: self.table.names[at] for field, at in self.places.items()})

    def _row(self, at: int) -> StructureRow:
        texts = {name: self._text(name, at) for name in LONGEST}
        if not texts["company"]:
            self._wrong(at, "company", "missing")
        for name, most in LONGEST.items():
            if len(texts[name]) > most:
                self._wrong(at, name, "long", str(most))
        since, until = self._day("since", at), self._day("until", at)
        if since and until and until < since:
            self._wrong(at, "until", "ends_first")
        share = self._share(at)
        if share is not None and not texts["owner"]:
            self._wrong(at, "share", "no_owner")
        if texts["owner"] and texts["owner"].casefold() == texts["company"].casefold():
            self._wrong(at, "owner", "itself")
        return StructureRow(
            self.table.rows[at], texts["company"], texts["owner"], share, since, until, texts["country"],
            texts["registration"], texts["source"], self._day("date", at),
        )  # fmt: skip

    def _share(self, at: int) -> Decimal | None:
        text = self._text("share", at)
        if not text:
            return None
        try:
            share = typed(text, self.language)
        except TypedError:
            self._wrong(at, "share", "share")
            return None
        if share is None or not 0 < share <= 100:
            self._wrong(at, "share", "share")
            return None
        if share <= 1 and "%" not in text:
            self._wrong(at, "share", "share_unclear")
        return round(share, 4)

    def _day(self, name: str, at: int) -> dt.date | None:
        text = self._text(name, at)
        if not text:
            return None
        found = SLASHED.fullmatch(text)
        try:
            if found is None:
                return dt.date.fromisoformat(text[:10])
            one, two, year = (int(part) for part in found.groups())
            if one <= 12 and two <= 12 and one != two and not self.language.french and "/" in text:
                self._wrong(at, name, "day_unclear")
                return None
            return dt.date(year, two, one) if two <= 12 else dt.date(year, one, two)
        except ValueError:
            self._wrong(at, name, "day")
            return None

    def _text(self, name: str, at: int) -> str:
        return " ".join(self.texts[name][at].split()) if name in self.texts else ""

    def _wrong(self, at: int, name: str, code: str, detail: str = "") -> None:
        column = self.table.names[self.places[name]] if name in self.places else name
        self.problems.append(Problem(self.table.rows[at], column, self._text(name, at)[:80], code, detail))
