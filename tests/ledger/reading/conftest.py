"""Files written on the spot, and what came of reading them."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest

from trousseau.ledger.reading import Choices, Counts, Inspection, inspect, read


@dataclass(frozen=True)
class Result:
    """Everything a reading gave."""

    inspection: Inspection
    lines: list[dict[str, object]]
    counts: Counts
    quarantine: list[dict[str, object]]
    totals: list[dict[str, object]]
    amount: object

    def column(self, name: str) -> list[object]:
        return [line[name] for line in self.lines]

    @property
    def reasons(self) -> dict[object, object]:
        return {row["row"]: row["reason"] for row in self.quarantine}


def codes(found: Inspection) -> list[str]:
    return [question.code for question in found.questions]


def notes(found: Inspection) -> dict[str, object]:
    return {note.code: note.params for note in found.notes}


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def written(content: str | bytes, name: str = "sales.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


@pytest.fixture
def look(write: Callable[..., Path]) -> Callable[..., Inspection]:
    def looked(content: str | bytes, **choices: object) -> Inspection:
        return inspect(write(content), choices=Choices(**choices))

    return looked


@pytest.fixture
def lines_of(look: Callable[..., Inspection]) -> Callable[..., Result]:
    def given(content: str | bytes, **choices: object) -> Result:
        found = look(content, **choices)
        with read(found) as reading:
            table: pa.Table = reading.table()
            result = Result(
                found,
                table.to_pylist(),
                reading.counts,
                list(reading.quarantine),
                list(reading.totals),
                reading.amount,
            )
        counts = result.counts
        assert counts.read == counts.accepted + counts.quarantined + counts.totals == found.rows
        return result

    return given


def workbook(*sheets: tuple[str, list[list[object]]]) -> bytes:
    """An XLSX file with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


DAY = dt.date(2024, 1, 13)
