"""Every code has its sentence, in both languages."""

import ast
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from trousseau.figures import problems
from trousseau.figures.language import Language
from trousseau.figures.problems.errors import ERRORS, LEDGER_ERRORS
from trousseau.figures.problems.questions import NOTES, QUESTIONS
from trousseau.figures.problems.reasons import REASONS
from trousseau.ledger.reading import codes

VALUES = {
    "row": 1245,
    "rows": 3,
    "count": 2,
    "counts": {"dmy": 12, "mdy": 3},
    "examples": {"dmy": {"row": 5, "value": "31/12/2026"}, "mdy": {"row": 9, "value": "12/31/2026"}},
    "candidates": ("Montant", "Total HT"),
    "sheets": ["Ventes", "Feuil2"],
    "others": ("A", "B"),
    "names": {"a (2)": "a"},
    "field": "amount",
    "kind": "pdf",
    "order": "dmy",
    "found": "mdy",
    "delimiter": ";",
    "decimal": ",",
    "cells": 4,
    "values": 5,
    "unpacked": 5_000_000_000,
    "limit": 2_000_000_000,
    "amount": Decimal("12.5"),
    "date": date(2026, 1, 1),
    "currencies": ("EUR", "USD"),
    "columns": 2001,
    "files": 3,
    "nearest": ("Client",),
    "first": 1950,
    "last": 2049,
}


def params(names):
    return {name: VALUES.get(name, f"<{name}>") for name in names}


@pytest.mark.parametrize("code", codes.ERRORS)
def test_errors(code, language):
    check(problems.error(code, params(codes.ERRORS[code]), language), code)


@pytest.mark.parametrize("code", codes.QUESTIONS)
def test_questions(code, language):
    said = problems.question(
        code, params(codes.QUESTIONS[code]), language, column="Date facture", flag="--dates dmy|mdy|ymd"
    )
    check(said, code)
    assert "?" in said
    assert said.endswith("--dates dmy|mdy|ymd.")


@pytest.mark.parametrize("code", codes.NOTES)
def test_notes(code, language):
    check(problems.note(code, params(codes.NOTES[code]), language), code)


@pytest.mark.parametrize("code", codes.REASONS)
def test_reasons(code, language):
    said = problems.reason(code, language, row=1245, column="Date facture", value="31/02/2026")
    check(said, code)
    assert "Date facture" in said
    assert "31/02/2026" in said
    assert problems.why(code, language)[0].isupper()


@pytest.mark.parametrize("code", LEDGER_ERRORS)
def test_ledger_and_rates(code, language):
    names = re.findall(r"{(\w+)}", str(LEDGER_ERRORS[code]))
    check(problems.error(code, params(names), language), code)


def raised():
    """The codes that the store and the rates really raise, with the parameters given."""
    folder = Path(codes.__file__).parents[1]
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"StoreError", "RatesError"}:
                given = {word.arg for word in node.keywords if word.arg}
                yield node.args[0].value, given


@pytest.mark.parametrize(("code", "given"), raised())
def test_what_is_raised_has_what_its_sentence_needs(code, given):
    shown = set(re.findall(r"{(\w+)}", str(LEDGER_ERRORS[code])))
    assert shown <= given


def test_a_missing_parameter_does_not_break_the_sentence(language):
    assert "–" in problems.error("ledger_unreadable", {"path": "/x"}, language)


def test_no_sentence_is_for_nothing():
    variants = {"wrong_delimiter_found", "unknown_column_nearest", "field_among", "delimiter_among"}
    assert set(ERRORS) - variants == set(codes.ERRORS)
    assert set(QUESTIONS) - variants == set(codes.QUESTIONS)
    assert set(NOTES) == set(codes.NOTES)
    assert set(REASONS) == set(codes.REASONS)


def check(said, code):
    """A whole sentence: no hole left, no code shown, something to do."""
    assert said.rstrip()[-1] in ".?"
    assert "{" not in said
    assert "None" not in said
    assert code not in said or "_" not in code


def test_conflicts_show_both_sides():
    said = problems.question("dates_conflict", params(("counts", "examples")), Language("en"), column="Date")
    assert "12 as day/month/year (row 5: “31/12/2026”) and 3 as month/day/year" in said


def test_empty_parameters_choose_the_other_sentence():
    en = Language("en")
    assert "None was recognised" in problems.question("field", {"field": "date", "candidates": ()}, en)
    assert "did you mean" not in problems.error("unknown_column", {"column": "x", "field": "date", "nearest": ()}, en)


def test_values_of_files_are_quoted_flat_and_short():
    said = problems.reason("number_text", Language("fr"), row=1, column="a\nb", value="x" * 500)
    assert "«\u00a0a b\u00a0»" in said
    assert len(said) < 200


def test_an_unknown_code_is_still_a_sentence(language):
    assert "new_code" in problems.error("new_code", {}, language)
    assert problems.reason("new_code", language, row=1, column="a", value=None)
