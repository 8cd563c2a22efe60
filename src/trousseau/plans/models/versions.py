"""What a plan said when it was approved: kept word for word, so that what changed since can be read."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from trousseau.plans.models.plan import Plan


class PlanVersion(models.Model):
    """A plan as it was approved; never changed afterwards."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    content = models.JSONField()
    """Its parts by kind, each by its key: what `queries.versions.content` gives."""

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("plan", "number"), name="plan_version_once"),)

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.number}"
