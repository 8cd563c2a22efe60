"""How healthy each plan is, kept for lists; the page of a plan works it out anew."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from trousseau.plans.models.plan import Plan


class Condition(models.TextChoices):
    """What the health of a plan is called."""

    GOOD = "good", pgettext_lazy("health of a plan", "On course")
    WATCH = "watch", pgettext_lazy("health of a plan", "To watch")
    BAD = "bad", pgettext_lazy("health of a plan", "In danger")
    UNKNOWN = "unknown", pgettext_lazy("health of a plan", "Unknown")


class Health(models.Model):
    """A plan's progress and health as of its last change or the last night. Written only by `actions.health`."""

    plan = models.OneToOneField(Plan, primary_key=True, on_delete=models.CASCADE, related_name="health")
    on = models.DateField()
    """The day it was worked out for: what is late moves by itself."""
    state = models.CharField(max_length=8, choices=Condition, default=Condition.UNKNOWN)
    score = models.FloatField(null=True)
    low = models.FloatField(default=0)
    high = models.FloatField(default=1)
    done = models.FloatField(null=True)
    expected = models.FloatField(null=True)
    ahead = models.FloatField(null=True)
    """Done less expected: lists are sorted by it."""
    actions = models.PositiveIntegerField(default=0)
    """Those that were not dropped."""
    finished = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    next_due = models.DateField(null=True)
    """The day the next open action is due that is not late."""
    factors = models.JSONField(default=dict)
    """Factor → its value (0 to 1, or null) and what its sentence is made of."""
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = (models.Index(fields=("state",)), models.Index(fields=("on",)))

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.state}"
