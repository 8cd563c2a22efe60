"""A sheet of judgements filled in elsewhere (CSV, Excel): a row a client and criterion, as text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from trousseau.ledger.costs.tables.headers import plain
from trousseau.ledger.costs.tables.opened import opened
from trousseau.ledger.reading import Choices
from trousseau.ledger.reading.model import ReadingError

MOST = 20_000
"""Rows a sheet may have."""
NAMES: Mapping[str, frozenset[str]] = {
    "client": frozenset({"client", "key", "code", "cle"}),
    "criterion": frozenset({"criterion", "critere"}),
    "level": frozenset({"level", "niveau", "note"}),
    "reason": frozenset({"reason", "why", "motif", "pourquoi"}),
    "evidence": frozenset({"what shows it", "evidence", "ce qui le montre", "preuve", "indices"}),
}
"""Field → the headers that name it, in plain letters."""


class SheetError(Exception):
    """A sheet that cannot be read: `columns` (the missing one), `no_rows`, `too_many_rows`, `not_a_table`."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail


@dataclass(frozen=True)
class SheetRow:
    """One row as it stands."""

    row: int
    """As a spreadsheet numbers it."""
    client: str
    criterion: str
    level: str
    reason: str
    evidence: str


def read_sheet(path: Path) -> tuple[SheetRow, ...]:
    """The rows of a sheet that say anything.

    Raises:
        SheetError: see its codes.
    """
    try:
        table = opened(path, Choices())
    except ReadingError as error:
        raise SheetError("no_rows" if error.code == "no_lines" else "not_a_table") from error
    if table.questions:
        raise SheetError("not_a_table")
    headers = [plain(name) for name in table.names]
    texts = {}
    for field, names in NAMES.items():
        place = next((at for at, header in enumerate(headers) if header in names), None)
        if place is None:
            raise SheetError("columns", field)
        texts[field] = table.texts(place)
    if len(table.rows) > MOST:
        raise SheetError("too_many_rows", str(MOST))
    rows = tuple(
        SheetRow(number, *(" ".join(texts[field][at].split()) for field in NAMES))
        for at, number in enumerate(table.rows)
    )
    found = tuple(row for row in rows if row.level or row.reason or row.evidence)
    if not found:
        raise SheetError("no_rows")
    return found
