"""A run of a database: what changed since the last row becomes imports, a few hundred thousand rows each.

The cursor stands on the last piece that the ledger holds, so that a run that was killed goes on from there. Rows that
were read near its end are read again, and left where they are as they were. Rows marked as deleted, and once a day
those whose key is no more, leave the ledger by an import of their own, which can be undone like any other.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tempfile
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.accounts.models import opaque_id
from trousseau.connectors.feeds import taking
from trousseau.connectors.feeds.databases.opening import opened
from trousseau.connectors.feeds.databases.protocol import View, checked, view_of
from trousseau.connectors.feeds.databases.values import before, bound, cell, kept, marked
from trousseau.connectors.feeds.taking import Doing
from trousseau.connectors.models import Feed, Piece
from trousseau.imports import choices as chosen
from trousseau.imports import folders
from trousseau.imports.actions.files import keep, pieces_of
from trousseau.imports.models import Import, Source
from trousseau.ledger.reading import Choices

ROWS = 200_000
"""Rows an import; less than what a column of keys costs in memory."""
BATCH, SAMPLED = 5_000, 200
NEAR = 5_000
"""Rows near the cursor that are remembered as they were, so that reading them again brings nothing."""
COMPARED_EVERY = dt.timedelta(hours=20)
MOST, FEW = 0.3, 20
"""The share of rows that is not believed to vanish at once, unless they are few."""
State = Piece.State


@dataclass
class Chunk:
    """What one page held. `at`, `after`: instant and key of its last row."""

    read: int = 0
    rows: int = 0
    gone: list[str] = field(default_factory=list)
    near: list[list[str]] = field(default_factory=list)
    at: Any = None
    after: Any = None
    doubled: str = ""


def first_choices(view: View) -> Choices:
    """How rows are written, for the first import: the key is the number of the line."""
    return Choices(dates="ymd", decimal=".", mapping={"line": view.key})


def run(doing: Doing) -> bool:
    """Bring what changed; gives whether all of it was. Raises FeedError, WaitError."""
    feed, view = doing.feed, view_of(doing.feed)
    taking.answered(doing)
    for piece in feed.pieces.filter(state=State.TAKEN).select_related("item").order_by("pk"):
        taking.load(doing, piece)
    if feed.pieces.filter(state=State.ASKING).exists():
        return True
    source = Source.objects.filter(name=feed.name).first()
    if source and source.choices and source.choices.get("mapping", {}).get("line") != view.key:
        doing.log.met("line_elsewhere", told={"key": view.key})
        return False
    with opened(feed) as database:
        checked(database, view)
        left = database.untold(view)
    if left:
        doing.log.met("null_rows", told={"rows": left, "key": view.key, "changed": view.changed})
    return _changes(doing, view) and _compared(doing, view)


def sample(feed: Feed, view: View, path: Path) -> None:
    """Write the first rows to a file, to look at."""
    _read(feed, view, path, at=None, after=None, near=set(), most=SAMPLED)


def _changes(doing: Doing, view: View) -> bool:
    last = doing.feed.pieces.filter(state=State.LOADED).exclude(cursor={}).order_by("-pk").first()
    at: Any = before(bound(last.cursor["at"])) if last else None
    near = {tuple(one) for one in last.cursor["near"]} if last else set()
    after: Any = None
    while True:
        doing.progress(0, None, "reading")
        with tempfile.TemporaryDirectory(dir=_scratch()) as folder:
            path = Path(folder) / "rows.parquet"
            chunk = _read(doing.feed, view, path, at=at, after=after, near=near, most=ROWS)
            doing.log.count("seen", chunk.read)
            if chunk.doubled:
                doing.log.met("key_doubled", told={"key": view.key, "value": chunk.doubled})
            pieces = _pieces(doing.feed, view, chunk, path)
        for piece in pieces:
            taking.load(doing, piece)
            if piece.state != State.LOADED:
                return True
        if chunk.read < ROWS:
            return True
        at, after = chunk.at, chunk.after


def _read(feed: Feed, view: View, path: Path, *, at: Any, after: Any, near: set[tuple[str, ...]], most: int) -> Chunk:  # noqa: ANN401
    """Write the next rows to a file, all as text; the connection is held no longer than that."""
    chunk, keys = Chunk(at=at, after=after), set[str]()
    recent: deque[list[str]] = deque(maxlen=NEAR)
    with opened(feed) as database:
        columns = checked(database, view)
        names = [one.name for one in columns]
        place = {name: names.index(name) for name in (view.key, view.changed, view.deleted) if name}
        schema = pa.schema([pa.field(name, pa.string()) for name in names])
        batch: list[list[str | None]] = []
        with pq.ParquetWriter(path, schema) as writer:
            for row in database.page(view, columns, at=at, after=after, most=most):
                chunk.read += 1
                chunk.at, chunk.after = row[place[view.changed]], row[place[view.key]]
                said = [cell(value) for value in row]
                key, mark = said[place[view.key]] or "", _mark(said)
                recent.append([key, mark])
                if (key, mark) in near:
                    continue
                chunk.doubled = key if key in keys else chunk.doubled
                keys.add(key)
                if view.deleted and marked(row[place[view.deleted]]):
                    chunk.gone.append(key)
                    continue
                chunk.rows += 1
                batch.append(said)
                if len(batch) == BATCH:
                    writer.write_table(_table(batch, schema))
                    batch = []
            if batch:
                writer.write_table(_table(batch, schema))
    chunk.near = list(recent)
    return chunk


def _mark(said: Sequence[str | None]) -> str:
    """What tells a row that was read before from one that changed since, be it at the same instant."""
    return hashlib.blake2b(json.dumps(said).encode(), digest_size=8).hexdigest()


def _table(rows: Sequence[Sequence[str | None]], schema: pa.Schema) -> pa.Table:
    return pa.table([pa.array(list(column), pa.string()) for column in zip(*rows, strict=True)], schema=schema)


def _pieces(feed: Feed, view: View, chunk: Chunk, path: Path) -> list[Piece]:
    """The imports of a page: its lines, and the numbers of those that are gone; both are kept, or none."""
    made = []
    name = f"{view.name} {timezone.localtime():%Y-%m-%d %H-%M-%S}"
    cursor = {"at": kept(chunk.at), "key": kept(chunk.after), "near": chunk.near}
    with transaction.atomic():
        if chunk.rows:
            choices = chosen.as_json(first_choices(view))
            made.append(_piece(feed, f"{name}.parquet", path, Feed.Replace.KEYED, choices))
        if chunk.gone:
            made.append(_gone(feed, name, chunk.gone, path.with_name("gone.json")))
        if made:
            made[-1].cursor = cursor
            made[-1].save(update_fields=["cursor"])
    return made


def _gone(feed: Feed, name: str, numbers: Sequence[str], path: Path) -> Piece:
    path.write_text(json.dumps(list(numbers)), encoding="utf-8")
    word = _("deleted rows")
    return _piece(feed, f"{name} {word}.json", path, "gone", {})


def _piece(feed: Feed, name: str, path: Path, replace: str, choices: dict[str, Any]) -> Piece:
    stored, size, digest = keep(pieces_of(path), name)
    source, _new = Source.objects.get_or_create(name=feed.name)
    item = Import.objects.create(
        name=name, stored=stored, size=size, sha256=digest, source=source, replace=replace, choices=choices
    )
    return Piece.objects.create(
        feed=feed, name=f"{name} {opaque_id()[:6]}", size=size, sha256=digest, item=item, state=State.TAKEN
    )


def _compared(doing: Doing, view: View) -> bool:
    """Once a day, take out of the ledger what the view no longer has; never a third of it at once."""
    feed = doing.feed
    if feed.compared_at and feed.compared_at > timezone.now() - COMPARED_EVERY:
        return True
    ours: set[str] = set()
    for batch in folders.ledger().lines() if folders.ledger().version >= 0 else ():
        mine = pc.equal(batch.column("source"), feed.name)
        ours.update(filter(None, pc.unique(batch.column("line").filter(mine)).to_pylist()))
    total = len(ours)
    with opened(feed) as database:
        checked(database, view)
        for key, mark in database.keys(view):
            if not marked(mark):
                ours.discard(cell(key) or "")
    if len(ours) > FEW and len(ours) > MOST * total:
        doing.log.met("many_gone", told={"missing": len(ours), "total": total})
        return False
    if ours:
        with tempfile.TemporaryDirectory(dir=_scratch()) as folder, transaction.atomic():
            name = f"{view.name} {timezone.localtime():%Y-%m-%d %H-%M-%S}"
            piece = _gone(feed, name, sorted(ours), Path(folder) / "gone.json")
        taking.load(doing, piece)
    feed.compared_at = timezone.now()
    Feed.objects.filter(pk=feed.pk).update(compared_at=feed.compared_at)
    return True


def _scratch() -> Path:
    folder = folders.home() / "tmp"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
