"""Which column holds which field: proposed from names and contents, overruled by what a person chose."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from trousseau.ledger.lines import FIELDS, NEEDED
from trousseau.ledger.reading.currencies import currency_of, plain
from trousseau.ledger.reading.model import Note, Question, ReadingError
from trousseau.ledger.reading.profile import SAMPLES, ColumnProfile
from trousseau.ledger.reading.quarantine import OUR_COLUMNS
from trousseau.ledger.reading.synonyms import Meaning, is_with_tax, meanings, vetoes, words_of

NUMBERS = ("amount", "quantity", "cost", "discount")
_OF_DOCUMENT = frozenset({"currency", "devise", "document", "facture", "invoice", "transaction"})
"""What an amount in the currency of its document has in its name, beside the words of the amount."""
_NAMES = {"nom", "name", "libelle", "raisonsociale", "description"}


_Found = tuple[tuple[int, int, int], int, Meaning, ColumnProfile]
"""A column that may hold a field: how good (less is better), its place, what its name means, the column."""


@dataclass(frozen=True)
class Proposal:
    """Field to column name, with what must be asked and what is worth knowing."""

    mapping: Mapping[str, str]
    questions: tuple[Question, ...]
    notes: tuple[Note, ...]


@dataclass
class _Work:
    columns: Sequence[ColumnProfile]
    mapping: dict[str, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    questions: list[Question] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def free(self) -> list[ColumnProfile]:
        taken = set(self.mapping.values())
        return [column for column in self.columns if column.name not in taken and column.name not in OUR_COLUMNS]

    def open_fields(self) -> list[str]:
        return [name for name in FIELDS if name not in self.mapping and name not in self.refused]


def explicit(names: Sequence[str], chosen: Mapping[str, str]) -> tuple[dict[str, str], set[str]]:
    """The columns a person named (accents, case and blanks do not count), and the fields said to have none.

    Raises:
        ReadingError: For a field or a column there is not.
    """
    mapping: dict[str, str] = {}
    refused: set[str] = set()
    for name, column in chosen.items():
        if name not in FIELDS:
            raise ReadingError("unknown_field", field=name, fields=FIELDS)
        if column.strip() in ("", "-"):
            refused.add(name)
            continue
        mapping[name] = _column(column, names, name)
    return mapping, refused


def _column(wanted: str, names: Sequence[str], for_field: str) -> str:
    if wanted in names:
        return wanted
    alike = [name for name in names if plain(name) == plain(wanted)]
    if len(alike) == 1:
        return alike[0]
    by_plain = {plain(name): name for name in names}
    nearest = [by_plain[near] for near in difflib.get_close_matches(plain(wanted), by_plain, 3, 0.5)]
    raise ReadingError("unknown_column", column=wanted, field=for_field, nearest=tuple(nearest))


def propose(columns: Sequence[ColumnProfile], chosen: Mapping[str, str]) -> Proposal:
    """Propose the column of every field.

    A name that means the field word for word goes before one that holds its words among others, then the
    surer rank, then the order of `names.toml` (an invoice date before an order date, a net amount before a
    plain one). A column that does not hold what its name says is left alone and noted. Two equally good
    columns for the amount are asked for.
    """
    mapping, refused = explicit([column.name for column in columns], chosen)
    work = _Work(columns, mapping, refused)
    _by_name(work)
    if "code" not in chosen:
        _no_ledger_account(work)
    _by_contents(work)
    _needed(work)
    _tax_notes(work, chosen)
    order = {name: place for place, name in enumerate(FIELDS)}
    return Proposal(
        dict(sorted(work.mapping.items(), key=lambda pair: order[pair[0]])),
        tuple(work.questions),
        tuple(work.notes),
    )


def fits(name: str, column: ColumnProfile) -> bool:
    """Whether a column holds what a field needs."""
    if name == "date":
        return column.may_be_date
    if name in NUMBERS:
        return column.filled > 0 and column.kind == "number"
    if name == "line":
        return column.kind != "date" and column.words < 0.5
    if name == "currency":
        return column.kind != "date" and any(currency_of(sample) for sample in column.samples)
    if column.filled == 0 or _looks_like_amounts(column) or (column.kind == "date" and name != "document"):
        return False
    return not (name == "product" and words_of(column.name) == ("item",) and _counts_up(column))


def _counts_up(column: ColumnProfile) -> bool:
    """Whether an “Item” numbers the lines of a document (1, 2, 3 or 10, 20, 30) and is no product."""
    numbers = [int(sample) for sample in column.samples if sample.isdecimal()]
    return len(numbers) == len(column.samples) and all(n < 1000 or (n < 100_000 and n % 10 == 0) for n in numbers)


def _looks_like_amounts(column: ColumnProfile) -> bool:
    """Numbers with decimals are no codes and no names."""
    if column.samples and all(re.fullmatch(r"\d+[.,]0", sample) for sample in column.samples):
        return False  # 17850.0: a whole number that went through floats
    return column.kind == "number" and sum(column.decimals.values()) > 0.3 * column.filled


def _by_name(work: _Work) -> None:
    open_fields = set(work.open_fields())
    found: list[_Found] = []
    for column in work.free():
        for meaning in meanings(column.name) if column.filled else ():
            if meaning.field not in open_fields or (meaning.field == "amount" and is_with_tax(column.name)):
                continue
            if _vetoed(meaning.field, column.name):
                continue
            if fits(meaning.field, column):
                found.append((_grade(meaning), column.index, meaning, column))
            elif meaning.extra == 0 and meaning.rank >= 2 and column.filled:
                sample = column.samples[0] if column.samples else ""
                work.notes.append(Note("not_used", {"field": meaning.field, "column": column.name, "value": sample}))
    found.sort(key=lambda item: (item[0], item[1]))
    _document_currency(found)
    for _, _, meaning, column in found:
        if meaning.field not in open_fields or column.name in work.mapping.values():
            continue
        open_fields.discard(meaning.field)
        rivals = _rivals(meaning, column, found, work)
        if rivals:
            work.questions.append(_choice(meaning.field, (column, *rivals)))
        else:
            work.mapping[meaning.field] = column.name
            _note_preferred(work, meaning.field, column, found)
    _name_beside_code(work)
    used = set(work.mapping.values())
    work.notes[:] = [note for note in work.notes if note.code != "not_used" or note.params["column"] not in used]


def _grade(meaning: Meaning) -> tuple[int, int, int]:
    return (meaning.extra + (0 if meaning.extra == 0 else 1), -meaning.rank, meaning.order)


def _vetoed(name: str, column: str) -> bool:
    words = set(words_of(column))
    exact = any(meaning.field == name and meaning.extra == 0 for meaning in meanings(column))
    return not exact and bool(words & vetoes(name))


def _rivals(
    meaning: Meaning,
    column: ColumnProfile,
    found: Sequence[_Found],
    work: _Work,
) -> tuple[ColumnProfile, ...]:
    """Other columns that mean the amount, or the date, word for word the same."""
    if meaning.field not in ("amount", "date"):
        return ()
    same = [
        other
        for grade, _, rival, other in found
        if rival.field == meaning.field
        and grade == _grade(meaning)
        and other is not column
        and other.name not in work.mapping.values()
        and other.samples != column.samples
    ]
    return tuple(same)


def _document_currency(found: list[_Found]) -> None:
    """Where an amount stands in two currencies, keep the one of the document when its currency is told.

    “Montant HT” beside “Montant HT devise” is in the company's currency; “Amount (LCY)” beside “Amount” says so.
    """
    told = any(meaning.field == "currency" and meaning.extra == 0 for _, _, meaning, _ in found)
    amounts = [item for item in found if item[2].field == "amount" and item[2].extra == 0]
    if told:
        alike = {words - _OF_DOCUMENT for item in found if (words := _words(item)) & {"currency", "devise"}}
        for item in [item for item in amounts if _words(item) in alike]:
            found.remove(item)
            amounts.remove(item)
    of_company = [item for item in amounts if header_currency(item[3].name) or "lcy" in item[3].name.casefold()]
    if told and len(of_company) < len(amounts):
        for item in of_company:
            found.remove(item)


def _words(found: _Found) -> frozenset[str]:
    """The words of the name of a column that may hold the amount; none of another."""
    return frozenset(words_of(found[3].name)) if found[2].field == "amount" else frozenset()


def _note_preferred(work: _Work, name: str, column: ColumnProfile, found: Sequence[_Found]) -> None:
    """Say which column was preferred for the date or the amount, and over which."""
    others = [
        other.name
        for _, _, meaning, other in found
        if meaning.field == name and meaning.extra == 0 and other is not column and name in ("date", "amount")
    ]
    if others:
        params = {"field": name, "column": column.name, "others": tuple(others)}
        work.notes.append(Note("preferred", params))


def header_currency(name: str) -> str | None:
    """The currency that the name of a column bears: “Montant HT (USD)”."""
    for word in name.replace("(", " ").replace(")", " ").replace("_", " ").split():
        if word in ("€", "$", "£", "US$") or (len(word) == 3 and word.isalpha() and word.isupper()):
            code = currency_of(word)
            if code and word not in ("NET", "TOP", "ALL", "ANG"):
                return code
        if plain(word) in ("euro", "euros", "eur", "usd", "gbp", "chf"):
            return currency_of(word)
    return None


def _name_beside_code(work: _Work) -> None:
    """Tell the column of codes from that of names when only their contents do."""
    by_name = {column.name: column for column in work.columns}
    customer, code = work.mapping.get("customer"), work.mapping.get("code")
    if customer and not code and "code" not in work.refused and by_name[customer].words < 0.2:
        for column in work.free():
            if set(words_of(column.name)) & _NAMES and column.kind == "text" and column.words > 0.5:
                others = {meaning.field for meaning in meanings(column.name) if meaning.extra == 0}
                if not others or others & {"customer"}:
                    work.mapping |= {"code": customer, "customer": column.name}
                    return
    if code and not customer and "customer" not in work.refused and by_name[code].words > 0.5:
        work.mapping["customer"] = work.mapping.pop("code")


def _no_ledger_account(work: _Work) -> None:
    """Leave an “Account code” that holds the accounts of the books (200, 706000), a few for all customers."""
    by_name = {column.name: column for column in work.columns}
    code, customer = by_name.get(work.mapping.get("code", "")), by_name.get(work.mapping.get("customer", ""))
    if code is None or customer is None or not {"account", "compte"} & set(words_of(code.name)):
        return
    few = len(code.samples) < SAMPLES == len(customer.samples)
    if few and all(sample.isdecimal() for sample in code.samples):
        del work.mapping["code"]
        params = {"field": "code", "column": code.name, "value": code.samples[0]}
        work.notes.append(Note("not_used", params))


def _by_contents(work: _Work) -> None:
    """The only column of dates is the date, whatever its name."""
    if "date" in work.mapping or "date" in work.refused:
        return
    dated = [column for column in work.free() if column.kind == "date"]
    if len(dated) == 1 and not _vetoed("date", dated[0].name):
        work.mapping["date"] = dated[0].name
        work.notes.append(Note("from_contents", {"field": "date", "column": dated[0].name}))


def _needed(work: _Work) -> None:
    asked = {question.params.get("field") for question in work.questions}
    for name in NEEDED:
        if name in work.mapping or name in asked or (name == "customer" and "code" in work.mapping):
            continue
        if name not in work.refused and (only := _named(name, work.free())):
            work.mapping[name] = only.name
            continue
        if name == "amount":
            taxed = [column.name for column in work.free() if is_with_tax(column.name) and fits("amount", column)]
            taxed = [column for column in taxed if not _other_money(column)]
            if taxed and name not in work.refused:
                params = {"candidates": tuple(taxed)}
                work.questions.append(Question("amount_with_tax", "--map amount=…", taxed[0], params))
                continue
        unfit = [str(note.params["column"]) for note in work.notes if note.params.get("field") == name]
        could = [column.name for column in work.free() if _could_hold(name, column)]
        work.questions.append(_question(name, [*unfit, *could]))


def _named(name: str, columns: Sequence[ColumnProfile]) -> ColumnProfile | None:
    """The one column named after the date or the amount word for word, if any cell holds one: the others are faulty."""
    found = [
        column
        for column in columns
        if any(meaning.field == name and meaning.extra == 0 and meaning.rank >= 2 for meaning in meanings(column.name))
        and not is_with_tax(column.name)
        and (column.dates + column.maybe_dates if name == "date" else column.numbers if name == "amount" else 0)
    ]
    return found[0] if len(found) == 1 else None


def _could_hold(name: str, column: ColumnProfile) -> bool:
    if name == "date":
        return column.may_be_date
    if name == "amount":
        return column.kind == "number" and not _other_money(column.name)
    return column.kind == "text"


def _other_money(name: str) -> bool:
    words = set(words_of(name))
    return bool(words & (vetoes("amount") - {"ttc", "brut", "gross"}))


def _question(name: str, candidates: Sequence[str]) -> Question:
    params = {"field": name, "candidates": tuple(candidates[:20])}
    return Question("field", f"--map {name}=…", None, params)


def _choice(name: str, columns: Sequence[ColumnProfile]) -> Question:
    params = {"field": name, "candidates": tuple(column.name for column in columns)}
    return Question("field_choice", f"--map {name}=…", None, params)


def _tax_notes(work: _Work, chosen: Mapping[str, str]) -> None:
    amount = work.mapping.get("amount")
    if amount is None:
        return
    if "amount" in chosen and is_with_tax(amount):
        work.notes.append(Note("with_tax_chosen", {"column": amount}))
        return
    for column in work.free():
        if is_with_tax(column.name) and column.kind == "number":
            work.notes.append(Note("with_tax_left", {"column": column.name}))
