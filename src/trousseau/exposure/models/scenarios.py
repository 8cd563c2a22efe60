"""What is kept of exposure: what-if scenarios."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from trousseau.method.scenario import Scenario as Asked
from trousseau.portfolio.models import By, public_id


class Scenario(models.Model):
    """A question asked of the portfolio and kept: what if these accounts leave, and these shocks come?"""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    name = models.CharField(max_length=120)
    by = models.CharField(max_length=8, choices=By.choices)
    scope = models.CharField(max_length=500, blank=True)
    lost = models.JSONField()
    """The ledger's accounts, or groups, that leave; their revenue is read anew each time."""
    asks = models.JSONField(default=dict, blank=True)
    """Everything that happens, as `method.scenario` writes it; empty: only `lost`, wholly."""
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("scope", "name"), name="scenario_name_once"),)

    def __str__(self) -> str:
        return self.name

    @property
    def asked(self) -> Asked:
        """What happens."""
        return Asked.from_json(self.asks or {"lost": self.lost})
