"""Every problem in words: for each code of the ledger, a sentence that says what, where and how to mend it.

Codes and their parameters are listed in `ledger.reading.codes`, `ledger.store.errors`, `ledger.rates`; they
arrive here as plain text and mappings, so that this room needs nothing of the ledger.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from string import Formatter

from trousseau.figures.language import MISSING, Language
from trousseau.figures.problems.errors import ERRORS, LEDGER_ERRORS
from trousseau.figures.problems.marking import Template
from trousseau.figures.problems.questions import NOTES, QUESTIONS
from trousseau.figures.problems.reasons import REASONS
from trousseau.figures.problems.words import FIELDS, KINDS, MARKS, ORDERS

LONGEST = 60
"""Values from a file are quoted up to this many characters."""

_VARIANTS = {
    # A sentence for when a parameter has something to say, in place of the one for when it has not.
    ("wrong_delimiter", "found"): "wrong_delimiter_found",
    ("unknown_column", "nearest"): "unknown_column_nearest",
    ("field", "candidates"): "field_among",
    ("delimiter", "candidates"): "delimiter_among",
}


def error(code: str, params: Mapping[str, object], language: Language) -> str:
    """Why a file or an operation was refused: of a `ReadingError`, `StoreError` or `RatesError`."""
    return _worded({**ERRORS, **LEDGER_ERRORS}, code, params, language)


def question(
    code: str,
    params: Mapping[str, object],
    language: Language,
    *,
    column: str | None = None,
    flag: str | None = None,
) -> str:
    """What a person must decide; with the flag of the command line that answers, where there is one."""
    asked = _worded(QUESTIONS, code, {**params, "column": column or params.get("column")}, language)
    return " ".join((asked, language.text("Answer with {flag}.", flag=flag))) if flag else asked


def note(code: str, params: Mapping[str, object], language: Language) -> str:
    """Something worth knowing of a file, that needs no answer."""
    return _worded(NOTES, code, params, language)


def why(code: str, language: Language) -> str:
    """Why a row was set aside and how to mend it, for a table that shows row, column and value beside it."""
    reason = language.text(REASONS[code]) if code in REASONS else _unknown(code, language)
    return reason[:1].upper() + reason[1:]


def reason(code: str, language: Language, *, row: int, column: str, value: str | None) -> str:
    """The same as a whole sentence that says where."""
    said = language.text(REASONS[code]) if code in REASONS else _unknown(code, language)
    if value:
        return language.text(
            "Row {row}, column {column}, {value}: {why}.",
            row=language.number(row),
            column=_quoted(column, language),
            value=_quoted(value, language),
            why=said,
        )
    return language.text(
        "Row {row}, column {column}: {why}.",
        row=language.number(row),
        column=_quoted(column, language),
        why=said,
    )


def field_word(field: str, language: Language) -> str:
    """The name of a field of the sales line: “customer code”, « code client »."""
    return language.text(FIELDS[field]) if field in FIELDS else field


def _worded(table: Mapping[str, Template], code: str, params: Mapping[str, object], language: Language) -> str:
    """The sentence of a code with its parameters written out."""
    for (base, name), variant in _VARIANTS.items():
        if code == base and params.get(name) and variant in table:
            code = variant
            break
    template = table.get(code)
    if template is None:
        return _unknown(code, language)
    shown = {name: _shown(name, value, params, language) for name, value in params.items()}
    for name in _names(template):
        shown.setdefault(name, MISSING)  # a sentence with a hole still says more than a crash
    if isinstance(template, str):
        return language.text(template, **shown) if shown else language.text(template)
    one, many, counted = template
    number = params[counted]
    count = len(number) if isinstance(number, Sequence) and not isinstance(number, str) else int(str(number))
    return language.plural(one, many, count, **shown)


def _names(template: Template) -> set[str]:
    """The parameters a sentence shows."""
    forms = (template,) if isinstance(template, str) else template[:2]
    return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name and name != "n"}


def _unknown(code: str, language: Language) -> str:
    """For a code newer than these words: still a sentence."""
    return language.text("Something went wrong ({code}); nothing was changed.", code=code)


def _shown(name: str, value: object, params: Mapping[str, object], language: Language) -> str:
    """A parameter as the sentence shows it."""
    if name == "counts" and isinstance(value, Mapping):
        return _conflict(value, params.get("examples"), language)
    if name in _WORDS and isinstance(value, str) and value in _WORDS[name]:
        return language.text(_WORDS[name][value])
    if name in {"unpacked", "limit"} and isinstance(value, int) and value >= 10_000:
        return _size(value, language)
    return _plain(value, language, quote=name not in _BARE)


_WORDS = {
    "field": FIELDS,
    "kind": KINDS,
    "order": ORDERS,
    "found": {**ORDERS, **MARKS},
    "delimiter": MARKS,
    "decimal": MARKS,
}
_BARE = {
    "detail", "format", "kind", "encoding", "path", "import_id", "version", "base", "currency", "currencies",
    "choice", "fields", "allowed", "first", "last", "flag",
}  # fmt: skip
"""Parameters that are ours or technical, shown without quotation marks."""


def _plain(value: object, language: Language, *, quote: bool) -> str:
    """Anything, written for this language."""
    if isinstance(value, Mapping):
        pairs = [" ← ".join(_plain(v, language, quote=quote) for v in pair) for pair in value.items()]
        return _several(pairs, language)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _several([_plain(v, language, quote=quote) for v in value], language)
    if isinstance(value, date):
        return language.date(value)
    if isinstance(value, int | Decimal | float):
        return language.number(value, 0 if value == int(value) else 2)
    return _text("" if value is None else str(value), language, quote=quote)


def _text(text: str, language: Language, *, quote: bool) -> str:
    """A value or a mark of the file; marks are named too, for a comma is easily missed."""
    if not quote:
        return text
    if text in MARKS:
        name = language.text(MARKS[text])
        return f"{name} {_quoted(text, language)}" if text.strip() else name
    return _quoted(text, language)


def _several(words: list[str], language: Language) -> str:
    """The first of them, and how many more."""
    shown = words[:6]
    if more := len(words) - len(shown):
        shown.append(language.plural("{n} other", "{n} others", more))
    return language.listed(shown)


def _conflict(counts: Mapping[object, object], examples: object, language: Language) -> str:
    """“12 as day/month/year (row 5: “31/12/2024”) and 3 as …”, the most frequent first."""
    said = []
    for key, count in sorted(counts.items(), key=lambda item: -int(str(item[1]))):
        form = language.text({**ORDERS, **MARKS}.get(str(key), str(key)))
        example = examples.get(key) if isinstance(examples, Mapping) else None
        if isinstance(example, Mapping):
            said.append(
                language.text(
                    "{count} as {form} (row {row}: {value})",
                    count=language.number(int(str(count))),
                    form=form,
                    row=_plain(example.get("row"), language, quote=False),
                    value=_plain(example.get("value"), language, quote=True),
                )
            )
        else:
            said.append(language.text("{count} as {form}", count=language.number(int(str(count))), form=form))
    return language.listed(said)


def _quoted(value: str, language: Language) -> str:
    """A value of the file between quotation marks, cut when it is long, its line breaks made visible."""
    flat = " ".join(value.split()) if value.strip() else value
    if len(flat) > LONGEST:
        flat = f"{flat[: LONGEST - 1]}…"
    return f"«\u00a0{flat}\u00a0»" if language.french else f"“{flat}”"


def _size(count: int, language: Language) -> str:
    """Bytes in words: “5,0 Go”, “5.0 GB”."""
    for scale, french, english in ((10**9, "Go", "GB"), (10**6, "Mo", "MB"), (10**3, "ko", "kB")):
        if count >= scale:
            return f"{language.number(count / scale, 1)}\u00a0{french if language.french else english}"
    return language.number(count)
