"""Looking at a file: what it is, what its columns hold, what must be asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from trousseau.ledger.reading.delimited import open_delimited
from trousseau.ledger.reading.encoding import WrongEncodingError, after_failure, marked_encoding
from trousseau.ledger.reading.formats import (
    check_choices,
    date_notes,
    decimal_of,
    is_money,
    order_of,
    written,
)
from trousseau.ledger.reading.mapping import NUMBERS, explicit, header_currency, propose
from trousseau.ledger.reading.model import Choices, Column, Inspection, Note, Question, ReadingError
from trousseau.ledger.reading.opening import Opened, clear_errors, open_file, text_stream
from trousseau.ledger.reading.parquet import ParquetSource
from trousseau.ledger.reading.profile import ColumnProfile, Profile, profile
from trousseau.ledger.reading.quarantine import OUR_COLUMNS
from trousseau.ledger.reading.source import Source
from trousseau.ledger.reading.synonyms import is_in_thousands
from trousseau.ledger.reading.workbook import WorkbookSource, open_workbook

NO_CHOICES = Choices()


@dataclass(frozen=True)
class _Seen:
    """A file whose rows were all looked at."""

    source: Source
    profiled: Profile
    questions: tuple[Question, ...]
    notes: tuple[Note, ...]


def inspect(
    path: str | Path, *, choices: Choices = NO_CHOICES, on_progress: Callable[[int], None] | None = None
) -> Inspection:
    """Look at a whole file and propose how to read it.

    Every row is looked at once, so that what is said of a column holds for all of it. What the file does not
    tell becomes a question, never a guess.

    Args:
        path: The file: delimited text, a workbook or Parquet, plain or packed, whatever its name.
        choices: What a person has decided already.
        on_progress: Called with the rows looked at so far.

    Raises:
        ReadingError: When the file cannot be read at all.
    """
    check_choices(choices)
    path = Path(path)
    opened = open_file(path)
    try:
        return _inspection(path, choices, _look(opened, choices, on_progress))
    except BaseException:
        opened.close()
        raise


def _look(opened: Opened, choices: Choices, on_progress: Callable[[int], None] | None) -> _Seen:
    if opened.kind == "text":
        return _look_at_text(opened, choices, on_progress)
    source: Source
    questions: tuple[Question, ...] = ()
    if opened.kind == "parquet":
        source = ParquetSource(opened)
    else:
        source, questions = open_workbook(opened, choices)
    return _Seen(source, profile(source, _followed(source, choices), on_progress), questions, ())


def _look_at_text(opened: Opened, choices: Choices, on_progress: Callable[[int], None] | None) -> _Seen:
    """Try the encoding that the head of a text shows; where the rest proves otherwise, start again."""
    encoding = choices.encoding or _encoding(opened)
    notes: list[Note] = []
    while True:
        try:
            source, questions = open_delimited(opened, choices, encoding)
            found = profile(source, _followed(source, choices), on_progress)
        except WrongEncodingError as error:
            if choices.encoding or encoding not in ("utf-8", "utf-8-sig"):
                raise ReadingError("wrong_encoding", encoding=encoding, row=error.lines + 1) from error
            encoding = after_failure(multibyte=error.multibyte or encoding == "utf-8-sig")
            if encoding == "utf-8+cp1252":
                notes.append(Note("encoding_mixed", {"row": error.lines + 1}))
        except LookupError as error:
            raise ReadingError("unknown_encoding", encoding=encoding) from error
        else:
            return _Seen(source, found, questions, (*notes, *source.notes()))


def _encoding(opened: Opened) -> str:
    """What the mark at the head of a text says; UTF-8 until proven otherwise."""
    with clear_errors(), opened.inner.open("rb") as raw:
        return marked_encoding(text_stream(opened, raw).read(1 << 13)) or "utf-8"


def _followed(source: Source, choices: Choices) -> frozenset[int]:
    """The columns that a person named for a number or a date: followed to the end, whatever they hold."""
    mapping, _ = explicit(source.layout.names, choices.mapping)
    wanted = {mapping[field] for field in ("date", *NUMBERS) if field in mapping}
    return frozenset(place for place, name in enumerate(source.layout.names) if name in wanted)


def _inspection(path: Path, choices: Choices, seen: _Seen) -> Inspection:
    source, profiled, questions = seen.source, seen.profiled, seen.questions
    layout = source.layout
    if profiled.rows == 0:
        raise ReadingError("no_lines", row=layout.header_row)
    columns = profiled.columns
    proposal = propose([column for column in columns if column.name not in OUR_COLUMNS], choices.mapping)
    by_name = {column.name: column for column in columns}
    decisions, asked, told = _formats(by_name, proposal.mapping, choices)
    shown = tuple(_column(column, decisions.get(column.name), proposal.mapping) for column in columns)
    all_notes = [*_layout_notes(layout.notes, columns), *seen.notes, *proposal.notes, *told]
    all_notes += _money_notes(by_name, proposal.mapping)
    all_notes += _uncalculated(source, profiled, proposal.mapping)
    return Inspection(
        path=path,
        choices=choices,
        format=layout.format,
        compression=layout.compression,
        encoding=layout.encoding,
        delimiter=layout.delimiter,
        sheet=layout.sheet,
        sheets=layout.sheets,
        header_row=layout.header_row,
        columns=shown,
        mapping=proposal.mapping,
        questions=(*questions, *proposal.questions, *asked) if not _only_layout(questions) else tuple(questions),
        notes=tuple(all_notes),
        preview=profiled.preview,
        rows=profiled.rows,
        source=source,
    )


def _only_layout(questions: Sequence[Question]) -> bool:
    """Without its delimiter or its sheet, nothing else can be asked of a file."""
    return any(question.code in ("delimiter", "sheet") for question in questions)


def _formats(
    by_name: dict[str, ColumnProfile], mapping: Mapping[str, str], choices: Choices
) -> tuple[dict[str, str | None], list[Question], list[Note]]:
    """Decide decimal marks and the order of dates of every column; ask only for those that are mapped."""
    fields = {column: field for field, column in mapping.items()}
    decisions: dict[str, str | None] = {}
    questions: list[Question] = []
    notes: list[Note] = []
    dated = [column for column in by_name.values() if column.kind == "date"]
    numeric = [column for column in by_name.values() if column.kind == "number"]
    for name, column in by_name.items():
        field = fields.get(name)
        if field == "date":
            decision = order_of(column, choices.dates, [other for other in dated if other is not column])
            notes += date_notes(column)
        elif field in NUMBERS:
            others = [other for other in numeric if other is not column]
            decision = decimal_of(column, choices, others, of_money=is_money(field))
        elif column.kind == "date":
            decision = order_of(column, None, dated)
        elif column.kind == "number":
            decision = decimal_of(column, NO_CHOICES, numeric, of_money=False)
        else:
            continue
        decisions[name] = decision.value
        if field == "date" or field in NUMBERS:
            questions += decision.questions
            notes += decision.notes
    return decisions, questions, notes


def _column(profiled: ColumnProfile, decision: str | None, mapping: Mapping[str, str]) -> Column:
    is_date = profiled.kind == "date" or mapping.get("date") == profiled.name
    order = decision if is_date else None
    if is_date and order is None:
        order = "?" if profiled.orders else None
    decimal = None if is_date else decision
    return Column(
        name=profiled.name,
        index=profiled.index,
        samples=profiled.samples,
        kind="date" if is_date else profiled.kind,
        number_format=None if is_date else written(profiled, decimal),
        decimal=decimal,
        thousands="".join(sorted(mark for mark in profiled.thousands if mark != decimal)),
        date_order=order,
    )


def _layout_notes(notes: Sequence[Note], columns: Sequence[ColumnProfile]) -> list[Note]:
    """Without the nameless columns that hold nothing (a delimiter at the end of every line)."""
    empty = {column.name for column in columns if column.kind == "empty"}
    kept = []
    for note in notes:
        if note.code == "empty_headers":
            names = [name for name in note.params["names"] if name not in empty]  # type: ignore[attr-defined]
            if names:
                kept.append(replace(note, params={"names": tuple(names)}))
        else:
            kept.append(note)
    return kept


def _money_notes(by_name: dict[str, ColumnProfile], mapping: Mapping[str, str]) -> list[Note]:
    fields = mapping
    notes: list[Note] = []
    for field in NUMBERS:
        column = by_name.get(fields.get(field, ""))
        if column is not None and column.long:
            notes.append(Note("rounded", {"column": column.name, "values": column.long}))
    amount = by_name.get(fields.get("amount", ""))
    if amount is None:
        return notes
    if is_in_thousands(amount.name):
        notes.append(Note("amount_in_thousands", {"column": amount.name}))
    if "currency" not in fields:
        currency = header_currency(amount.name)
        if amount.currencies:
            params = {"column": amount.name, "currencies": tuple(sorted(amount.currencies))}
            notes.append(Note("currency_in_amounts", params))
        elif currency:
            notes.append(Note("currency_in_header", {"column": amount.name, "currency": currency}))
    dollars = by_name.get(fields.get("currency", ""))
    if amount.dollars or (dollars is not None and "$" in dollars.samples):
        notes.append(Note("dollar", {"column": amount.name if amount.dollars else fields["currency"]}))
    return notes


def _uncalculated(source: Source, profiled: Profile, mapping: Mapping[str, str]) -> list[Note]:
    """Say that formulas were never calculated, when a needed column of a workbook has holes."""
    if not isinstance(source, WorkbookSource):
        return []
    needed = {mapping[field]: field for field in ("customer", "code", "date", "amount") if field in mapping}
    holed = [column for column in profiled.columns if column.name in needed and column.filled < profiled.rows]
    cells = source.uncalculated() if holed else 0
    return [Note("uncalculated", {"column": holed[-1].name, "cells": cells})] if cells else []
