"""The grids as they were published, and the one each director is working on."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from trousseau.portfolio.models.frozen import Frozen


class GridVersion(Frozen):
    """A grid someone published, for good: the newest one ranks."""

    number = models.PositiveIntegerField(unique=True)
    """1, 2 …; 0 is the grid as shipped, which no one published."""
    at = models.DateTimeField(default=timezone.now, editable=False)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=500)
    grid = models.JSONField()
    """As `method.criteria.Grid.as_json` writes it."""
    weighed = models.JSONField(default=dict)
    """How the weights were found: `by` "direct", "swing" (`points` by criterion) or "pairs" (`times`, criterion by
    criterion)."""
    moves = models.JSONField()
    """Who entered the list and who left it, the day it was published: `entered` and `left`, of account and name."""
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    facts_version = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"v{self.number}"


class GridDraft(models.Model):
    """The grid a director works on until they publish or drop it."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="grid_draft"
    )
    grid = models.JSONField()
    weighed = models.JSONField(default=dict)
    """As a version keeps it."""
    based_on = models.PositiveIntegerField()
    """The number of the version it began from."""
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.owner_id}, from v{self.based_on}"
