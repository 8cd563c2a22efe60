"""The tables of one month: what it tells of each account, and the prices each paid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from trousseau.ledger.answers.question import Question
from trousseau.ledger.answers.scope import ALL
from trousseau.ledger.duck import parquet, query, reading, text
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.derived import of_month


def month_table(facts: Facts, month: str) -> Path:
    """What a month tells of each account: `signals/months.sql`."""
    ledger = parquet(facts.ledger_files([month]))
    return of_month(facts, month, "signals", _writer(facts, month, "months", ledger=ledger))


def price_table(facts: Facts, month: str) -> Path:
    """The net prices of a month: `signals/prices.sql`."""
    return of_month(facts, month, "prices", _writer(facts, month, "prices"))


def _writer(facts: Facts, month: str, name: str, **relations: str) -> Callable[[Path], None]:
    """Writes what a query tells of a month's lines."""

    def make(draft: Path) -> None:
        everybody = Question(facts, ALL)
        entry = facts.months[month]
        lines = everybody.lines(date.fromisoformat(entry.first), date.fromisoformat(entry.last))
        select = query(f"signals/{name}.sql").format(lines=lines, **everybody.names(), **relations)
        with reading() as con:  # a month is small: a database of its own would cost more than the query
            con.execute(f"COPY ({select}) TO {text(draft)} (FORMAT parquet)")

    return make
