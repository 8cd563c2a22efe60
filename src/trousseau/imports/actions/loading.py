"""An import from its file to the ledger: received, checked, loaded.

Each step is a state that survives a kill: run again, it goes on from there. The ledger commits an import
under its `public_id` at once or not at all, and a second append of the same id says what the first one did.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.db import transaction
from django.utils import timezone

from trousseau.access.audit import record
from trousseau.access.models import Organisation, User
from trousseau.imports import choices as chosen
from trousseau.imports import folders, wording
from trousseau.imports.actions import files
from trousseau.imports.actions.permission import demand
from trousseau.imports.actions.refreshing import rates_between, refresh, silent
from trousseau.imports.actions.relay import OnProgress, relayed
from trousseau.imports.actions.tally import Tally
from trousseau.imports.models import Import, Quarantined, Source, State
from trousseau.jobs.progress import Cancelled
from trousseau.jobs.registry import JobError
from trousseau.ledger.reading import Choices, Inspection, Reading, ReadingError, Unresolved, inspect, read
from trousseau.ledger.store import AskReplaceError, StoreError, Written

LOADABLE = (State.DRAFT, State.CHECKED, State.ASKING, State.FAILED, State.CANCELLED, State.LOADING)
ROWS_AT_ONCE = 2_000
TOLD = ("accepted", "new", "changed", "unchanged", "removed", "quarantined", "version")
"""What the trail keeps of a load."""


def take_in(
    path: Path | str,
    *,
    source: str,
    choices: Choices | None = None,
    user: User | None = None,
    replace: str = "ask",
    name: str | None = None,
    on_progress: OnProgress = silent,
    refreshing: bool = True,
) -> Import:
    """Read a file into the ledger from beginning to end, then refresh: what `trousseau import FILE` does.

    `choices` win over what the source remembers of its last file. `user` None: the machine itself (a shell
    on it). `on_progress(done, total or None, step)`; raising in it cancels. The result carries the counts
    (`read`, `accepted`, `quarantined`, `totals`, `new`, `changed`, `unchanged`, `removed`, `version`).

    Raises Unresolved (questions remain: nothing is kept), ReadingError, StoreError; AskReplaceError when
    lines without a key would be added beside or replace others (call again with replace="add" or "replace").
    """
    demand(user, "import_sales")
    path = Path(path)
    choices = for_source(path, source, choices or Choices())
    with inspect(path, choices=choices) as inspection:
        if inspection.questions:
            raise Unresolved(inspection.questions)
    item = receive(files.pieces_of(path), name or path.name, user)
    try:
        choose(item, choices, source=source, replace=replace, user=user)
        load(item, user=user, on_progress=on_progress)
    except AskReplaceError:
        discard(item)
        raise
    if refreshing:
        refresh(on_progress=on_progress)
    return item


def for_source(path: Path, source: str, choices: Choices) -> Choices:
    """The choices given, over what the source remembers where that fits the columns of this file."""
    known = Source.objects.filter(name=source).first()
    if known is None or not known.choices:
        return choices
    with inspect(path, choices=choices) as first_look:
        columns = tuple(column.name for column in first_look.columns)
    return chosen.over(chosen.remembered(known.choices, columns), choices)


def receive(pieces: Iterator[bytes], name: str, user: User | None) -> Import:
    """Keep a copy of a file and begin an import with it."""
    demand(user, "import_sales")
    stored, size, digest = files.keep(pieces, name)
    return Import.objects.create(name=files.harmless(name), stored=stored, size=size, sha256=digest, created_by=user)


def begin(pieces: Iterator[bytes], name: str, source: str, user: User | None) -> Import:
    """Keep a file and look at it as its source remembers; one that cannot be read at all is not kept."""
    item = receive(pieces, name, user)
    try:
        choices = for_source(item.path, source, Choices())
        with inspect(item.path, choices=choices):
            pass
    except ReadingError:
        discard(item)
        raise
    return choose(item, choices, source=source)


def choose(item: Import, choices: Choices, *, source: str, replace: str = "ask", user: User | None = None) -> Import:
    """Say how the file is read and where it is from."""
    demand(user, "import_sales")
    item.source, _ = Source.objects.get_or_create(name=source.strip() or item.name)
    item.choices = chosen.as_json(choices)
    item.replace = replace
    item.save(update_fields=["source", "choices", "replace"])
    return item


def answer_replacing(item: Import, replace: str, user: User | None) -> None:
    """Say whether the lines of a file without a key come beside those the ledger holds, or in their place."""
    demand(user, "import_sales")
    if replace in {"add", "replace"}:
        Import.objects.filter(pk=item.pk, state__in=(State.ASKING, State.CHECKED)).update(replace=replace)


def discard(item: Import, user: User | None = None) -> bool:
    """Forget an import that never reached the ledger, with its file; False where it is not one (any more)."""
    demand(user, "import_sales")
    if folders.ledger().holds(item.public_id):
        return False  # the append was committed and only its counts are missing: loading again writes them
    with transaction.atomic():
        event = {"name": item.name, "state": item.state}
        gone, _ = Import.objects.filter(
            pk=item.pk,
            state__in=(State.DRAFT, State.CHECKED, State.ASKING, State.FAILED, State.CANCELLED),
            version=None,
        ).delete()
        if gone and user is not None:
            record(user, "import.discarded", item, before=event)
    if gone:
        files.drop(item.stored)
    return bool(gone)


def check(item: Import, *, user: User | None = None, on_progress: OnProgress = silent) -> Import:
    """Read the whole file without loading it: counts, amounts, rejected rows. May raise as `take_in`."""
    demand(user, "import_sales")
    with _failing(item, back_to=State.DRAFT):
        with inspect(item.path, choices=chosen.from_json(item.choices)) as inspection:
            tally = Tally()
            reading = read(inspection)
            for _ in _told(reading, tally, inspection, on_progress):
                pass
        _keep_findings(item, inspection, reading, tally)
        _move(item, State.CHECKED)
    return item


def load(item: Import, *, user: User | None = None, on_progress: OnProgress = silent) -> Import:
    """Append the file to the ledger. A loaded import stays as it is; see `take_in` for what is raised."""
    demand(user, "import_sales")
    item.refresh_from_db()
    if item.state in {State.LOADED, State.UNDOING, State.UNDONE}:
        return item
    _move(item, State.LOADING, only_from=LOADABLE)
    with _failing(item, back_to=State.FAILED):
        if item.replace == "gone":
            _loaded(item, _drop(item, on_progress), user or item.created_by)
            return item
        with inspect(item.path, choices=chosen.from_json(item.choices)) as inspection:
            tally = Tally()
            reading = read(inspection)
            ledger, source = folders.ledger(), _source_name(item)
            written = relayed(
                lambda report: ledger.append(
                    _told(reading, tally, inspection, report),
                    source=source,
                    import_id=item.public_id,
                    on_progress=report,
                    replace=item.replace,  # type: ignore[arg-type]
                ),
                on_progress,
                step="reading",
            )
            if not reading.counts.read:  # the append had been committed before a kill: only the counts are missing
                for _ in _told(reading, tally, inspection, on_progress):
                    pass
        _keep_findings(item, inspection, reading, tally)
        _loaded(item, written, user or item.created_by)
    return item


def _drop(item: Import, on_progress: OnProgress) -> Written:
    """Take the lines out of the ledger whose numbers the file lists, as JSON."""
    numbers = json.loads(item.path.read_text(encoding="utf-8"))
    ledger, source = folders.ledger(), _source_name(item)
    return relayed(
        lambda report: ledger.append(
            [], source=source, import_id=item.public_id, on_progress=report, replace="keyed", gone=numbers
        ),
        on_progress,
        step="comparing",
    )


def _loaded(item: Import, written: Written, user: User | None) -> None:
    """The state, what the source remembers and the trail, in one transaction."""
    item.new, item.changed, item.unchanged = written.new, written.changed, written.unchanged
    item.removed, item.version, item.version_before = written.removed, written.version, written.version_before
    item.months = list(written.months_touched)
    item.loaded_at = timezone.now()
    item.state, item.error_code, item.error_params = State.LOADED, "", {}
    with transaction.atomic():
        item.save()
        if item.corrects_id is None and item.source is not None and item.replace != "gone":
            Source.objects.filter(pk=item.source.pk).update(choices=item.choices)
        record(
            user,
            "import.loaded",
            item,
            after={name: getattr(item, name) for name in TOLD},
        )


def _source_name(item: Import) -> str:
    return item.source.name if item.source else item.name


def _told(reading: Reading, tally: Tally, inspection: Inspection, on_progress: OnProgress) -> Iterator[pa.RecordBatch]:
    """The batches of a reading, counted and told as they pass."""
    for batch in reading.batches():
        tally.add(batch)
        done = reading.progress
        on_progress(done.rows, done.rows_total or inspection.rows or None, "reading")
        yield batch


def _keep_findings(item: Import, inspection: Inspection, reading: Reading, tally: Tally) -> None:
    """Write the counts, what the check found and the rejected rows; what a former check left goes."""
    counts = reading.counts
    base = Organisation.current().base_currency
    first, last = tally.period
    missing = tally.without_rate(rates_between(base, first, last), base) if first and last else []
    item.read, item.accepted, item.quarantined, item.totals = (
        counts.read, counts.accepted, counts.quarantined, counts.totals,
    )  # fmt: skip
    item.first_date, item.last_date = first, last
    item.unconverted = sum(row["lines"] for row in missing)
    item.findings = {
        "currencies": tally.by_currency(),
        "without_rate": missing,
        "base": base,
        "columns": [column.name for column in inspection.columns],
        "totals": [wording.plain(row) for row in islice(reading.totals, 20)],
        "amount": f"{reading.amount:f}",
        "rejected_amount": f"{reading.quarantined_amount:f}",
        "notes": [{"code": note.code, "params": wording.plain(note.params)} for note in inspection.notes],
    }
    item.save()
    Quarantined.objects.filter(origin=item).delete()
    rows = iter(reading.quarantine)
    while some := list(islice(rows, ROWS_AT_ONCE)):
        Quarantined.objects.bulk_create([_quarantined(item, row) for row in some])


def _quarantined(item: Import, row: Mapping[str, Any]) -> Quarantined:
    return Quarantined(
        origin=item,
        row=row["row"],
        column=row["column"][:400],
        value=row["value"] or "",
        reason=row["reason"],
        cells=json.loads(row["cells"]),
    )


@contextmanager
def _failing(item: Import, *, back_to: State) -> Iterator[None]:
    """Write down how a step ended when it did not end well, and let it be known."""
    try:
        yield
    except AskReplaceError as question:
        item.findings["asks"] = {
            "missing": question.missing,
            "amount": f"{question.amount:f}",
            "added": question.added,
        }
        _move(item, State.ASKING, findings=item.findings)
        raise
    except Cancelled:
        _move(item, State.DRAFT if back_to == State.DRAFT else State.CANCELLED)
        raise
    except (ReadingError, StoreError, JobError) as error:
        _move(item, back_to, error_code=error.code, error_params=wording.plain(error.params))
        raise
    except Exception as error:
        _move(item, back_to, error_code="unexpected", error_params={"what": type(error).__name__})
        raise


def _move(item: Import, state: State, *, only_from: tuple[State, ...] | None = None, **fields: object) -> None:
    """Change the state in the database, if it still is one of those it may come from."""
    rows = Import.objects.filter(pk=item.pk)
    if only_from is not None:
        rows = rows.filter(state__in=only_from)
    if not rows.update(state=state, **fields):
        raise JobError("import_elsewhere", name=item.name)
    item.state = state
    for name, value in fields.items():
        setattr(item, name, value)
