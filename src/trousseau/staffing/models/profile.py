"""What each of our people brings besides competencies."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Profile(models.Model):
    """Languages, zones and industries of one of our people, as told by them, their head or a director."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="profile"
    )
    languages = models.JSONField(default=list, blank=True)
    """ISO 639-1 codes."""
    fluency = models.JSONField(default=dict, blank=True)
    """How well, by code: A1 to C2 of the Common European Framework; a language that is absent: not told."""
    zones = models.JSONField(default=list, blank=True)
    """Zones of the ledger."""
    industries = models.JSONField(default=list, blank=True)
    most_accounts = models.PositiveSmallIntegerField(null=True, blank=True)
    """How many accounts at most; None: as many as the days allow."""
    revision = models.PositiveIntegerField(default=0)
    """Counts the changes, so that the second of two people is told."""
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(most_accounts=None) | Q(most_accounts__lte=10_000), name="profile_most_accounts"
            ),
        )

    def __str__(self) -> str:
        return str(self.user)
