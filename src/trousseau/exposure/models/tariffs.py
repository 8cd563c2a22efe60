"""Tariffs that were simulated and kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from trousseau.portfolio.models import public_id


class TariffScenario(models.Model):
    """An indexation kept under a name; its effect is worked out anew each time it is opened."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    name = models.CharField(max_length=120)
    scope = models.CharField(max_length=500, blank=True)
    wishes = models.JSONField()
    """The fields of the form that were filled in, as the address writes them."""
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("scope", "name"), name="tariff_name_once"),)

    def __str__(self) -> str:
        return self.name
