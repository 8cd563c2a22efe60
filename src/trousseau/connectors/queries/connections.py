"""Connections, each for who may read them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.connectors.budget import DAY, LEAST
from trousseau.connectors.models import Calls, Connection, Remote, Run


def connections(user: User) -> QuerySet[Connection]:
    """All connections, for who may read them, each with its calls of a day and its latest run."""
    if not may(user, "read_connections"):
        return Connection.objects.none()
    since = timezone.now().replace(minute=0, second=0, microsecond=0) - DAY
    hours = Calls.objects.filter(connection=OuterRef("pk"), hour__gte=since).order_by()
    latest = Run.objects.filter(connection=OuterRef("pk")).order_by("-started_at", "-pk")
    troubled = Remote.objects.filter(connection=OuterRef("pk"), troubled=True).order_by()
    return Connection.objects.annotate(
        calls_made=Subquery(hours.values("connection").annotate(sum=Sum("calls")).values("sum")[:1]),
        run_at=Subquery(latest.values("started_at")[:1]),
        run_state=Subquery(latest.values("state")[:1]),
        run_errors=Subquery(latest.values("errors_met")[:1]),
        to_mend=Subquery(troubled.values("connection").annotate(count=Count("pk")).values("count")[:1]),
    )


@dataclass(frozen=True)
class Line:
    """A connection as the list shows it."""

    connection: Connection
    mark: str
    run: str
    next_at: dt.datetime | None
    used: int
    of: int
    """Calls of a day that are ours."""
    known: bool
    """Whether anybody says how many the company may make; else as many are supposed as the smallest edition has."""


def line(connection: Connection) -> Line:
    """How a connection of `connections` reads."""
    limit = connection.daily_limit or connection.limit_told
    state = getattr(connection, "run_state", None)
    return Line(
        connection,
        {"ready": "good", "reconnect": "bad"}.get(connection.state, "watch"),
        str(Run.State(state).label) if state else "",
        _next(connection, getattr(connection, "run_at", None)),
        getattr(connection, "calls_made", None) or 0,
        (limit or LEAST[connection.crm]) * connection.share // 100,
        known=limit is not None,
    )


def _next(connection: Connection, last: dt.datetime | None) -> dt.datetime | None:
    """When the clock starts the next run; None where it starts none."""
    if connection.state != Connection.State.READY or not connection.reads:
        return None
    now = timezone.now()
    return max(now, last + dt.timedelta(minutes=connection.every_minutes)) if last else now
