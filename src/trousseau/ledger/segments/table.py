"""A small table of accounts and segments, read whole or refused with what is wrong in it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trousseau.ledger.reading.model import ReadingError
from trousseau.ledger.reading.small import rows_of

ACCOUNT_NAMES = frozenset(
    {"account", "customer", "client", "compte", "code", "code client", "customer code", "account code", "name", "nom",
     "raison sociale", "numero client", "n client"}
)  # fmt: skip
SEGMENT_NAMES = frozenset(
    {"segment", "segmentation", "segment marketing", "category", "categorie", "classe", "class", "type", "tier",
     "groupe marketing"}
)  # fmt: skip
LONGEST = 200
ERRORS = 20
"""Errors told at most."""


@dataclass(frozen=True)
class Problem:
    """What is wrong in one place.

    Codes: `segments_no_account`, `segments_no_segment`, `segments_too_long`, `segments_twice` (`other`: the row that
    said it first).
    """

    code: str
    row: int
    column: str
    value: str
    other: int = 0


class SegmentsError(ValueError):
    """A table that is not taken in.

    Codes: `segments_unreadable`, `segments_empty`, `segments_columns` (columns), `segments_problems` (problems, count).
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Entry:
    """One account and its segment."""

    row: int
    account: str
    segment: str


def read_table(path: Path) -> tuple[Entry, ...]:
    """The rows of a CSV (comma, semicolon or tab) or a workbook (first sheet): an account and a segment each.

    The columns are found by their names; a table of two columns needs no names it knows, the first is the account.

    Raises:
        SegmentsError: what is wrong; nothing of the table is taken then.
    """
    rows = _rows(path)
    if not rows:
        raise SegmentsError("segments_empty")
    header = [str(cell or "").strip() for cell in rows[0]]
    account, segment = _columns(header)
    entries, problems = [], []
    seen: dict[str, int] = {}
    for number, cells in enumerate(rows[1:], start=2):
        padded = [*(_text(cell) for cell in cells), *([""] * len(header))]
        if not any(padded):
            continue
        entry = Entry(number, padded[account], padded[segment])
        problem = _problem(entry, header[account], header[segment], seen)
        if problem is None:
            seen[entry.account] = number
            entries.append(entry)
        else:
            problems.append(problem)
    if problems:
        raise SegmentsError("segments_problems", problems=tuple(problems[:ERRORS]), count=len(problems))
    if not entries:
        raise SegmentsError("segments_empty")
    return tuple(entries)


def _problem(entry: Entry, account: str, segment: str, seen: dict[str, int]) -> Problem | None:
    if not entry.account:
        return Problem("segments_no_account", entry.row, account, "")
    if not entry.segment:
        return Problem("segments_no_segment", entry.row, segment, "")
    if len(entry.segment) > LONGEST or len(entry.account) > 2 * LONGEST:
        long = entry.segment if len(entry.segment) > LONGEST else entry.account
        return Problem("segments_too_long", entry.row, segment, f"{long[:40]}…")
    if entry.account in seen:
        return Problem("segments_twice", entry.row, account, entry.account, seen[entry.account])
    return None


def _columns(header: list[str]) -> tuple[int, int]:
    """Where the account and the segment are."""
    plain = [_plain(name) for name in header]
    accounts = [at for at, name in enumerate(plain) if name in ACCOUNT_NAMES]
    segments = [at for at, name in enumerate(plain) if name in SEGMENT_NAMES]
    if accounts and segments and accounts[0] != segments[0]:
        return accounts[0], segments[0]
    if len(header) == 2:
        return 0, 1
    raise SegmentsError("segments_columns", columns=", ".join(header))


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.casefold())
    kept = (sign if sign.isalnum() else " " for sign in folded if not unicodedata.combining(sign))
    return " ".join("".join(kept).split())


def _text(cell: object) -> str:
    """A cell as text; a code that a workbook holds as 1234.0 is 1234."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell if cell is not None else "").replace("\x00", "").split())


def _rows(path: Path) -> list[list[Any]]:
    try:
        return [row for row in rows_of(path) if row]
    except ReadingError as error:
        raise SegmentsError("segments_unreadable", detail=error.code) from error
