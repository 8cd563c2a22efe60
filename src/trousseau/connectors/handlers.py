"""The jobs of this room: a run of a connection, and the clock that starts them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trousseau.access.models import User
from trousseau.connectors import job_wording
from trousseau.connectors.actions import running
from trousseau.connectors.models import Connection, Run
from trousseau.connectors.protocol import Entity
from trousseau.connectors.runs.begin import begin, carry_out
from trousseau.connectors.runs.one import BusyError
from trousseau.connectors.runs.sales import bring
from trousseau.imports.handlers import REFRESH
from trousseau.jobs import actions as jobs
from trousseau.jobs import registry
from trousseau.jobs.models import Job
from trousseau.jobs.progress import Progress
from trousseau.jobs.registry import JobError
from trousseau.plans.measured import measure_later

CLOCK, LOOK_EVERY = "connectors.clock", dt.timedelta(minutes=1)


def register() -> None:
    """Declare the jobs to the registry; once, at the start."""
    registry.handler(running.READ, label=_("Reading of a CRM"), finished_url=_finished, explain=job_wording.sentence)(
        read
    )
    registry.handler(CLOCK, label=_("Start of readings that are due"))(start_due)
    registry.every(LOOK_EVERY, CLOCK, needed=lambda: due().exists())


def read(progress: Progress, *, connection_id: int, user_id: int | None = None) -> dict[str, Any]:
    """One run of a connection, taken up where it stood if its worker was killed."""
    connection = Connection.objects.get(pk=connection_id)
    user = User.objects.filter(pk=user_id).first() if user_id else None
    try:
        item = begin(connection, progress.job, user)
    except BusyError as error:
        raise JobError("busy", name=connection.name) from error
    state = carry_out(item, lambda: _passed(progress, item))
    if item.counts.get(Entity.DEAL.value, {}).keys() & {"new", "changed", "gone", "back"}:
        measure_later()
    if state == Run.State.FAILED:
        raise JobError("run_failed", name=connection.name)
    if state == Run.State.DONE and bring(connection):
        jobs.start(REFRESH)
    return {"state": state, "run": item.public_id}


def start_due(_progress: Progress) -> dict[str, Any]:
    """Start a run of each connection whose time has come."""
    started = [running.start(connection).pk for connection in due()]
    return {"started": len(started)}


def due() -> Any:  # noqa: ANN401 - a queryset of connections
    """Connections that are read by the clock and were not for as long as they say."""
    now = timezone.now()
    late = Q()
    for minutes in set(Connection.objects.values_list("every_minutes", flat=True)):
        fresh = Run.objects.filter(started_at__gt=now - dt.timedelta(minutes=minutes)).values("connection")
        late |= Q(every_minutes=minutes) & ~Q(pk__in=fresh)
    ready = Connection.objects.filter(state=Connection.State.READY, reads=True)
    return ready.filter(late) if late else ready.none()


def _passed(progress: Progress, item: Run) -> None:
    done = sum(counts.get("read", 0) for counts in item.counts.values())
    progress.report(done, unit="records")
    progress.check()


def _finished(job: Job) -> str:
    public_id = Connection.objects.filter(pk=job.params["connection_id"]).values_list("public_id", flat=True).first()
    return reverse("connectors:connection", args=[public_id]) if public_id else reverse("connectors:list")
