"""A look at a place with files: what is new and complete is taken in, in the order of its names; the rest waits.

Complete is what has been the same for `SETTLED` over two looks, or what has its mark beside it. Until somebody has
loaded the first file of a source, and so said how its columns are matched, no other is taken.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from trousseau.connectors.feeds import taking
from trousseau.connectors.feeds.errors import GONE, FeedError
from trousseau.connectors.feeds.places import DONE, FAILED, MOST, Entry, Place, meant, shown, with_marks
from trousseau.connectors.feeds.taking import Doing
from trousseau.connectors.models import Feed, Piece
from trousseau.imports.actions.files import limit

SETTLED = dt.timedelta(seconds=50)
"""How long a file is left alone before it counts as complete; the clock looks every minute."""
State = Piece.State


def run(doing: Doing, place: Place) -> bool:
    """Take in what is ready; gives whether all that lies there could be read. Raises FeedError, WaitError."""
    whole = True
    taking.answered(doing)
    for piece in doing.feed.pieces.filter(state=State.TAKEN).select_related("item"):
        taking.load(doing, piece)
    entries = _chosen(doing, place)
    for entry, piece in _ripe(doing, entries):
        if not _may(doing.feed):
            break
        if entry.size > limit():
            taking.settle(doing, piece, State.REFUSED, "file_too_large", {"limit": limit()})
            continue
        doing.progress(0, None, "reading")
        try:
            if taking.take(doing, piece, place.pieces(entry), (entry.size, entry.stamp)):
                taking.load(doing, piece)
        except FeedError as error:
            if error.code in GONE:
                raise
            whole = whole and error.code == "changed"
            doing.log.failure(error)
        doing.log.keep()
    if doing.feed.moves:
        _put_away(doing, place, entries)
    _next_look(doing.feed)
    return whole


def _chosen(doing: Doing, place: Place) -> list[Entry]:
    """What the pattern means, in order; what cannot be named or is too much is told."""
    pattern, there = doing.feed.told.get("pattern", ""), place.names()
    named = [one for one in there if shown(one.name)]
    for one in there:
        if not shown(one.name) and meant(one.name, pattern):
            doing.log.met("odd_name", ascii(one.name)[:200], {"name": ascii(one.name)[:200]})
    entries = [one for one in with_marks(named) if meant(one.name, pattern)]
    if len(entries) > MOST:
        doing.log.met("too_many", told={"folder": place.label, "most": MOST})
    doing.log.count("seen", min(len(entries), MOST))
    return entries[:MOST]


def _ripe(doing: Doing, entries: Sequence[Entry]) -> list[tuple[Entry, Piece]]:
    """The entries that are complete and not what was dealt with; what is new or changed is noted as seen now."""
    now, found, fresh = timezone.now(), [], []
    known = {piece.name: piece for piece in doing.feed.pieces.all()}
    for entry in entries:
        piece = known.get(entry.name)
        if piece is None:
            piece = Piece(feed=doing.feed, name=entry.name, size=entry.size, stamp=entry.stamp, seen_at=now)
            fresh.append(piece)
        elif (piece.size, piece.stamp) != (entry.size, entry.stamp):
            piece.state, piece.size, piece.stamp, piece.seen_at = State.SEEN, entry.size, entry.stamp, now
            piece.code, piece.params = "", {}
            piece.save(update_fields=["state", "size", "stamp", "seen_at", "code", "params"])
        if piece.state == State.SEEN:
            if entry.marked or now - piece.seen_at >= SETTLED:
                found.append((entry, piece))
            else:
                doing.log.count("early")
    with transaction.atomic():
        Piece.objects.bulk_create(fresh, batch_size=500)
        doing.log.keep()
    return found


def _may(feed: Feed) -> bool:
    """Whether a further file may be taken: not while the first one waits for somebody."""
    return taking.confirmed(feed) or not feed.pieces.filter(state=State.ASKING).exists()


def _put_away(doing: Doing, place: Place, entries: Sequence[Entry]) -> None:
    """Put what was dealt with into its folder; what cannot be is told and stays."""
    over = {piece.name: piece for piece in doing.feed.pieces.filter(state__in=(State.LOADED, State.REFUSED))}
    for entry in entries:
        piece = over.get(entry.name)
        if piece is not None and piece.stamp == entry.stamp:
            try:
                place.put(entry, DONE if piece.state == State.LOADED else FAILED)
            except FeedError as error:
                doing.log.failure(error)


def _next_look(feed: Feed) -> None:
    """Look a second time soon where something was seen for the first time."""
    early = feed.pieces.filter(state=State.SEEN).exists() and _may(feed)
    feed.look_again_at = timezone.now() + SETTLED if early else None
    Feed.objects.filter(pk=feed.pk).update(look_again_at=feed.look_again_at)
