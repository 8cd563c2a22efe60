"""One run at a time of each thing that is read: a connection, a source."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

from django.utils import timezone

from trousseau.connectors.models.runs import Going
from trousseau.jobs.models import Job

SILENT = dt.timedelta(minutes=15)
"""Longer than the longest call with all its waits, and a page's writing."""
G = TypeVar("G", bound=Going)


class BusyError(Exception):
    """Another run goes on."""


def taken_up(running: G | None, job: Job | None) -> G | None:
    """The run that goes on, where this job began it and was killed; None where another may begin.

    One that has been silent for `SILENT` is ended and makes room. In the caller's transaction, which holds the lock of
    what is read. Raises BusyError.
    """
    if running is None:
        return None
    if job is not None and running.job_id == job.pk:
        return running
    if running.alive_at > timezone.now() - SILENT:
        raise BusyError
    running.end(Going.State.STOPPED)
    return None
