"""Sums over everything in scope, and what could not be converted."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa

from trousseau.ledger.answers.question import Question
from trousseau.ledger.answers.scope import ALL, Scope
from trousseau.ledger.answers.windows import Window
from trousseau.ledger.facts import Facts


@dataclass(frozen=True)
class Totals:
    """Sums of a window in the base currency; `previous`, `cost`, `costed` as in `accounts`.

    `accounts` have at least one converted line; `unconverted_accounts` have only unconverted ones.
    """

    revenue: Decimal
    previous: Decimal | None
    cost: Decimal | None
    costed: Decimal
    lines: int
    unconverted: int
    accounts: int
    unconverted_accounts: int


def totals(facts: Facts, window: Window, *, scope: Scope = ALL, compared: bool = True) -> Totals:
    """The sums of a window: equal to the sum of the lines, to the cent. `previous` only if `compared`."""
    question = Question(facts, scope)
    compared = compared and window.previous_start is not None
    cells = question.cells(window, compared=compared)
    return Totals(**question.ask("totals", cells=cells, compared=str(compared)).to_pylist()[0])


def unconverted(facts: Facts, window: Window, *, scope: Scope = ALL) -> pa.Table:
    """Lines for which no rate is known: `currency`, `lines`, `amount` (as it stands in that currency)."""
    question = Question(facts, scope)
    return question.ask("unconverted", cells=question.cells(window, compared=False))
