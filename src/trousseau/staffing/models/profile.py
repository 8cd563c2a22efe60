"""What each of our people brings besides competencies."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Profile(models.Model):
    """Languages, zones and industries of one of our people, as told by them or their head."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="profile"
    )
    languages = models.JSONField(default=list, blank=True)
    """ISO 639-1 codes."""
    zones = models.JSONField(default=list, blank=True)
    """Zones of the ledger."""
    industries = models.JSONField(default=list, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.user)
