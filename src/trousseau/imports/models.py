"""What is stored of imports: sources with their saved mapping, imports, rejected lines, tables of rates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trousseau.accounts.models import opaque_id
from trousseau.jobs.models import Job


class State(models.TextChoices):
    """Where an import stands; `actions` moves it, always by a conditional update."""

    DRAFT = "draft", _("To be mapped")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Ready to load")
    LOADING = "loading", _("Loading")
    ASKING = "asking", _("Waiting for an answer")
    LOADED = "loaded", _("Loaded")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class Source(models.Model):
    """Where files come from (an ERP, a subsidiary): lines are the same line only within one source."""

    name = models.CharField(_("name of the source"), max_length=120, unique=True)
    choices = models.JSONField(default=dict)
    """How its last file was read: mapping, date order, marks; proposed for the next one."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Import(models.Model):
    """One file of sales lines on its way into the ledger; `public_id` is also its name in the ledger."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="imports")
    corrects = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="corrections")
    """The import whose rejected lines this one brings back, corrected."""
    name = models.CharField(max_length=255)
    """The file's own name, as people know it."""
    stored = models.CharField(max_length=300)
    """Where the copy is, under TROUSSEAU_HOME/files."""
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    choices = models.JSONField(default=dict)
    replace = models.CharField(
        max_length=8, default="ask", choices=[(c, c) for c in ("ask", "add", "replace", "whole", "keyed", "gone")]
    )
    """“keyed”: of lines that a source numbers once and for all; “gone”: the file lists the numbers of lines to drop."""
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, db_index=True)
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")

    read = models.BigIntegerField(default=0)
    accepted = models.BigIntegerField(default=0)
    quarantined = models.BigIntegerField(default=0)
    totals = models.BigIntegerField(default=0)
    unconverted = models.BigIntegerField(default=0)
    """Accepted lines without a rate at the time of the check."""
    first_date = models.DateField(null=True)
    last_date = models.DateField(null=True)
    findings = models.JSONField(default=dict)
    """Of the check: amounts and lines by currency, recognised total rows, notes, what the replacing asks."""

    new = models.BigIntegerField(default=0)
    changed = models.BigIntegerField(default=0)
    unchanged = models.BigIntegerField(default=0)
    removed = models.BigIntegerField(default=0)
    version_before = models.BigIntegerField(null=True)
    version = models.BigIntegerField(null=True)
    months = models.JSONField(default=list)
    error_code = models.CharField(max_length=64, blank=True)
    error_params = models.JSONField(default=dict)

    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    loaded_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(read=models.F("accepted") + models.F("quarantined") + models.F("totals")),
                name="every_row_read_is_accounted_for",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """The copy of the file."""
        return Path(settings.TROUSSEAU_HOME) / "files" / self.stored

    @property
    def interrupted(self) -> bool:
        """Whether it stands in the middle of a step that nothing is working on any more."""
        under_way = self.state in {State.CHECKING, State.LOADING, State.UNDOING}
        return under_way and (self.job is None or self.job.finished)


class Quarantined(models.Model):
    """A row of a file that could not become a sales line, until it is corrected."""

    origin = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rejected")
    row = models.BigIntegerField()
    column = models.CharField(max_length=400)
    value = models.TextField(blank=True)
    reason = models.CharField(max_length=64)
    cells = models.JSONField(default=dict)
    """The row as the file wrote it: column to text."""
    corrected: models.JSONField[Any, Any] = models.JSONField(null=True)
    """The row as someone corrected it; None: not yet."""
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    loaded_by = models.ForeignKey(Import, null=True, on_delete=models.SET_NULL, related_name="mended")
    """The import that brought the corrected row into the ledger."""

    class Meta:
        ordering = ("row",)
        constraints = (models.UniqueConstraint(fields=("origin", "row"), name="one_rejection_a_row"),)
        indexes = (models.Index(fields=("origin", "reason", "row")),)

    def __str__(self) -> str:
        return f"{self.origin} · {self.row}"


class RateTable(models.Model):
    """A table of the company's own rates; the newest wins where two know the same day and currency."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    name = models.CharField(max_length=255)
    stored = models.CharField(max_length=300)
    header = models.CharField(max_length=120)
    """The column that holds the rate, whose name says its direction (`usd_per_unit`)."""
    currencies = models.JSONField(default=list)
    rows = models.PositiveIntegerField(default=0)
    first = models.DateField()
    last = models.DateField()
    confirmed = models.BooleanField(default=False)
    """Used only once someone has said that the direction is the right one."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """The copy of the file."""
        return Path(settings.TROUSSEAU_HOME) / "files" / self.stored
