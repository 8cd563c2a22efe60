"""The rolling state: twelve months and the twelve before, by account and place, kept up to date by what changed.

Each of the two is a list of files whose rows are added up when they are read: a whole one, then what
later refreshes changed. When the changes weigh too much they are added up into a whole one again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import pyarrow.parquet as pq

from trousseau.ledger.duck import parquet, query
from trousseau.ledger.facts.manifest import Month
from trousseau.ledger.facts.work import Work

MOST_FILES = 8
MOST_CHANGES = 0.5
"""A state is written whole again when it has more files, or more changed rows than this share of its rows."""

SUMS = {
    "state": ("revenue", "cost", "costed", "stranded", "lines", "converted", "costed_lines"),
    "state_before": ("revenue", "lines"),
}
"""What each of the two adds up, in the SQL file of its name."""


def save_state(
    work: Work, kind: str, months: Mapping[str, Month], wanted: Collection[str], was: Collection[str]
) -> tuple[str, ...]:
    """The files of a state (`state` or `state_before`) of the months `wanted`; the old facts' one was of `was`."""
    parts = {months[name].sums for name in wanted if name in months}
    if work.old is not None:
        files = work.old.state[kind]
        before = {work.old.months[name].sums for name in was if name in work.old.months}
        came, went = parts - before, before - parts
        if not came and not went:
            return files
        if len(came) + len(went) < len(parts):
            return _light_enough(work, kind, (*files, _summed(work, kind, came, went)))
    return (_summed(work, kind, parts, ()),)


def _summed(work: Work, kind: str, came: Collection[str], went: Collection[str]) -> str:
    """Write the sum of some months, less that of others."""
    measures = SUMS[kind]
    selects = []
    for sign, names in (("", came), ("-", went)):
        if names:
            signed = ", ".join(f"{sign}{measure} AS {measure}" for measure in measures)
            files = parquet(work.folder / name for name in sorted(names))
            selects.append(f"SELECT account, place, {signed} FROM {files}")
    if not selects:
        nothing = ", ".join(f"0 AS {name}" for name in ("account", "place", *measures))
        selects = [f"SELECT {nothing} WHERE 1 = 0"]
    return _written(work, kind, " UNION ALL ".join(selects))


def _written(work: Work, kind: str, parts: str) -> str:
    """Write the sum of some rows."""
    work.con.execute(f"CREATE OR REPLACE TEMP VIEW parts AS {parts}")
    return work.write(f"{query(f'facts/{kind}.sql')} ORDER BY account", kind)


def _light_enough(work: Work, kind: str, files: tuple[str, ...]) -> tuple[str, ...]:
    """The state, written whole again if its changes weigh too much."""
    whole, *changes = (_rows(work.folder / name) for name in files)
    if len(files) <= MOST_FILES and sum(changes) <= MOST_CHANGES * whole:
        return files
    return (_written(work, kind, f"SELECT * FROM {parquet(work.folder / name for name in files)}"),)


def _rows(file: Path) -> int:
    """How many rows a file has."""
    return int(pq.read_metadata(file).num_rows)
