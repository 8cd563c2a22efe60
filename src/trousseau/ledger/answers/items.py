"""What each account bought of each product in each place over a period: prices, volumes, mixes are told from it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from trousseau.ledger.answers.question import Question
from trousseau.ledger.answers.scope import ALL
from trousseau.ledger.duck import parquet, query
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.derived import copied, of_version


def items(question: Question, start: date, end: date) -> str:
    """The items of a period in scope, as a relation with the columns of `answers/items.sql`.

    Added up from the lines the first time a period is asked for, then kept beside the facts.
    """
    return f"(SELECT * FROM {parquet([items_file(question.facts, start, end)])} WHERE {question.condition()})"


def items_file(facts: Facts, start: date, end: date) -> Path:
    """The items of everybody over a period."""

    def make(draft: Path) -> None:
        everybody = Question(facts, ALL)
        select = query("answers/items.sql").format(lines=everybody.lines(start, end))
        copied(facts, select, draft)

    return of_version(facts, f"items-{start}-{end}", make)
