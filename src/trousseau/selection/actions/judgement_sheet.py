"""A sheet of judgements taken in: all of it kept, or nothing with every problem told."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction

from trousseau.access.models import User
from trousseau.accounts.models import folded
from trousseau.figures.language import LANGUAGES, Language
from trousseau.figures.selection import criterion_word
from trousseau.ledger.selection.judgement_sheet import SheetRow, read_sheet
from trousseau.selection.actions.judging import Said, judge
from trousseau.selection.models import Assessor, RoundClient
from trousseau.selection.models.assessments import ENDS, LEVELS
from trousseau.selection.queries.assessments import own

CANNOT = "0"
"""The level of who cannot judge."""
LONGEST = 1_000


class Wrong(NamedTuple):
    """What is wrong in one row."""

    row: int
    """As a spreadsheet numbers it."""
    code: str
    """client, criterion, level, ends, level_missing, twice, long."""
    value: str


class SheetRowsError(Exception):
    """Rows that cannot be taken: nothing of the sheet is kept."""

    def __init__(self, problems: Sequence[Wrong]) -> None:
        super().__init__(*problems)
        self.problems = tuple(problems)


def take_sheet(user: User, seat: Assessor, pieces: Iterable[bytes], name: str) -> int:
    """Keep what a sheet says; what it says nothing of stays as it was. Gives how many answers were kept.

    Raises:
        SheetError: it is no such sheet.
        SheetRowsError: every row that cannot be taken.
        AssessmentError: the round is closed, or the assessor has handed in or left.
    """
    with tempfile.TemporaryDirectory(prefix="trousseau-") as room:
        file = Path(room) / f"sheet{Path(name).suffix[:8]}"
        with file.open("wb") as out:
            out.writelines(pieces)
        rows = read_sheet(file)
    understood = _understood(seat, rows)
    with transaction.atomic():
        return sum(judge(user, seat.round, client, said) for client, said in understood)


def _understood(seat: Assessor, rows: Sequence[SheetRow]) -> list[tuple[RoundClient, dict[str, Said]]]:
    clients = own(seat)[0]
    by_key = {folded(client.client): client for client in clients}
    criteria = _called(seat.round.criteria)
    problems: list[Wrong] = []
    found: dict[int, dict[str, Said]] = defaultdict(dict)
    for row in rows:
        key = folded(row.client)
        client = by_key.get(key) or by_key.get(key.removeprefix("'"))  # what a file puts before a formula
        criterion = criteria.get(folded(row.criterion))
        said, wrong = _said(row)
        if client is None:
            wrong = Wrong(row.row, "client", row.client)
        elif criterion is None:
            wrong = Wrong(row.row, "criterion", row.criterion)
        elif criterion in found[client.pk]:
            wrong = Wrong(row.row, "twice", row.client)
        if wrong is not None:
            problems.append(wrong)
        elif client is not None and criterion is not None:
            found[client.pk][criterion] = said
    if problems:
        raise SheetRowsError(problems)
    return [(client, found[client.pk]) for client in clients if client.pk in found]


def _called(criteria: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """What a criterion may be called, in any language → its key."""
    names = {folded(str(one["key"])): str(one["key"]) for one in criteria}
    for one in criteria:
        words = [str(one.get("name") or ""), *(criterion_word(str(one["key"]), Language(code)) for code in LANGUAGES)]
        names |= {folded(word): str(one["key"]) for word in words if word}
    return names


def _said(row: SheetRow) -> tuple[Said, Wrong | None]:
    """What a row says, and what is wrong with it."""
    if not row.level:
        return Said(None), Wrong(row.row, "level_missing", row.reason or row.evidence)
    whole = row.level.removesuffix(".0").removesuffix(",0")
    if whole == CANNOT:
        return Said(None, row.reason, row.evidence), None
    if whole not in {str(level) for level in LEVELS}:
        return Said(None), Wrong(row.row, "level", row.level[:40])
    if max(len(row.reason), len(row.evidence)) > LONGEST:
        return Said(None), Wrong(row.row, "long", str(LONGEST))
    level = int(whole)
    if level in ENDS and not (row.reason and row.evidence):
        return Said(None), Wrong(row.row, "ends", whole)
    return Said(level, row.reason, row.evidence), None
