"""Sources that feed the ledger by themselves, each for who may read connections."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.connectors.feeds.running import next_at
from trousseau.connectors.models import Feed, FeedRun, Piece, Run

LAST, SHOWN = 10, 50
TO_MEND = (Piece.State.ASKING, Piece.State.REFUSED)


def feeds(user: User) -> QuerySet[Feed]:
    """All sources, each with its latest run and how many of its files wait or were refused."""
    if not may(user, "read_connections"):
        return Feed.objects.none()
    latest = FeedRun.objects.filter(feed=OuterRef("pk")).order_by("-started_at", "-pk")
    return Feed.objects.annotate(
        run_at=Subquery(latest.values("started_at")[:1]),
        run_state=Subquery(latest.values("state")[:1]),
        to_mend=Count("pieces", filter=Q(pieces__state__in=TO_MEND)),
    )


@dataclass(frozen=True)
class Line:
    """A source as the list shows it."""

    feed: Feed
    mark: str
    run: str
    next_at: dt.datetime | None


def line(feed: Feed) -> Line:
    """How a source of `feeds` reads."""
    state = getattr(feed, "run_state", None)
    mark = "bad" if state == Run.State.FAILED else "good" if feed.runs_alone else "watch"
    run = str(Run.State(state).label) if state else ""
    at = next_at(feed, getattr(feed, "run_at", None))
    return Line(feed, mark, run, max(at, timezone.now()) if at else None)


def runs(user: User, feed: Feed) -> QuerySet[FeedRun]:
    """The runs of a source, the latest first."""
    found = FeedRun.objects.filter(feed=feed).select_related("started_by")
    return found if may(user, "read_connections") else found.none()


def pieces(user: User, feed: Feed) -> QuerySet[Piece]:
    """Its files: those that wait or were refused first, then the latest."""
    found = (
        Piece.objects.filter(feed=feed).select_related("item").annotate(mend=Count("pk", filter=Q(state__in=TO_MEND)))
    )
    return found.order_by("-mend", "-seen_at", "name") if may(user, "read_connections") else found.none()
