"""Revenue by zone, division, currency, family, product, and by account inside each."""

from __future__ import annotations

from typing import Literal

import pyarrow as pa

from trousseau.ledger.answers.accounts import KEYS, By
from trousseau.ledger.answers.question import Question
from trousseau.ledger.answers.scope import ALL, Scope
from trousseau.ledger.answers.windows import Window
from trousseau.ledger.duck import query
from trousseau.ledger.facts import Facts

Dimension = Literal["zone", "division", "currency", "family", "product"]

DICTIONARIES = {
    "zone": ("places", "place"),
    "division": ("places", "place"),
    "currency": ("places", "place"),
    "family": ("families", "family"),
    "product": ("products", "product"),
}
"""Where the names of a dimension are, and which number leads to them."""


def breakdown(facts: Facts, window: Window, dimension: Dimension, *, scope: Scope = ALL) -> pa.Table:
    """Revenue of each value of a dimension, greatest first, then by value; the rows add up to `totals`.

    Columns: `value` ("" where not given), `revenue`, `previous`, `cost`, `costed`, `lines`,
    `unconverted` as in `accounts`, `accounts` (int64: how many have a line in the window).
    """
    question = Question(facts, scope)
    table, number = DICTIONARIES[dimension]
    compared = "true" if window.previous_start is not None else "false"
    return question.ask(
        "breakdown",
        cells=_cells(question, window, number),
        values=question.names()[table],
        value=dimension,
        number=number,
        compared=compared,
    )


def cells(facts: Facts, window: Window, dimension: Dimension, *, scope: Scope = ALL, by: By = "account") -> pa.Table:
    """Revenue of each (value of a dimension, account): concentration inside a zone, what-if before and after.

    Columns: `value`, `account` (as in `accounts`), `revenue`, `cost`, `costed`; sorted by value, then revenue
    descending; only cells with a converted line in the window.
    """
    question = Question(facts, scope)
    table, number = DICTIONARIES[dimension]
    return question.ask(
        "cells",
        cells=_cells(question, window, number),
        values=question.names()[table],
        value=dimension,
        number=number,
        key=KEYS[by]["key"],
        label=KEYS[by]["label"],
    )


def _cells(question: Question, window: Window, number: str) -> str:
    """The cells of a window by place, or from its lines by family or product."""
    if number == "place":
        return question.cells(window)
    current = question.lines(window.start, window.end)
    parts = [query("answers/by_number.sql").format(lines=current, number=number)]
    if window.previous_start is not None and window.previous_end is not None:
        before = question.lines(window.previous_start, window.previous_end)
        parts.append(query("answers/by_number_before.sql").format(lines=before, number=number))
    return f"({' UNION ALL BY NAME '.join(parts)})"
