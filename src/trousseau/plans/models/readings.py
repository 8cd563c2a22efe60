"""Tables of readings that people bring: looked at, then taken in, with what they replaced so that it can come back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from trousseau.accounts.models import opaque_id


class ReadingsFile(models.Model):
    """A table of readings. It counts from `taken_at` on; before, it is only looked at, for a day at most."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    stored = models.CharField(max_length=300, blank=True)
    """Its copy under files/; "" once it is taken in."""
    choices = models.JSONField(default=dict, blank=True)
    """What the person said of it: decimal, sheet."""
    at = models.DateTimeField(default=timezone.now, editable=False)
    taken_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    """Rows left out."""
    before = models.JSONField(default=list, blank=True)
    """The readings it replaced: [indicator, day, value, note, who entered it, table it was of]."""

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.name
