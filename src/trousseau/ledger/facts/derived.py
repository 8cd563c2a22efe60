"""Tables worked out from a version of the facts, kept beside it until it goes: made once, read in milliseconds.

Facts are immutable, so what is worked out from them is too; the file's name says from what. The refresh has the
usual ones made (`accounts.reckoning.ahead`); one that is missing is made when it is asked for. Who must answer
at once asks inside `at_once()`: what would take long is then refused with `NotYetError` instead of being made.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

import duckdb

from trousseau.ledger.duck import reading, session, text
from trousseau.ledger.facts.manifest import DERIVED, Facts

Make = Callable[[Path], object]
"""Writes the table as a Parquet file."""

FEW = 200_000
"""Lines of a version that need no database of their own."""

_hurried: ContextVar[bool] = ContextVar("hurried", default=False)


class NotYetError(Exception):
    """Something that takes long has not been worked out yet, and whoever asks cannot wait for it."""


@contextmanager
def at_once() -> Iterator[None]:
    """Inside, nothing that takes long is worked out: `NotYetError` says that it is missing."""
    token = _hurried.set(True)
    try:
        yield
    finally:
        _hurried.reset(token)


def takes_long() -> None:
    """Say that what follows takes long. Raises `NotYetError` where that must not be."""
    if _hurried.get():
        raise NotYetError


def of_version(facts: Facts, name: str, make: Make, *, long: bool = False) -> Path:
    """The table `name` of these facts; `make` writes it where nobody has yet, and takes `long` or not.

    Two processes that make it at once write the same, and the later one wins.
    """
    file = folder_of(facts.folder, facts.version) / f"{name}.parquet"
    if long and not file.exists():
        takes_long()
    return made(file, make)


@contextmanager
def writing(facts: Facts, draft: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that works a table of a whole version out, into the file `draft`.

    Of many lines on a database of its own, which may spill to disk; of few, that would cost more than the query.
    """
    with reading() if facts.lines <= FEW else session(draft.parent / ".scratch") as con:
        yield con


def copied(facts: Facts, select: str, draft: Path) -> None:
    """Write what a query over a whole version tells."""
    with writing(facts, draft) as con:
        con.execute(f"COPY ({select}) TO {text(draft)} (FORMAT parquet)")


def of_month(facts: Facts, month: str, name: str, make: Make) -> Path:
    """The table `name` of one month's lines, shared by all versions in which that month is the same."""
    stem = Path(facts.months[month].lines).stem
    return made(facts.folder / DERIVED / "months" / stem / f"{name}.parquet", make)


def folder_of(facts: Path, version: str) -> Path:
    """Where what is worked out from a version of the facts of a folder is kept."""
    return facts / DERIVED / version


def made(file: Path, make: Make) -> Path:
    """The file, written whole by `make` where it is missing."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f".{file.name}.{os.getpid()}.{threading.get_ident()}")
        try:
            make(draft)
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)
    return file
