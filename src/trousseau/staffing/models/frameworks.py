"""The competency frameworks as they were published, and the one each director is working on."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from trousseau.portfolio.models.frozen import Frozen


class FrameworkVersion(Frozen):
    """A framework someone published, for good: the newest one asks."""

    number = models.PositiveIntegerField(unique=True)
    """1, 2 …; 0 is the framework as delivered, which no one published."""
    at = models.DateTimeField(default=timezone.now, editable=False)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=500)
    framework = models.JSONField()
    """As `framework.Framework.as_json` writes it."""

    class Meta:
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"v{self.number}"


class FrameworkDraft(models.Model):
    """The framework a director works on until they publish or drop it."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="framework_draft"
    )
    framework = models.JSONField()
    based_on = models.PositiveIntegerField()
    """The number of the version it began from."""
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.owner_id}, from v{self.based_on}"
