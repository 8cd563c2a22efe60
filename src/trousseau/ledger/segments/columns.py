"""The columns that may be a segment, one value an account, worked out once per version of the facts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from trousseau.ledger.duck import parquet, query, reading, text
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.derived import copied, of_month, of_version

KNOWN = (":division", ":family", ":zone")
"""Columns the ledger knows, that may serve as a segment too; a colon keeps them from an unknown one of that name."""


@dataclass(frozen=True)
class Column:
    """A column of texts that may be the company's segment."""

    name: str
    """As the file writes it; one of `KNOWN` where the ledger knows what it means."""
    accounts: int
    """How many accounts have a value in it."""
    values: int
    """How many different ones."""
    changing: int
    """Of how many accounts it changes from line to line: their latest value counts."""


def columns(facts: Facts) -> tuple[Column, ...]:
    """The columns there are, those the ledger knows first, then by name."""
    with reading() as con:
        sql = query("segments/columns.sql").format(values=parquet([warm(facts)]))
        return tuple(Column(*row) for row in con.execute(sql).fetchall())


def segments(facts: Facts, column: str) -> dict[str, str]:
    """The latest value of each ledger account in a column; accounts without one are absent."""
    with reading() as con:
        found = con.execute(
            f'SELECT account, value FROM {parquet([warm(facts)])} WHERE "column" = $column ORDER BY account',
            {"column": column},
        ).fetchall()
    return dict(found)


def warm(facts: Facts) -> Path:
    """The table of all columns (account, column, value, several), made where it is not there yet."""

    def make(draft: Path) -> None:
        months = [_month(facts, name) for name in facts.months]
        told = parquet(months) if months else f"({query('segments/nothing.sql')})"
        copied(facts, query("segments/version.sql").format(months=told), draft)

    return of_version(facts, "segments_of_texts", make, long=True)


def _month(facts: Facts, name: str) -> Path:
    """The table of one month."""

    def make(draft: Path) -> None:
        lines = parquet(facts.ledger_files([name]))
        with reading() as con:  # a month is small: a database of its own would cost more than the query
            con.execute(f"COPY ({query('segments/month.sql').format(lines=lines)}) TO {text(draft)} (FORMAT parquet)")

    return of_month(facts, name, "segments_of_texts", make)
