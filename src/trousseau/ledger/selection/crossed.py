"""What each of some accounts bought of each of our offers over a period and over the one before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from trousseau.ledger.answers import Scope, Window
from trousseau.ledger.answers.question import Question
from trousseau.ledger.facts import Facts

By = Literal["division", "family"]
DIMENSIONS: tuple[By, ...] = ("division", "family")
Cells = dict[tuple[str, str], Decimal]
"""Sales by account and offer; "" is what has no offer."""


@dataclass(frozen=True)
class Crossed:
    """Sales by account × offer, in the base currency, and every offer the house has ever sold."""

    now: dict[By, Cells] = field(default_factory=dict)
    before: dict[By, Cells] | None = None
    """None: the ledger does not reach back that far."""
    names: dict[By, tuple[str, ...]] = field(default_factory=dict)


def crossed(facts: Facts, accounts: Sequence[str], window: Window) -> Crossed:
    """The sales to some accounts over a window and the one it is compared with; unconverted lines are left out."""
    question = Question(facts, Scope(accounts=tuple(accounts)))
    now = _cells(question, question.lines(window.start, window.end))
    before = None
    if window.previous_start is not None and window.previous_end is not None:
        before = _cells(question, question.lines(window.previous_start, window.previous_end))
    offered = question.ask("selection/offered").to_pylist()
    names: dict[By, tuple[str, ...]] = {
        by: tuple(sorted({row[by] for row in offered if row[by] is not None})) for by in DIMENSIONS
    }
    return Crossed(now, before, names)


def _cells(question: Question, lines: str) -> dict[By, Cells]:
    found: dict[By, Cells] = {by: {} for by in DIMENSIONS}
    for row in question.ask("selection/crossed", lines=lines).to_pylist():
        for by in DIMENSIONS:
            place = row["account"], row[by] or ""
            found[by][place] = found[by].get(place, Decimal(0)) + row["revenue"]
    return found
