"""Tables of readings as rows: which account, which indicator or field of the CRM, which day, what value.

Headers in French or English. What the texts mean (which indicator, whether this person may read it) is understood later
(`actions.readings`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pyarrow.compute as pc
from django.utils.translation import gettext as _

from trousseau.figures import problems
from trousseau.figures.language import Language
from trousseau.ledger.costs.tables import periods
from trousseau.ledger.costs.tables.headers import plain
from trousseau.ledger.costs.tables.opened import Opened, decimal_mark, opened
from trousseau.ledger.reading import Choices, ReadingError
from trousseau.ledger.reading.values import REASON_NAMES, numbers

MOST_BYTES = 20 << 20
MOST = 200_000
"""Rows in one table."""
HEADERS: Mapping[str, frozenset[str]] = {
    "code": frozenset({"code", "account code", "code compte", "code du compte", "customer code", "code client",
                       "customer id", "no client", "numero client", "n client"}),
    "account": frozenset({"account", "compte", "account name", "nom du compte", "customer", "client", "customer name",
                          "nom client", "nom du client", "company", "societe", "raison sociale"}),
    "indicator": frozenset({"indicator", "indicateur", "kpi", "indicator name", "nom de l indicateur"}),
    "object": frozenset({"object", "objet", "crm object", "objet crm", "objet du crm"}),
    "field": frozenset({"field", "champ", "crm field", "champ crm", "champ du crm"}),
    "day": frozenset({"day", "jour", "date", "period", "periode", "month", "mois", "quarter", "trimestre", "year",
                      "annee", "read on", "lu le", "as of", "au"}),
    "value": frozenset({"value", "valeur", "reading", "releve", "lecture", "amount", "montant"}),
    "note": frozenset({"note", "source", "comment", "commentaire", "remarque", "where from", "provenance"}),
}  # fmt: skip
"""What a column tells → the headers that name it, in plain letters."""
NEUTRAL = re.compile(r"^'(?=\s*[=+\-@])")
"""The apostrophe that an export puts before what a spreadsheet would run."""
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


class ReadingsFileError(Exception):
    """A table nothing can be taken from; says why, in words."""


class Cells(NamedTuple):
    """What a row says, as it is written."""

    code: str
    account: str
    indicator: str
    object: str
    field: str
    day: str
    value: str


class Line(NamedTuple):
    """One row: `number` is its value where that is one, `wrong` the code of why it is none."""

    row: int
    said: Cells
    number: int | None
    """In ten-thousandths."""
    wrong: str
    currency: str
    note: str


@dataclass(frozen=True)
class Read:
    """The rows of a table, and what it calls its columns."""

    lines: tuple[Line, ...]
    columns: Mapping[str, str]
    order: str
    """How its numeric days are written, where one proves it: dmy or mdy."""


def read_table(path: Path, choices: Choices, language: Language) -> Read:
    """The rows of a table, those without a value left out with no more said of them than their number.

    Raises:
        ReadingsFileError: unreadable, unclear, too long, without the columns it takes, or empty.
    """
    if path.stat().st_size > MOST_BYTES:
        raise ReadingsFileError(_("This file is larger than 20 MB: split it."))
    try:
        table = opened(path, choices, most=MOST)
    except ReadingError as error:
        raise ReadingsFileError(problems.error(error.code, error.params, language)) from error
    if table.questions:
        (asked, *_more) = table.questions
        raise ReadingsFileError(problems.question(asked.code, asked.params, language, column=asked.column))
    if len(table.rows) > MOST:
        raise ReadingsFileError(_("This table has more than 200,000 rows: split it."))
    places = _places(table)
    return _lines(table, places, choices, language)


def _places(table: Opened) -> dict[str, int]:
    """Where each column is."""
    places = {
        said: at for at, header in reversed(list(enumerate(table.names)))
        for said, words in HEADERS.items() if plain(header) in words
    }  # fmt: skip
    missing = [
        name
        for name, there in (
            (_("the account"), {"code", "account"} & {*places}),
            (_("the indicator"), {"indicator", "field"} & {*places}),
            (_("the day"), "day" in places),
            (_("the value"), "value" in places),
        )
        if not there
    ]
    if missing:
        raise ReadingsFileError(
            _("No column says %(missing)s: take the headers of the table to fill in. This sheet has: %(columns)s.")
            % {"missing": missing[0], "columns": ", ".join(table.names)[:300]}
        )
    return places


def _lines(table: Opened, places: Mapping[str, int], choices: Choices, language: Language) -> Read:
    texts = {said: table.texts(at) for said, at in places.items()}
    mark, asked = decimal_mark(table, [places["value"]], choices.decimal)
    if asked:
        said = problems.question(asked[0].code, asked[0].params, language, column=asked[0].column)
        raise ReadingsFileError(_("%(question)s Say it under “Decimal mark”.") % {"question": said})
    found = numbers(pc.replace_substring(table.cells[places["value"]], "%", ""), mark, percent=False)
    values, reasons, missing = found.values.tolist(), found.reasons.tolist(), found.missing.tolist()
    bearing = found.currencies.to_pylist() if found.currencies is not None else None
    empty = [""] * len(table.rows)
    columns = [texts.get(name, empty) for name in Cells._fields]
    notes = texts.get("note", empty)
    lines = tuple(
        Line(
            row,
            Cells(*(NEUTRAL.sub("", column[at]) for column in columns)),
            number=None if missing[at] or reasons[at] else values[at],
            wrong=REASON_NAMES[reasons[at]],
            currency=(bearing[at] or "") if bearing is not None else "",
            note=" ".join(UNSEEN.sub("", NEUTRAL.sub("", notes[at])).split()),
        )
        for at, row in enumerate(table.rows)
    )
    orders = {periods.order_proven(day) for day in {*texts["day"]}}
    called = {said: table.names[at] for said, at in places.items()}
    return Read(lines, called, "dmy" if "dmy" in orders else "mdy" if "mdy" in orders else "")


def day_of(text: str, order: str) -> dt.date | None:
    """The day of a cell; of a period (March 2026, T1 2026, 2026) its last. None: neither, or it could be two."""
    day = periods.day(text, order)
    if day is not None:
        return day
    if periods.order_proven(text):
        return None
    found = periods.period(text, order)
    return found[1] if found else None
