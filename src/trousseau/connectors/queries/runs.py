"""Runs of a connection, and what each changed; for who may read connections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.connectors.models import Connection, Noted, Run

LAST = 10
MARKS = {"done": "good", "failed": "bad", "stopped": "watch", "waiting": "watch", "running": "none"}


def runs(user: User, connection: Connection) -> QuerySet[Run]:
    """The runs of a connection, the latest first."""
    found = Run.objects.filter(connection=connection).select_related("started_by")
    return found if may(user, "read_connections") else found.none()


def noted(run: Run, what: str = "", entity: str = "") -> QuerySet[Noted]:
    """What a run changed, record by record."""
    found = run.noted.all()
    if what in Noted.What.values:
        found = found.filter(what=what)
    return found.filter(entity=entity) if entity else found


def lasted(run: Run) -> dt.timedelta:
    """How long it took, or has taken so far."""
    return (run.ended_at or timezone.now()) - run.started_at


@dataclass(frozen=True)
class Move:
    """One thing of a record before and after."""

    target: str
    before: str
    after: str


def moves(one: Noted) -> Iterable[Move]:
    """What changed of a record. Of people only which things: their values are not kept here."""
    for name in {**one.before, **one.after}:
        yield Move(name, _said(one.before.get(name)), _said(one.after.get(name)))


def _said(value: object) -> str:
    return "" if value is None else str(value)
