"""The jobs of this room: telling what is to be told, and forgetting what was told long ago."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trousseau.access import chain
from trousseau.jobs import actions as jobs
from trousseau.jobs import registry
from trousseau.jobs.models import Job, State
from trousseau.jobs.progress import Progress
from trousseau.webhooks import outbox, sending
from trousseau.webhooks.models import Delivery, Endpoint

SEND, FORGET = "webhooks.send", "webhooks.forget"
A_TURN, SECONDS = 200, 30.0
"""Deliveries, and seconds, after which a job lets others have the worker; the next goes on."""
KEPT = dt.timedelta(days=30)
JOBS_KEPT = dt.timedelta(days=1)


def register() -> None:
    """Declare the jobs, and have the trail wake them; once, at the start."""
    registry.handler(SEND, label=_("Telling webhooks"))(send)
    registry.every(dt.timedelta(minutes=1), SEND, anything)
    registry.at_start(SEND, anything)
    registry.handler(FORGET, label=_("Deliveries of webhooks kept long enough go"))(forget)
    registry.every(dt.timedelta(hours=6), FORGET, lambda: _old().exists() or _old_jobs().exists())
    chain.after_sealing(wake)


def wake() -> None:
    """Have what was just done told at once, where somebody is to be told."""
    if not Endpoint.objects.filter(state=Endpoint.State.ACTIVE).exists():
        return
    if not Job.objects.filter(kind=SEND, state=State.QUEUED).exists():
        jobs.start(SEND)


def anything() -> bool:
    """Whether there is something to tell now."""
    return outbox.behind() or sending.due().exists()


def send(progress: Progress) -> dict[str, Any]:
    """Tell what is to be told, for a while."""
    outbox.fill()
    until, sent = time.monotonic() + SECONDS, 0
    while sent < A_TURN and time.monotonic() < until and sending.send_next():
        sent += 1
        progress.check()
    if sent and sending.due().exists():
        jobs.start(SEND)
    return {"sent": sent}


def forget(_progress: Progress) -> dict[str, Any]:
    """Have old deliveries go, former secrets whose time is over, and the rows of jobs that told."""
    Endpoint.objects.filter(former_until__lt=timezone.now()).update(former="", former_until=None)
    _old_jobs().delete()
    return {"gone": _old().delete()[0]}


def _old() -> QuerySet[Delivery]:
    return Delivery.objects.filter(ended_at__lt=timezone.now() - KEPT)


def _old_jobs() -> QuerySet[Job]:
    return Job.objects.filter(kind=SEND, state=State.DONE, finished_at__lt=timezone.now() - JOBS_KEPT)
