"""A job: one piece of long work, what came of it, and how far it is.

The queue itself is `django_tasks_db`'s table; this row is what people see and what survives a crash: when a
worker is killed, its running jobs are found at the next start and queued again (`recovery.py`).
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LOG_LINES = 200


class State(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


FINISHED = frozenset({State.DONE, State.FAILED, State.CANCELLED})


class Job(models.Model):
    """One piece of work: its kind names the handler, its parameters are what the handler is given."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40, db_index=True)
    params = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED, db_index=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    unit = models.CharField(max_length=20, blank=True)
    step = models.CharField(max_length=80, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    result = models.JSONField(null=True)
    error_code = models.CharField(max_length=64, blank=True)
    error_params = models.JSONField(default=dict)
    log = models.JSONField(default=list)
    cancel_requested = models.BooleanField(default=False)
    worker = models.CharField(max_length=80, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.CheckConstraint(condition=models.Q(state__in=State.values), name="job_state_is_known")]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def finished(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in FINISHED

    @property
    def fraction(self) -> float | None:
        """Give how much is done, 0 to 1, or None while the whole is unknown."""
        if not self.total:
            return None
        return min(1.0, max(0.0, self.done / self.total))

    @property
    def seconds_left(self) -> float | None:
        """Give the time left at the pace so far, in seconds, or None while it cannot be told."""
        fraction = self.fraction
        if self.state != State.RUNNING or not fraction or self.started_at is None or fraction < 0.02:
            return None
        spent = (timezone.now() - self.started_at).total_seconds()
        return spent * (1 - fraction) / fraction

    @property
    def duration(self) -> dt.timedelta | None:
        """Give how long it took, or None while it has not ended."""
        return self.finished_at - self.started_at if self.finished_at and self.started_at else None

    def noted(self, text: str, **params: Any) -> list[dict[str, Any]]:
        """Give the log with one line more, the oldest dropped past the bound; the caller saves it."""
        line = {
            "at": timezone.now().isoformat(timespec="seconds"),
            "text": text,
            **({"params": params} if params else {}),
        }
        return [*self.log, line][-LOG_LINES:]


class Schedule(models.Model):
    """When a kind of job is due next; `next_at` moves by a conditional update: two workers start it once."""

    name = models.CharField(max_length=40, unique=True)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
