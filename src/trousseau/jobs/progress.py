"""What a handler is given to say how far it is, and to hear that it should stop."""

from __future__ import annotations

import time
from typing import Any

from django.db.models import F
from django.utils import timezone

from trousseau.jobs.models import Job

EVERY_SECONDS = 0.4


class Cancelled(Exception):  # noqa: N818 - not a failure: somebody asked for it
    """Raised by `Progress.check` when cancelling was asked for; the runner marks the job cancelled."""


class Progress:
    """The job's voice. Reports reach the database at most every 0.4 s; the rest are dropped."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._written = 0.0
        self._cancelled = False

    def report(self, done: int, total: int | None = None, step: str | None = None, unit: str | None = None) -> None:
        """Say that `done` of `total` units are done, in which step; a new step is written at once."""
        job = self.job
        new_step = step is not None and step != job.step
        job.done = done
        job.total = total if total is not None else job.total
        job.step = step if step is not None else job.step
        job.unit = unit if unit is not None else job.unit
        now = time.monotonic()
        if new_step or now - self._written >= EVERY_SECONDS:
            self._written = now
            job.heartbeat_at = timezone.now()
            job.save(update_fields=["done", "total", "step", "unit", "heartbeat_at"])
            self._look()

    def note(self, text: str, **params: Any) -> None:
        """Add a line to the job's log."""
        self.job.log = self.job.noted(text, **params)
        self.job.save(update_fields=["log"])

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop; the database is asked at most every 0.4 s."""
        now = time.monotonic()
        if not self._cancelled and now - self._written >= EVERY_SECONDS:
            self._written = now
            Job.objects.filter(pk=self.job.pk).update(heartbeat_at=timezone.now(), done=F("done"))
            self._look()
        return self._cancelled

    def check(self) -> None:
        """Stop here if somebody asked to: raises `Cancelled`."""
        if self.cancelled:
            raise Cancelled

    def _look(self) -> None:
        wanted = Job.objects.filter(pk=self.job.pk).values_list("cancel_requested", flat=True).first()
        self._cancelled = bool(wanted)
