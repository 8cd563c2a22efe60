"""The mapping step: what was found in a file, as a form, and the answers of that form as choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trousseau.figures import problems
from trousseau.imports import wording
from trousseau.ledger.lines import FIELDS, NEEDED
from trousseau.ledger.reading import Choices, Column, Inspection, Question

NOT_USED = "-"
MOST_COLUMNS = 200
"""Columns offered one by one; a table wider than that is mapped by its first ones and by name."""

ORDERS: tuple[tuple[str, str | Promise], ...] = (
    ("dmy", _("day, month, year (31/12/2026)")),
    ("mdy", _("month, day, year (12/31/2026)")),
    ("ymd", _("year, month, day (2026-12-31)")),
)
DECIMALS: tuple[tuple[str, str | Promise], ...] = ((",", _("comma (1 234,56)")), (".", _("point (1,234.56)")))
DELIMITERS: tuple[tuple[str, str | Promise], ...] = (
    (";", _("semicolon ;")),
    (",", _("comma ,")),
    ("\t", _("tab")),
    ("|", _("bar |")),
)
ENCODINGS: tuple[tuple[str, str | Promise], ...] = (
    ("utf-8", _("UTF-8")),
    ("cp1252", _("Windows, Western Europe (cp1252)")),
    ("utf-16", _("UTF-16")),
    ("iso-8859-15", _("ISO 8859-15")),
    ("cp850", _("DOS (cp850)")),
)


@dataclass(frozen=True)
class Setting:
    """One thing found about the whole file, which may be changed."""

    name: str
    label: str | Promise
    found: str
    """What was found, in words."""
    options: tuple[tuple[str, str | Promise], ...]
    value: str
    """What was chosen; empty: as found."""


@dataclass(frozen=True)
class ColumnRow:
    """A column of the file and the field it feeds."""

    index: int
    name: str
    samples: tuple[str, ...]
    form: str
    """How its values are written: its date order or its marks, in words."""
    field: str


@dataclass(frozen=True)
class Asked:
    """A question to answer before reading: its sentence, the name of its field, the answers there are."""

    sentence: str
    name: str
    options: tuple[tuple[str, str | Promise], ...]


def settings(inspection: Inspection) -> list[Setting]:
    """What was found about the file as a whole; what the format does not have, or what is asked, is left out."""
    choices = inspection.choices
    found: list[Setting] = []
    if inspection.encoding is not None:
        found += [
            _setting("encoding", _("Encoding"), inspection.encoding, ENCODINGS, choices.encoding),
            _setting("delimiter", _("Between cells"), inspection.delimiter or "", DELIMITERS, choices.delimiter),
        ]
    if len(inspection.sheets) > 1:
        sheets = tuple((name, name) for name in inspection.sheets)
        found.append(_setting("sheet", _("Sheet"), inspection.sheet or "", sheets, choices.sheet))
    orders = {column.date_order for column in inspection.columns if column.date_order in dict(ORDERS)}
    marks = {column.decimal for column in inspection.columns if column.decimal}
    found.append(_setting("dates", _("Dates"), " ".join(sorted(filter(None, orders))), ORDERS, choices.dates))
    found.append(_setting("decimal", _("Decimal mark"), "".join(sorted(marks)), DECIMALS, choices.decimal))
    asked = {_name(question) for question in inspection.questions}
    return [setting for setting in found if setting.name not in asked]


def _setting(
    name: str, label: Promise, found: str, options: tuple[tuple[str, str | Promise], ...], value: str | None
) -> Setting:
    words = dict(options)
    said = str(words.get(found, found)) if found else ""
    return Setting(name, label, said, options, value or "")


def columns(inspection: Inspection) -> list[ColumnRow]:
    """The columns of the file with the fields they feed."""
    feeds = {column: field for field, column in inspection.mapping.items()}
    return [
        ColumnRow(column.index, column.name, column.samples[:3], _form(column), feeds.get(column.name, ""))
        for column in inspection.columns[:MOST_COLUMNS]
    ]


def _form(column: Column) -> str:
    if column.kind == "date" and column.date_order:
        return str(dict(ORDERS).get(column.date_order, _("day or month first?")))
    if column.kind == "number":
        return column.number_format or str(_("number"))
    return {"text": str(_("text")), "empty": str(_("empty")), "date": str(_("date"))}.get(column.kind, "")


def questions(inspection: Inspection) -> list[Asked]:
    """What must be answered, as required fields."""
    language = wording.language()
    asked: dict[str, Asked] = {}
    for question in inspection.questions:
        name = _name(question)
        sentence = problems.question(question.code, question.params, language, column=question.column)
        asked.setdefault(name, Asked(sentence, name, _options(question, inspection)))
    return list(asked.values())


def _name(question: Question) -> str:
    if question.code in {"field", "field_choice"}:
        return f"ask-field-{question.params['field']}"
    if question.code == "amount_with_tax":
        return "ask-field-amount"
    return {"dates_conflict": "dates", "decimal_conflict": "decimal"}.get(question.code, question.code)


def _options(question: Question, inspection: Inspection) -> tuple[tuple[str, str | Promise], ...]:
    named: Mapping[str, tuple[tuple[str, str | Promise], ...]] = {
        "dates": ORDERS,
        "decimal": DECIMALS,
        "delimiter": DELIMITERS,
        "sheet": tuple((name, name) for name in inspection.sheets),
    }
    name = _name(question)
    if name in named:
        return named[name]
    candidates: Any = question.params.get("candidates") or [column.name for column in inspection.columns]
    return tuple((str(column), str(column)) for column in candidates)


def fields() -> list[tuple[str, str, bool]]:
    """The fields a column may feed: name, words, whether it is needed."""
    language = wording.language()
    return [(name, problems.field_word(name, language).capitalize(), name in NEEDED) for name in FIELDS]


def notes(inspection: Inspection) -> list[str]:
    """What is worth knowing, in sentences."""
    language = wording.language()
    return [problems.note(note.code, note.params, language) for note in inspection.notes]


def answered(stored: Choices, posted: QueryDict) -> Choices:
    """The choices after a form was sent.

    The form carries what it showed (`name-3`: the column, `was-3`: the field it fed), so that only what
    someone changed counts as decided; the rest is left to the file.
    """
    texts = ("dates", "decimal", "delimiter", "encoding", "sheet")
    made: dict[str, Any] = {name: posted.get(name) or None for name in texts if name in posted}
    row = posted.get("header_row", "")
    if "header_row" in posted:
        made["header_row"] = int(row) if row.isdecimal() and len(row) < 8 else None
    answers = {field: str(posted.get(f"ask-field-{field}") or "") for field in FIELDS}
    given = {field: column for field, column in answers.items() if column}
    return replace(stored, **made, mapping={**stored.mapping, **_decided(posted), **given})


def _decided(posted: QueryDict) -> dict[str, str]:
    """The fields whose column someone changed: the new one, or that there is none."""
    indexes = [key.removeprefix("name-") for key in posted if key.startswith("name-")]
    now = {posted.get(f"column-{index}", ""): str(posted[f"name-{index}"]) for index in indexes}
    was = {posted.get(f"was-{index}", ""): str(posted[f"name-{index}"]) for index in indexes}
    return {field: now.get(field, NOT_USED) for field in FIELDS if now.get(field) != was.get(field)}
