"""Tables worked out from a version of the facts, kept beside it until it goes: made once, read in milliseconds.

Facts are immutable, so what is worked out from them is too; the file's name says from what. The refresh has the
usual ones made (`accounts.reckoning.after_refresh`); one that is missing is made when it is asked for.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

from trousseau.ledger.facts.manifest import DERIVED, Facts

Make = Callable[[Path], object]
"""Writes the table as a Parquet file."""


def of_version(facts: Facts, name: str, make: Make) -> Path:
    """The table `name` of these facts; `make` writes it where nobody has yet.

    Two processes that make it at once write the same, and the later one wins.
    """
    return made(folder_of(facts.folder, facts.version) / f"{name}.parquet", make)


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
