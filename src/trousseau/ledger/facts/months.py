"""One month of the ledger made ready: its lines in the base currency, and what they add up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from trousseau.ledger.duck import parquet, query
from trousseau.ledger.facts.conversion import prepared
from trousseau.ledger.facts.manifest import Month
from trousseau.ledger.facts.work import Work

LINES_A_GROUP = 60_000
"""Prepared lines a row group: small enough that one account is found in a few."""


def prepare_month(work: Work, sources: tuple[str, ...], rates: str) -> Month:
    """Prepare one month from its ledger files, on a connection of its own; `rates` is their digest."""
    with work.con.cursor() as con:
        mine = replace(work, con=con)
        mine.view("lines", [work.ledger / source for source in sources])
        lines = mine.write(f"{prepared(work.base)} ORDER BY account", "lines", f", ROW_GROUP_SIZE {LINES_A_GROUP}")
        mine.view("prepared", [work.folder / lines])
        sums = mine.write(f"{query('facts/sums.sql')} ORDER BY account", "sums")
        rows, converted, first, last = con.execute(
            "SELECT count(*), count(revenue), min(date), max(date) FROM prepared"
        ).fetchall()[0]
    return Month(sources, rates, lines, sums, rows, rows - converted, first.isoformat(), last.isoformat())


def count_lines(work: Work, files: Sequence[Path]) -> int:
    """How many lines some files hold (from their footers)."""
    return int(work.con.execute(f"SELECT count(*) FROM {parquet(files)}").fetchall()[0][0]) if files else 0
