"""After a crash: find the jobs whose worker is gone, and queue them again.

A worker holds a lock on a file of its own for as long as it lives (`TROUSSEAU_HOME/workers/<name>.lock`);
the system releases it even when the worker is killed. A job that runs under a name whose lock can be taken
has no worker. Handlers are idempotent, so the job starts again from the beginning; one that keeps killing its
worker is given up.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from trousseau.jobs import actions
from trousseau.jobs.models import Job, State

MOST_ATTEMPTS = 5
QUEUEING = dt.timedelta(minutes=1)


def _folder() -> Path:
    folder = Path(settings.TROUSSEAU_HOME) / "workers"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


@contextmanager
def alive(name: str | None = None) -> Iterator[str]:
    """Be a living worker for the time of the block; gives its name."""
    name = name or secrets.token_hex(8)
    path = _folder() / f"{name}.lock"
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        try:
            yield name
        finally:
            path.unlink(missing_ok=True)


def lives(name: str) -> bool:
    """Whether the worker of that name still holds its lock."""
    path = _folder() / f"{name}.lock"
    if not name or not path.exists():
        return False
    with path.open("r") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    path.unlink(missing_ok=True)
    return False


def requeue_orphans() -> list[Job]:
    """Queue again the jobs whose worker is gone, and those that never reached the queue; gives them."""
    back = _queue_forgotten()
    for job in Job.objects.filter(state=State.RUNNING):
        if lives(job.worker):
            continue
        with transaction.atomic():
            taken = Job.objects.filter(pk=job.pk, state=State.RUNNING, worker=job.worker)
            if job.cancel_requested:
                taken.update(state=State.CANCELLED, finished_at=timezone.now())
            elif job.attempt >= MOST_ATTEMPTS:
                taken.update(
                    state=State.FAILED,
                    finished_at=timezone.now(),
                    error_code="worker_lost",
                    error_params={"attempts": job.attempt},
                )
            elif taken.update(state=State.QUEUED, worker="", log=job.noted("worker_lost")):
                actions.enqueue(job)
                back.append(job)
    _forget_lost_tasks()
    return back


def _queue_forgotten() -> list[Job]:
    """Queue the jobs of a process that died before it could: they wait a minute, in nobody's queue."""
    waiting = Job.objects.filter(state=State.QUEUED, created_at__lt=timezone.now() - QUEUEING)
    if not waiting:
        return []
    queued = {
        task["args"][0]
        for task in DBTaskResult.objects.filter(status__in=("READY", "RUNNING")).values_list("args_kwargs", flat=True)
    }
    forgotten = [job for job in waiting if job.pk not in queued]
    for job in forgotten:
        actions.enqueue(job)
    return forgotten


def _forget_lost_tasks() -> None:
    """Close the queue's own rows of workers that are gone: their jobs have been queued anew."""
    for task in DBTaskResult.objects.filter(status="RUNNING"):
        if not any(lives(name) for name in task.worker_ids[-1:]):
            DBTaskResult.objects.filter(pk=task.pk, status="RUNNING").update(
                status="FAILED", finished_at=timezone.now()
            )
