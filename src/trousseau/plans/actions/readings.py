"""Tables of readings taken in: looked at first, written when they are confirmed, taken back when they were wrong.

The look is the taking itself, not written: what it says is what will happen. Every row is understood by look-ups, so n
rows cost O(n), and all of them are written in a few statements. What a connector reads goes through `keep` too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.accounts import bulk
from trousseau.accounts.rows import language
from trousseau.imports import folders
from trousseau.imports.actions import files
from trousseau.ledger.reading import Choices
from trousseau.plans.measuring.standing import restand
from trousseau.plans.models import LIVING, Kpi, Reading, ReadingsFile
from trousseau.plans.readings_file import MOST_BYTES, read_table
from trousseau.plans.readings_meant import Given, Look, Meant

KEPT = dt.timedelta(days=1)
NAMES = ("kpi_id", "on", "value", "entered_by_id", "note", "file_id", "at")
AT_ONCE = 500


@dataclass(frozen=True)
class Kept:
    """What keeping some readings did."""

    new: int = 0
    changed: int = 0
    same: int = 0


class Before(NamedTuple):
    """A reading that another took the place of, as it is stored."""

    kpi: int
    on: str
    value: str | None
    note: str
    by: int | None
    file: int | None
    version: int | None


def receive(user: User, pieces: Iterable[bytes], name: str, choices: Mapping[str, str]) -> ReadingsFile:
    """Keep a copy of a table, to be looked at; the one this person looked at before goes, and all of yesterday.

    Raises:
        ReadingsFileError: it cannot be read; nothing of it is kept.
        JobError: it cannot be stored.
    """
    for old in ReadingsFile.objects.filter(taken_at=None):
        if old.by_id == user.pk or old.at < timezone.now() - KEPT:
            discard(old)
    stored, _size, _digest = files.keep(_some(pieces), name, folder="readings")
    made = ReadingsFile(by=user, name=files.harmless(name), stored=stored, choices=dict(choices))
    try:
        look(user, made)
    except BaseException:
        files.drop(stored)
        raise
    made.save()
    return made


def _some(pieces: Iterable[bytes]) -> Iterable[bytes]:
    """The pieces of a file up to one beyond what is read, so that the refusal is that of reading."""
    size = 0
    for piece in pieces:
        yield piece
        size += len(piece)
        if size > MOST_BYTES:
            return


def look(user: User, file: ReadingsFile) -> Look:
    """What a table would do for this person, read anew; ReadingsFileError where it cannot be read."""
    choices = Choices(decimal=file.choices.get("decimal"), sheet=file.choices.get("sheet"))
    table = read_table(folders.files() / file.stored, choices, language())
    return Meant(user, table).look()


def take(user: User, file: ReadingsFile) -> ReadingsFile:
    """Write the rows of a table that can be taken: all of them or none. Done again, it changes nothing.

    Raises:
        ReadingsFileError: it cannot be read any more.
    """
    with transaction.atomic():
        held = ReadingsFile.objects.select_for_update().get(pk=file.pk, by=user)
        if held.taken_at is not None:
            return held
        found = look(user, held)
        stored = held.stored
        kept = keep(user, found.given.values(), held)
        held.new, held.changed, held.same, held.refused = kept.new, kept.changed, kept.same, found.refused
        held.taken_at, held.stored = timezone.now(), ""
        held.save()
        said = {"new": held.new, "changed": held.changed, "same": held.same, "refused": held.refused}
        audit.record(user, "kpi.readings_taken", held, after=said)
        transaction.on_commit(lambda: files.drop(stored))
    return held


def keep(by: User | None, given: Iterable[Given], file: ReadingsFile | None = None) -> Kept:
    """Write readings that were checked: new ones, and those that differ; the door of tables and connectors.

    `by`: who brings them, None for the machine. What is the same is not touched, so doing it again changes nothing.
    """
    wanted = list(given)
    with transaction.atomic():
        numbers = sorted({one.kpi for one in wanted})
        kpis = {kpi.pk: kpi for kpi in Kpi.objects.select_for_update().filter(pk__in=numbers).order_by("pk")}
        there = {(one.kpi_id, one.on): one for one in Reading.objects.filter(kpi__in=numbers)}
        fresh: list[dict[str, Any]] = []
        other: list[Reading] = []
        before: list[Before] = []
        touched: dict[int, int] = {}
        now = timezone.now()
        for one in wanted:
            known = there.get((one.kpi, one.on))
            if one.kpi not in kpis or (known is not None and one.known(known.value, known.note)):
                continue
            touched[one.kpi] = touched.get(one.kpi, 0) + 1
            note = one.note or (file.name if file else "")
            told = (one.kpi, one.on, one.value, by.pk if by else None, note, file.pk if file else None, now)
            if known is None:
                fresh.append(dict(zip(NAMES, told, strict=True)))
                continue
            before.append(_as_it_was(known))
            for name, value in zip(NAMES, told, strict=True):
                setattr(known, name, value)
            known.ledger_version = None
            other.append(known)
        bulk.insert(Reading, NAMES, fresh)
        _rewrite(other)
        if file is not None:
            file.before = [list(one) for one in before]
        source = {"file": file.name} if file is not None else {}
        audit.record_all(
            audit.event(by, "kpi.readings_brought", kpis[number], after={"readings": count, **source})
            for number, count in touched.items()
        )
        restand(touched)
    return Kept(len(fresh), len(other), len(wanted) - len(fresh) - len(other))


def undo(user: User, file: ReadingsFile) -> tuple[int, int]:
    """Take back what a table told, where nobody told otherwise since; what it replaced comes back.

    Gives how many readings that were, and how many stay because their plan is closed meanwhile.
    """
    with transaction.atomic():
        held = ReadingsFile.objects.select_for_update().get(pk=file.pk, by=user)
        if held.taken_at is None or held.undone_at is not None:
            return 0, 0
        mine = {
            (one.kpi_id, one.on.isoformat()): one for one in held.readings.filter(kpi__plan__state__in=LIVING)
        }  # fmt: skip
        stay = held.readings.count() - len(mine)
        people = set(User.objects.values_list("pk", flat=True))
        tables = set(ReadingsFile.objects.values_list("pk", flat=True))
        back = []
        for was in (Before(*said) for said in held.before):
            if (one := mine.pop((was.kpi, was.on), None)) is not None:
                one.value, one.note = None if was.value is None else Decimal(was.value), was.note
                one.entered_by_id = was.by if was.by in people else None
                one.file_id = was.file if was.file in tables else None
                one.ledger_version = was.version
                back.append(one)
        _rewrite(back)
        gone = [one.pk for one in mine.values()]
        for start in range(0, len(gone), AT_ONCE):
            Reading.objects.filter(pk__in=gone[start : start + AT_ONCE]).delete()
        held.undone_at, held.before = timezone.now(), []
        held.save(update_fields=["undone_at", "before"])
        audit.record(user, "kpi.readings_undone", held, after={"removed": len(gone), "back": len(back)})
        restand({one.kpi_id for one in (*mine.values(), *back)})
    return len(gone) + len(back), stay


def discard(file: ReadingsFile) -> None:
    """Forget a table that was only looked at."""
    if file.taken_at is None:
        file.delete()
        files.drop(file.stored)


def _as_it_was(one: Reading) -> Before:
    value = None if one.value is None else str(one.value)
    return Before(
        one.kpi_id, one.on.isoformat(), value, one.note, one.entered_by_id, one.file_id, one.ledger_version
    )  # fmt: skip


def _rewrite(readings: Sequence[Reading]) -> None:
    """Write readings that are there already as they are now, in few statements."""
    Reading.objects.bulk_create(
        readings,
        update_conflicts=True,
        unique_fields=["kpi", "on"],
        update_fields=["value", "note", "entered_by", "file", "ledger_version", "at"],
        batch_size=AT_ONCE,
    )
