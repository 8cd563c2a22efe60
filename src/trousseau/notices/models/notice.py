"""One thing one person is told, and the letter it went by."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Pace(models.TextChoices):
    """How soon a kind of notice goes by mail; every notice is in the app at once."""

    IMMEDIATE = "immediate", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    NONE = "none", _("In the app only")


class Letter(models.Model):
    """One mail to one person: made before it is sent, so that of several workers only one sends it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letters")
    pace = models.CharField(max_length=10, choices=Pace)
    slot = models.CharField(max_length=64)
    """What makes it one letter: the moment of a digest, or the first notice of one that goes at once."""
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "pace", "slot"), name="one_letter_a_slot"),)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.pace} {self.slot}"


class Notice(models.Model):
    """One thing one person is told, once: the kind, its parameters (JSON), and the page it is about."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    """What makes it one thing: the same kind and key are never told twice to the same person."""
    params = models.JSONField(default=dict)
    url = models.CharField(max_length=500, blank=True)
    """A path of ours."""
    at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True)
    letter = models.ForeignKey(Letter, null=True, blank=True, on_delete=models.SET_NULL, related_name="notices")
    """The mail it went by, or is about to; None: none yet."""

    class Meta:
        ordering = ("-at", "-id")
        constraints = (models.UniqueConstraint(fields=("user", "kind", "key"), name="told_once"),)
        indexes = (models.Index(fields=("user", "read_at", "-at")), models.Index(fields=("read_at", "at")))

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind} {self.key}"
