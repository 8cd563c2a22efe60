"""What feeds the ledger by itself: a watched folder, a bucket, a database; its pieces on their way; its runs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trousseau.access.fields import SealedTextField
from trousseau.accounts.models import opaque_id
from trousseau.connectors.models.runs import Going
from trousseau.imports.models import Import


class Feed(models.Model):
    """A place whose files or rows become sales lines by the clock, through the same door as an upload."""

    class Kind(models.TextChoices):
        """What kind of place it is."""

        FOLDER = "folder", _("Watched folder")
        BUCKET = "bucket", _("S3 prefix")
        DATABASE = "database", _("Database")

    class Replace(models.TextChoices):
        """What becomes of lines without a number that a file of the same documents or period no longer has."""

        ASK = "ask", _("Ask somebody, file by file")
        REPLACE = "replace", _("The file corrects: they go")
        ADD = "add", _("The file adds: they stay")
        WHOLE = "whole", _("The file is all there is of this source: they go, whatever their period")
        KEYED = "keyed", _("Each row is known by its key")

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=120, unique=True)
    """As people call it, and the name of its source in the ledger."""
    told: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    """Where it is and which of it is read, but what is secret: root and folder and pattern of names."""
    secret = SealedTextField(blank=True, default="")
    replace = models.CharField(max_length=8, choices=Replace, default=Replace.ASK)
    moves = models.BooleanField(default=False)
    """Whether a file that was dealt with is put into done/ or failed/ beside it."""
    runs_alone = models.BooleanField(default=False)
    """Whether the clock starts runs: off until somebody has seen what it would bring."""
    every_minutes = models.PositiveIntegerField(default=60, validators=(MinValueValidator(5),))
    daily_at = models.TimeField(null=True, blank=True)
    """Once a day at this time, instead of every so many minutes."""
    look_again_at = models.DateTimeField(null=True, editable=False)
    """When files that were just written are looked at a second time."""
    compared_at = models.DateTimeField(null=True, editable=False)
    """When all keys of a view were last compared with those of the ledger."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("name",)
        constraints = (models.CheckConstraint(condition=Q(every_minutes__gte=5), name="not_looked_at_without_rest"),)

    def __str__(self) -> str:
        return self.name


class Piece(models.Model):
    """A file of a feed as it was last seen, and the import that its content became."""

    class State(models.TextChoices):
        """Where it stands."""

        SEEN = "seen", _("Seen, not yet taken")
        TAKEN = "taken", _("Being taken in")
        ASKING = "asking", _("Waits for somebody")
        LOADED = "loaded", _("In the ledger")
        REFUSED = "refused", _("Refused")

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="pieces")
    name = models.CharField(max_length=255)
    state = models.CharField(max_length=8, choices=State, default=State.SEEN)
    size = models.BigIntegerField(default=0)
    stamp = models.CharField(max_length=120, blank=True)
    """What changes with each writing: the instant of it, or an ETag."""
    seen_at = models.DateTimeField(default=timezone.now)
    """Since when size and stamp have been these."""
    sha256 = models.CharField(max_length=64, blank=True)
    """Of the content that was taken last."""
    item = models.ForeignKey(Import, null=True, on_delete=models.SET_NULL, related_name="pieces")
    cursor: models.JSONField[dict[str, Any], Any] = models.JSONField(default=dict)
    """Of rows: up to which instant and key they were read, and which were read near there."""
    code = models.CharField(max_length=64, blank=True)
    """Why it waits or was refused."""
    params: models.JSONField[dict[str, Any], Any] = models.JSONField(default=dict)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("feed", "name"), name="one_piece_a_name"),)
        indexes = (models.Index(fields=("feed", "state", "name")),)

    def __str__(self) -> str:
        return self.name


class FeedRun(Going):
    """One look at a feed and what it brought. Only one goes on at a time: the database says so."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="runs")
    counts: models.JSONField[dict[str, int], Any] = models.JSONField(default=dict)
    """Pieces (seen, early, loaded, same, waiting, refused) and lines (new, changed, removed, quarantined)."""

    class Meta(Going.Meta):
        constraints = (
            models.UniqueConstraint(fields=("feed",), condition=Q(state="running"), name="one_run_at_a_time_a_feed"),
        )

    def __str__(self) -> str:
        return f"{self.feed} · {self.started_at:%Y-%m-%d %H:%M}"
