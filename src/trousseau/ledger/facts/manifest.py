"""What a version of the facts is made of: immutable Parquet files named by one manifest."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Self

FORMAT = 1
"""Facts of another format are made anew."""

DERIVED = "derived"
"""The folder of what is worked out from the facts: see `derived`."""

ANSWERS = "answers"
"""Inside that of a version: answers of pages. A version that is kept is read by who computes anew."""

KEEP_SECONDS = 3600
"""A version keeps its files this long after it has been the newest, for whoever is reading it."""


class FactsError(Exception):
    """Facts that are not there. Codes: `no_facts` (path), `no_such_version` (path, version)."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Month:
    """One month of the ledger, prepared: from which files and rates, into which files."""

    sources: tuple[str, ...]
    rates: str
    lines: str
    sums: str
    rows: int
    unconverted: int
    first: str
    last: str


@dataclass(frozen=True)
class Facts:
    """One version of the facts, ready to be read; safe to share between threads.

    `version` names the ledger version, the rates and the settings it was made from; `base` is the
    currency (None: amounts as they stand); `today` is the day it was refreshed for; `first` and
    `last` are the dates of the first and last line (None: empty).
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
    ledger: str
    rates: str
    tables: Mapping[str, str] = field(repr=False)
    state: Mapping[str, tuple[str, ...]] = field(repr=False)
    months: Mapping[str, Month] = field(repr=False)

    @classmethod
    def open(cls, folder: Path | str, version: str | None = None) -> Self:
        """Open the newest version, or that one. Raises `FactsError` (`no_facts`, `no_such_version`)."""
        folder = Path(folder).absolute()
        try:
            name = (folder / "current").read_text(encoding="utf-8").strip() if version is None else version
            said = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            if version is None:
                raise FactsError("no_facts", path=str(folder)) from None
            raise FactsError("no_such_version", path=str(folder), version=version) from None
        if said.pop("format") != FORMAT:
            raise FactsError("no_facts", path=str(folder))
        months = {
            name: Month(**{**entry, "sources": tuple(entry["sources"])}) for name, entry in said["months"].items()
        }
        state = {name: tuple(files) for name, files in said["state"].items()}
        days = {key: said[key] and date.fromisoformat(said[key]) for key in ("today", "first", "last")}
        return cls(folder=folder, **{**said, **days, "months": months, "state": state})

    def table(self, name: str) -> Path:
        """One of accounts, places, families, products, identities, rates."""
        return self.folder / self.tables[name]

    def state_files(self, kind: str) -> list[Path]:
        """The files of `state` (the rolling twelve months) or `state_before`: their rows are to be added up."""
        return [self.folder / name for name in self.state[kind]]

    def month_files(self, kind: str, months: Iterable[str]) -> list[Path]:
        """The files (`lines` or `sums`) of those of these months that have lines."""
        return [self.folder / getattr(self.months[name], kind) for name in months if name in self.months]

    def ledger_files(self, months: Iterable[str]) -> list[Path]:
        """The ledger's own files of those months, as of this version."""
        home = self.folder / self.ledger
        return [home / source for name in months if name in self.months for source in self.months[name].sources]

    def keep(self) -> None:
        """Keep this version until further notice: a frozen check-up stands on it."""
        (self.folder / f"{self.version}.kept").touch()

    @staticmethod
    def kept_ledger_versions(folder: Path | str) -> set[int]:
        """The ledger versions behind the facts that are kept, for `Ledger.vacuum`."""
        kept = [file.stem for file in Path(folder).glob("*.kept") if file.with_suffix(".json").exists()]
        return {Facts.open(folder, version).ledger_version for version in kept}

    @staticmethod
    def ledger_versions(folder: Path | str) -> set[int]:
        """The ledger versions behind every version of the facts that is there: someone may be reading it."""
        found = set()
        for manifest in Path(folder).glob("*.json"):
            with suppress(FactsError):
                found.add(Facts.open(folder, manifest.stem).ledger_version)
        return found

    def files(self) -> set[str]:
        """Every file of this version, relative to its folder."""
        states = (name for files in self.state.values() for name in files)
        return {*self.tables.values(), *states, *(f for m in self.months.values() for f in (m.lines, m.sums))}


def digest(said: Iterable[str]) -> str:
    """A digest of some texts, the same in every run."""
    return hashlib.md5("|".join(said).encode(), usedforsecurity=False).hexdigest()


def publish(facts: Facts) -> None:
    """Make a version the newest, at once, then remove files no version needs any more."""
    said: dict[str, Any] = {"format": FORMAT, **asdict(facts)}
    del said["folder"]
    said["months"] = {name: asdict(entry) for name, entry in facts.months.items()}
    for key in ("today", "first", "last"):
        said[key] = said[key] and said[key].isoformat()
    with suppress(FactsError, OSError):  # what was the newest until now may be open in a reader
        (facts.folder / f"{Facts.open(facts.folder).version}.json").touch()
    _replace(facts.folder / f"{facts.version}.json", json.dumps(said))
    _replace(facts.folder / "current", facts.version)
    _tidy(facts)


def _replace(file: Path, text: str) -> None:
    """Write a file at once or not at all."""
    new = file.with_name(f".{file.name}.{os.getpid()}")
    new.write_text(text, encoding="utf-8")
    new.replace(file)


def _tidy(newest: Facts) -> None:
    """Remove manifests nobody can still be reading, and files that none of the others names."""
    old = time.time() - KEEP_SECONDS
    needed = newest.files()
    for file in newest.folder.glob("*.json"):
        if file.stem == newest.version:
            continue
        if file.stat().st_mtime < old and not file.with_suffix(".kept").exists():
            file.unlink(missing_ok=True)
            continue
        try:
            needed |= Facts.open(newest.folder, file.stem).files()
        except FactsError:
            if not file.with_suffix(".kept").exists():
                file.unlink(missing_ok=True)
    for data in newest.folder.glob("files/*.parquet"):
        if f"files/{data.name}" not in needed and data.stat().st_mtime < old:
            data.unlink(missing_ok=True)
    _tidy_derived(newest, needed, old)


def _tidy_derived(newest: Facts, needed: set[str], old: float) -> None:
    """Remove what was worked out from versions and months that are gone, and answers from all but the newest."""
    folder = newest.folder
    for version in (folder / DERIVED).glob("*"):
        if version.name != "months" and not (folder / f"{version.name}.json").exists():
            shutil.rmtree(version, ignore_errors=True)
        elif version.name not in {"months", newest.version}:
            shutil.rmtree(version / ANSWERS, ignore_errors=True)
    for month in (folder / DERIVED / "months").glob("*"):
        if f"files/{month.name}.parquet" not in needed and month.stat().st_mtime < old:
            shutil.rmtree(month, ignore_errors=True)
