"""What a source would bring, without bringing it: the names, the first rows, which column feeds what, what is wrong."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from trousseau.connectors.feeds import rows
from trousseau.connectors.feeds.databases.protocol import view_of
from trousseau.connectors.feeds.errors import FeedError
from trousseau.connectors.feeds.places import Entry, Place, meant, shown, with_marks
from trousseau.connectors.feeds.reaching import place_of
from trousseau.connectors.models import Feed
from trousseau.imports import actions
from trousseau.imports.actions.files import harmless
from trousseau.ledger.reading import Choices, Inspection, ReadingError, inspect, read

FIRST, LINES, PROBLEMS = 20, 8, 5
MOST = 32 << 20
"""Bytes of a file that is looked at while somebody waits for the page."""


@dataclass(frozen=True)
class Rehearsal:
    """What was seen, and what the first file would come to. `error`: why it could not be looked at."""

    entries: Sequence[Entry] = ()
    others: int = 0
    """Files that the pattern does not mean."""
    name: str = ""
    columns: Sequence[tuple[str, str, Sequence[str]]] = ()
    """Name, the field it would feed, its first values."""
    questions: int = 0
    accepted: int | None = None
    rejected: Sequence[dict[str, Any]] = ()
    rejections: int = 0
    error: tuple[str, dict[str, Any]] | None = None

    @property
    def count(self) -> int:
        """How many files would be read."""
        return len(self.entries)


def rehearse(feed: Feed, place: Place | None = None) -> Rehearsal:
    """Look at a source as its next run would; nothing is kept. Never raises for what the place holds."""
    if feed.kind == Feed.Kind.DATABASE:
        return _rows(feed)
    place = place or place_of(feed)
    try:
        there = place.names()
        chosen = [one for one in with_marks([one for one in there if shown(one.name)]) if _meant(feed, one)]
        seen = Rehearsal(chosen, others=len(there) - len(chosen))
        return _first(feed, place, seen) if chosen else seen
    except FeedError as error:
        return Rehearsal(error=(error.code, error.told))


def _rows(feed: Feed) -> Rehearsal:
    """The first rows of a view, as its first import would read them."""
    view = view_of(feed)
    if not view.chosen:
        return Rehearsal()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.parquet"
        try:
            rows.sample(feed, view, path)
            choices = actions.for_source(path, feed.name, rows.first_choices(view))
            with inspect(path, choices=choices) as inspection:
                return _looked(Rehearsal(), view.name, inspection)
        except (FeedError, ReadingError) as error:
            told = error.told if isinstance(error, FeedError) else error.params
            return Rehearsal(name=view.name, error=(error.code, dict(told)))


def _meant(feed: Feed, entry: Entry) -> bool:
    return meant(entry.name, feed.told.get("pattern", ""))


def _first(feed: Feed, place: Place, seen: Rehearsal) -> Rehearsal:
    entry = seen.entries[0]
    if entry.size > MOST:
        return Rehearsal(seen.entries, seen.others, entry.name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / harmless(entry.name)
        try:
            with path.open("wb") as copy:
                for piece in _bounded(place.pieces(entry)):
                    copy.write(piece)
            with inspect(path, choices=actions.for_source(path, feed.name, Choices())) as inspection:
                return _looked(seen, entry.name, inspection)
        except (FeedError, ReadingError) as error:
            told = error.told if isinstance(error, FeedError) else error.params
            return Rehearsal(seen.entries, seen.others, entry.name, error=(error.code, dict(told)))


def _bounded(pieces: Iterator[bytes]) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > MOST:
            raise FeedError("changed")
        yield piece


def _looked(seen: Rehearsal, name: str, inspection: Inspection) -> Rehearsal:
    feeds = {column: field for field, column in inspection.mapping.items()}
    columns = [(one.name, feeds.get(one.name, ""), one.samples[:3]) for one in inspection.columns]
    if inspection.questions:
        return Rehearsal(seen.entries, seen.others, name, columns, len(inspection.questions))
    reading = read(inspection)
    for _batch in reading.batches():
        pass
    wrong = [dict(row) for row in islice(iter(reading.quarantine), PROBLEMS)]
    counts = reading.counts
    return Rehearsal(seen.entries, seen.others, name, columns, 0, counts.accepted, wrong, counts.quarantined)
