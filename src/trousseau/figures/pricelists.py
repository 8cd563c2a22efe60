"""What is wrong with a table of prices, in words: where, what, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable

from trousseau.figures.language import Language

SAID = 5
"""Problems told one by one; the others are counted."""


Problem = tuple[int, str, str, str]
"""What is wrong in one cell: row, column, value, code."""


def refusal(code: str, detail: str, problems: Iterable[Problem], language: Language) -> tuple[str, ...]:
    """Why a table was not taken, in sentences; nothing of it is kept."""
    text = language.text
    if code == "cells":
        found = list(problems)
        said = [problem(one, language) for one in found[:SAID]]
        if len(found) > SAID:
            said.append(language.plural("and {n} other problem", "and {n} other problems", len(found) - SAID))
        return tuple(said)
    whole = {
        "columns": text("The table has no column “{column}”: name one so. It needs product and price.", column=detail),
        "no_rows": text("The table has a header and nothing under it."),
        "too_many_rows": text("The table has more than {most} rows: split it.", most=detail),
        "not_a_table": text("This file cannot be read as a table: give a CSV or an Excel workbook."),
    }
    return (whole[code],)


def problem(one: Problem, language: Language) -> str:
    """One cell: where, what it says, how to mend it."""
    row, column, value, code = one
    text = language.text
    why = {
        "product": text("a price needs its product"),
        "price": text("write a price above zero, such as 418.50"),
        "price_unclear": text("this may be thousands or decimals: write 1234 or 1.23"),
        "currency": text("write the three letters of the currency, such as EUR"),
        "kind": text("write list or target"),
        "date": text("write the day as 2026-01-31"),
        "conflict": text("the same product, zone, kind and day has another price above: keep one"),
    }
    return text(
        "Row {row}, column {column}, “{value}”: {why}.",
        row=str(row),
        column=column,
        value=value[:60],
        why=why[code],
    )
