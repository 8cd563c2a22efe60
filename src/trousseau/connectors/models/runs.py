"""The log of runs: what each read, wrote and met, and what changed, record by record."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trousseau.accounts.models import opaque_id
from trousseau.connectors.models.connection import Connection
from trousseau.connectors.models.remote import ENTITIES
from trousseau.jobs.models import Job


class Going(models.Model):
    """A run of something that is read: how it stands and what it met."""

    class State(models.TextChoices):
        """Where a run stands."""

        RUNNING = "running", _("Running")
        DONE = "done", pgettext_lazy("run", "Done")
        WAITING = "waiting", _("Goes on later by itself")
        FAILED = "failed", pgettext_lazy("run", "Failed")
        STOPPED = "stopped", _("Stopped")

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    alive_at = models.DateTimeField(default=timezone.now)
    """When it last said that it lives: another run may take the place of one that is silent."""
    ended_at = models.DateTimeField(null=True)
    errors: models.JSONField[list[dict[str, Any]], Any] = models.JSONField(default=list)
    """The first that were met: where, code and what its sentence names."""
    errors_met = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ("-started_at", "-id")

    def end(self, state: Going.State) -> None:
        """Say that it is over; in the caller's transaction."""
        self.state, self.ended_at = state, timezone.now()
        self.save(update_fields=["state", "ended_at"])


class Run(Going):
    """One run of a connection. Only one goes on at a time: the database says so."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="runs")
    counts: models.JSONField[dict[str, dict[str, int]], Any] = models.JSONField(default=dict)
    """By entity: read, new, changed, same, gone, merged, back, problems; under “write”: written, refused, again."""
    calls = models.PositiveIntegerField(default=0)

    class Meta(Going.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("connection",), condition=Q(state="running"), name="one_run_at_a_time_a_connection"
            ),
        )

    def __str__(self) -> str:
        return f"{self.connection} · {self.started_at:%Y-%m-%d %H:%M}"


class Noted(models.Model):
    """What a run changed of one record, or met with it. Values of people are not repeated here, only which changed."""

    class What(models.TextChoices):
        """What happened to the record."""

        NEW = "new", pgettext_lazy("record", "new")
        CHANGED = "changed", pgettext_lazy("record", "changed")
        GONE = "gone", pgettext_lazy("record", "gone")
        MERGED = "merged", pgettext_lazy("record", "merged")
        BACK = "back", pgettext_lazy("record", "back again")
        LINKED = "linked", pgettext_lazy("record", "linked")
        WRITTEN = "written", pgettext_lazy("record", "written")
        REFUSED = "refused", pgettext_lazy("record", "refused")

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="noted")
    entity = models.CharField(max_length=8, choices=ENTITIES)
    external_id = models.CharField(max_length=120)
    label = models.CharField(max_length=200, blank=True)
    what = models.CharField(max_length=8, choices=What)
    before: models.JSONField[dict[str, Any], Any] = models.JSONField(default=dict)
    after: models.JSONField[dict[str, Any], Any] = models.JSONField(default=dict)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("run", "what", "id")),)

    def __str__(self) -> str:
        return f"{self.label or self.external_id}: {self.what}"
