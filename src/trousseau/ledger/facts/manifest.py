"""What a version of the facts is made of: immutable Parquet files named by one manifest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Self


@dataclass(frozen=True)
class Facts:
    """One version of the facts, ready to be read; safe to share between threads.

    `version` names the ledger version, the rates and the settings it was made from; `base` is the currency (None:
    amounts as they stand); `today` is the day it was refreshed for; `first` and `last` are the dates of the first and
    last line (None: empty).
    """

    folder: Path
    version: str
    ledger_version: int
    base: str | None
    today: date
    fiscal_year_start: int
    first: date | None
    last: date | None
    lines: int
    unconverted: int

    @classmethod
    def open(cls, folder: Path | str, version: str | None = None) -> Self:
        """Open the newest version, or that one. Raises `FactsError` (`no_facts`, `no_such_version`)."""
        raise NotImplementedError
