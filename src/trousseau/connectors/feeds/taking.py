"""A piece of a source becomes an import: the same reading, matching of columns, quarantine and undo as an upload's.

Each step is kept before the next begins, so that a run that was killed goes on where it stood: a piece that was being
taken in has its import, and an import is loaded once, however often that is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction

from trousseau.connectors.feeds import telling
from trousseau.connectors.feeds.log import Log
from trousseau.connectors.models import Feed, Piece
from trousseau.imports import actions
from trousseau.imports import choices as chosen
from trousseau.imports.actions.files import drop, harmless, keep
from trousseau.imports.actions.refreshing import silent
from trousseau.imports.actions.relay import OnProgress
from trousseau.imports.models import Import, State
from trousseau.imports.wording import plain
from trousseau.jobs.registry import JobError
from trousseau.ledger.reading import Choices, ReadingError, inspect
from trousseau.ledger.store import AskReplaceError, StoreError

LEFT = (State.DRAFT, State.CHECKED, State.ASKING, State.FAILED, State.CANCELLED)
LINES = ("new", "changed", "removed", "quarantined")


@dataclass
class Doing:
    """What a run works with. `progress` raises where somebody asked to stop."""

    feed: Feed
    log: Log
    progress: OnProgress = silent


class WaitError(Exception):
    """The ledger cannot be written to now: the run goes on later."""


def confirmed(feed: Feed) -> bool:
    """Whether somebody has loaded a file of this source, and so said how its columns are matched."""
    return Import.objects.filter(source__name=feed.name, state=State.LOADED).exists()


def take(doing: Doing, piece: Piece, content: Iterator[bytes], stamp: tuple[int, str]) -> bool:
    """Keep the content as an import of its own; False where it is what was taken in last under that name."""
    stored, size, digest = keep(content, piece.name)
    with transaction.atomic():
        held = Piece.objects.select_for_update(of=("self",)).select_related("item").get(pk=piece.pk)
        before = held.item
        same = digest == held.sha256 and before is not None and before.state not in LEFT
        piece.size, piece.stamp = held.size, held.stamp = stamp
        if same:
            held.state = Piece.State.LOADED
        else:
            held.item = Import.objects.create(name=harmless(piece.name), stored=stored, size=size, sha256=digest)
            held.state, held.sha256 = Piece.State.TAKEN, digest
        held.code, held.params = "", {}
        held.save()
    if same:
        drop(stored)
        doing.log.count("same")
        return False
    if before is not None and before.state in LEFT:
        actions.discard(before)
    piece.refresh_from_db()
    return True


def load(doing: Doing, piece: Piece) -> None:
    """Bring a piece that was taken into the ledger, or say what it waits for. Raises WaitError."""
    item = piece.item
    if item is None:
        settle(doing, piece, Piece.State.REFUSED, "put_aside")
        return
    if item.state in {State.UNDONE, State.UNDOING}:
        settle(doing, piece, Piece.State.LOADED)
        return
    if item.state != State.LOADED:
        if not _ready(doing, piece, item):
            return
        try:
            actions.load(item, on_progress=doing.progress)
        except AskReplaceError:
            settle(doing, piece, Piece.State.ASKING, "replacing")
            return
        except ReadingError as error:
            settle(doing, piece, Piece.State.REFUSED, error.code, error.params)
            return
        except (StoreError, JobError) as error:
            raise WaitError(error.code) from error
    with transaction.atomic():
        for name in LINES:
            doing.log.count(name, getattr(item, name))
        settle(doing, piece, Piece.State.LOADED)


def _ready(doing: Doing, piece: Piece, item: Import) -> bool:
    """Whether an import can be loaded without asking; how it is read is chosen, as its source remembers."""
    feed = doing.feed
    if item.state == State.LOADING or item.replace == "gone":
        return True
    rows = feed.kind == Feed.Kind.DATABASE
    given = chosen.from_json(item.choices) if rows and not confirmed(feed) else Choices()
    given = Choices(mapping={"line": feed.told["key"]}) if rows and confirmed(feed) else given
    try:
        choices = actions.for_source(item.path, feed.name, given)
        with inspect(item.path, choices=choices) as inspection:
            asked = bool(inspection.questions)
    except ReadingError:
        choices, asked = Choices(), False
    else:
        asked = asked or not confirmed(feed)
    actions.choose(item, choices, source=feed.name, replace=feed.replace)
    if asked:
        settle(doing, piece, Piece.State.ASKING, "columns" if confirmed(feed) else "first")
    return not asked


def settle(
    doing: Doing, piece: Piece, state: Piece.State, code: str = "", params: Mapping[str, object] | None = None
) -> None:
    """Say how a piece ended or what it waits for, in the run and to who can do something about it."""
    piece.state, piece.code, piece.params = state, code, plain({"name": piece.name, **(params or {})})
    with transaction.atomic():
        piece.save(update_fields=["state", "code", "params"])
        doing.log.count({"loaded": "loaded", "asking": "waiting"}.get(state, "refused"))
        if code:
            doing.log.met(code, piece.name, piece.params)
            telling.refused(doing.feed, piece)
        doing.log.keep()


def answered(doing: Doing) -> None:
    """What became of pieces that waited for somebody: loaded since, put aside, or still waiting."""
    for piece in Piece.objects.filter(feed=doing.feed, state=Piece.State.ASKING).select_related("item"):
        item = piece.item
        if item is None:
            Piece.objects.filter(pk=piece.pk).update(state=Piece.State.REFUSED, code="put_aside")
        elif item.state in {State.LOADED, State.UNDONE, State.UNDOING}:
            Piece.objects.filter(pk=piece.pk).update(state=Piece.State.LOADED, code="", params={})
