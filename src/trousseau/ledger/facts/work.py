"""A refresh under way: its connection, its folder, what it starts from."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from trousseau.ledger.duck import parquet, text
from trousseau.ledger.facts.manifest import Facts


@dataclass(frozen=True)
class Work:
    """Where facts are made, from what, starting from which (`old`: None for nothing)."""

    con: duckdb.DuckDBPyConnection
    folder: Path
    ledger: Path
    base: str | None
    old: Facts | None
    written: list[str]
    """The files written so far, relative to the folder."""

    def write(self, select: str, kind: str, options: str = "") -> str:
        """Write what a query gives to a new file; returns its name, relative to the folder."""
        name = f"files/{kind}-{uuid.uuid4().hex}.parquet"
        self.written.append(name)
        self.con.execute(f"COPY ({select}) TO {text(self.folder / name)} (FORMAT parquet{options})")
        return name

    def ledger_files(self, sources: Mapping[str, Iterable[str]], months: Iterable[str]) -> list[Path]:
        """The ledger's files of some months."""
        return [self.ledger / source for name in months for source in sources[name]]

    def view(self, name: str, files: Iterable[Path]) -> None:
        """Call some Parquet files by a name."""
        self.con.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM {parquet(files)}")
