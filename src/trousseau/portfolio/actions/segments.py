"""What people decide of segments: take in a small table, take it out again."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import transaction

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.accounts.models import folded
from trousseau.ledger.segments import SegmentsError, read_table
from trousseau.portfolio.models import SegmentEntry, SegmentTable

LARGEST = 20_000_000
"""Bytes of a table, at most: it is read whole."""
BATCH = 2_000


@dataclass(frozen=True)
class TakenIn:
    """What became of a table."""

    table: SegmentTable
    accounts: int
    strangers: tuple[str, ...]
    """Customers the ledger does not know; they are left out."""


def import_segments(user: User, pieces: Iterable[bytes], file: str, name: str) -> TakenIn:
    """Take in a table of accounts and segments under a name; the same name again replaces it.

    A customer is known by its code, or by its name where only one bears it.

    Raises:
        PermissionDenied: tables are for the director and the controller.
        SegmentsError: what is wrong with the table; nothing was changed.
    """
    if not may(user, "import_segments"):
        raise PermissionDenied
    name = " ".join(name.split())
    if not 0 < len(name) <= 80:
        raise SegmentsError("segments_name")
    with tempfile.NamedTemporaryFile() as draft:
        size = 0
        for piece in pieces:
            size += len(piece)
            if size > LARGEST:
                raise SegmentsError("segments_unreadable")
            draft.write(piece)
        draft.flush()
        entries = read_table(Path(draft.name))
    known = _known()
    found: dict[str, str] = {}
    strangers = []
    for entry in entries:
        key = known.get(entry.account) or known.get(folded(entry.account))
        if key is None:
            strangers.append(entry.account)
        else:
            found[key] = entry.segment
    if not found:
        raise SegmentsError("segments_strangers", value=entries[0].account)
    with transaction.atomic():
        table, made = SegmentTable.objects.update_or_create(
            name=name, defaults={"file": file[-255:], "imported_by": user}
        )
        before = None if made else {"accounts": table.entries.count()}
        table.entries.all().delete()
        SegmentEntry.objects.bulk_create(
            (SegmentEntry(table=table, account=key, segment=segment) for key, segment in found.items()),
            batch_size=BATCH,
        )
        audit.record(user, "segments.imported", table, before=before, after={"accounts": len(found), "file": file})
    return TakenIn(table, len(found), tuple(strangers))


def drop_segments(user: User, table: SegmentTable) -> None:
    """Take a table out.

    Raises:
        PermissionDenied: tables are for the director and the controller.
    """
    if not may(user, "import_segments"):
        raise PermissionDenied
    with transaction.atomic():
        audit.record(user, "segments.dropped", table, before={"accounts": table.entries.count(), "file": table.file})
        table.delete()


def _known() -> dict[str, str]:
    """The ledger's accounts by what a table may call them; a name that two bear names none."""
    known: dict[str, str] = {}
    twice: set[str] = set()
    rows = list(access.every_account().values_list("key", "name"))
    for key, name in rows:
        plain = folded(name)
        if plain in known:
            twice.add(plain)
        known[plain] = key
    for plain in twice:
        del known[plain]
    for key, _name in rows:
        known[key] = known[folded(key)] = key
    return known
