"""What is wrong with a table of total spend, in words: where, what, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable

from trousseau.figures.language import Language

SAID = 8
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
        return (text("Nothing of the table was kept."), *said)
    whole = {
        "columns": text(
            "The table has no column “{column}”: name one so. It needs client, amount, source, date and confidence.",
            column=column_word(detail, language),
        ),
        "no_rows": text("The table has a header and nothing under it."),
        "too_many_rows": text("The table has more than {most} rows: split it.", most=detail),
        "not_a_table": text("This file cannot be read as a table: give a CSV or an Excel workbook."),
    }
    return (whole[code],)


def column_word(name: str, language: Language) -> str:
    """What a column is called."""
    known = {
        "client": language.text("client"),
        "amount": language.text("amount"),
        "source": language.text("source"),
        "date": language.text("date"),
        "confidence": language.text("confidence"),
    }
    return known.get(name, name)


def problem(one: Problem, language: Language) -> str:
    """One cell: where, what it says, how to mend it."""
    row, column, value, code = one
    text = language.text
    why = {
        "amount": text("write an amount a year, from 0, such as 250000"),
        "amount_unclear": text("this may be thousands or decimals: write 1234 or 1.23"),
        "client": text("say which client: its group, its code or its name"),
        "confidence": text("write high, medium or low"),
        "conflict": text("the same client, unit, offer and day has another amount above: keep one"),
        "currency": text("write the three letters of the currency, such as EUR"),
        "date": text("write the day as 2026-01-31"),
        "date_unclear": text("this may be two days: write it as 2026-01-31"),
        "future": text("this day has not come yet"),
        "not_yours": text("only its manager or a director tells of this client"),
        "rate": text("no exchange rate is known of this day: give the amount in the base currency"),
        "several": text("several clients have this name: write its code"),
        "source": text("say where you have it from"),
        "unknown": text("no client has this name or code"),
    }
    return text(
        "Row {row}, column {column}, “{value}”: {why}.", row=str(row), column=column, value=value[:60], why=why[code]
    )
