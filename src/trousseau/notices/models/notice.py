"""One thing one person is told."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class Notice(models.Model):
    """One thing one person is told, once: the kind, its parameters (JSON), and the page it is about."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    """What makes it one thing: the same kind and key are never told twice to the same person."""
    params = models.JSONField(default=dict)
    url = models.CharField(max_length=500, blank=True)
    """A path of ours."""
    at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-at", "-id")
        constraints = (models.UniqueConstraint(fields=("user", "kind", "key"), name="told_once"),)
        indexes = (models.Index(fields=("user", "read_at", "-at")),)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind} {self.key}"
