"""Starting, cancelling and running jobs."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.jobs import registry
from trousseau.jobs.models import FINISHED, Job, State
from trousseau.jobs.progress import Cancelled, Progress

logger = logging.getLogger("trousseau.jobs")
_worker: list[str] = [""]


def be_worker(name: str) -> None:
    """Say under which name this process runs jobs, so that they are found if it is killed."""
    _worker[0] = name


def start(kind: str, params: Mapping[str, Any] | None = None, user: User | None = None) -> Job:
    """Store a job and queue it once the transaction around is committed; KeyError for an unknown kind."""
    registry.find(kind)
    job = Job.objects.create(kind=kind, params=dict(params or {}), created_by=user)
    transaction.on_commit(lambda: enqueue(job))
    return job


def enqueue(job: Job, run_after: dt.datetime | None = None) -> None:
    """Put a stored job in the queue, now or not before `run_after`."""
    from trousseau.jobs.tasks import run_job  # noqa: PLC0415 - the task imports this module to run

    task = run_job.using(run_after=run_after) if run_after else run_job
    task.enqueue(job.pk)


def may_cancel(user: User, job: Job) -> bool:
    """Whether someone may stop a job: their own, or any for who loads sales lines."""
    return job.created_by_id == user.pk or may(user, "import_sales")


def cancel(job: Job, user: User | None = None) -> Job:
    """Ask a job to stop: one that waits stops at once, one that runs at its next look.

    `user` None: the machine itself. Raises PermissionDenied where the job is not theirs to stop.
    """
    if user is not None and not may_cancel(user, job):
        raise PermissionDenied
    with transaction.atomic():
        now = timezone.now()
        waiting = Job.objects.filter(pk=job.pk, state=State.QUEUED)
        if not waiting.update(state=State.CANCELLED, cancel_requested=True, finished_at=now):
            Job.objects.filter(pk=job.pk, state=State.RUNNING).update(cancel_requested=True)
        if user is not None and not job.finished:
            record(user, "job.cancelled", job, before={"state": job.state})
    job.refresh_from_db()
    return job


def run(job_id: int) -> None:
    """Run a queued job to its end; does nothing where it is finished, gone or already running elsewhere."""
    now = timezone.now()
    claimed = Job.objects.filter(pk=job_id, state=State.QUEUED).update(
        state=State.RUNNING,
        started_at=now,
        heartbeat_at=now,
        worker=_worker[0],
        error_code="",
        error_params={},
    )
    if not claimed:
        return
    job = Job.objects.get(pk=job_id)
    job.attempt += 1
    job.save(update_fields=["attempt"])
    try:
        handler = registry.find(job.kind)
        result = handler.run(Progress(job), **job.params)
    except Cancelled:
        _finish(job, State.CANCELLED)
    except registry.Retry as error:
        _retry_or_fail(job, error)
    except registry.JobError as error:
        _finish(job, State.FAILED, error_code=error.code, error_params=error.params)
    except Exception as error:
        logger.exception("Job %s failed", job)
        _finish(
            job,
            State.FAILED,
            error_code="unexpected",
            error_params={"what": f"{type(error).__name__}: {error}"},
        )
    else:
        _finish(job, State.DONE, result=dict(result) if result is not None else None)


def _retry_or_fail(job: Job, error: registry.Retry) -> None:
    handler = registry.find(job.kind)
    if job.attempt > handler.retries:
        _finish(
            job,
            State.FAILED,
            error_code="gave_up",
            error_params={"what": str(error), "attempts": job.attempt},
        )
        return
    wait = handler.backoff * 2 ** (job.attempt - 1)
    job.state = State.QUEUED
    job.log = job.noted("retry", what=str(error), seconds=int(wait.total_seconds()))
    job.save(update_fields=["state", "log"])
    enqueue(job, run_after=timezone.now() + wait)


def _finish(job: Job, state: State, **fields: Any) -> None:
    """Write the end of a job; what the handler reported last stays."""
    job.refresh_from_db(fields=["cancel_requested", "log"])
    job.state = state
    job.finished_at = timezone.now()
    for field, value in fields.items():
        setattr(job, field, value)
    if state == State.DONE and job.total is not None:
        job.done = job.total
    job.save()


def unfinished(kind: str) -> bool:
    """Whether a job of that kind waits or runs."""
    return Job.objects.filter(kind=kind).exclude(state__in=FINISHED).exists()
