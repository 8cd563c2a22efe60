"""What goes back to a CRM: for each linked account what it should say there, and what it says."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from trousseau.connectors.models.remote import Remote


class Outbound(models.Model):
    """One thing that one record of the CRM should say.

    Where its `back` says something else it is to be written, unless the CRM refused this very value, or keeps changing
    it back.
    """

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting"
        SAME = "same"
        REFUSED = "refused"
        """By a rule of the CRM: this value is never sent again."""
        CONTESTED = "contested"
        """Something in the CRM changes it back each time: writing on would never end."""

    record = models.ForeignKey(Remote, on_delete=models.CASCADE, related_name="outbound")
    target = models.CharField(max_length=12)
    """A name of `targets.OUTBOUND`."""
    wanted: models.JSONField[Any, Any] = models.JSONField(null=True)
    """As the CRM is told it."""
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    code = models.CharField(max_length=120, blank=True)
    message = models.CharField(max_length=500, blank=True)
    """The CRM's own words, where it refused."""
    written_at = models.DateTimeField(null=True)
    reverted = models.PositiveSmallIntegerField(default=0)
    """How often this very value was written and found changed."""

    class Meta:
        ordering = ("record_id", "target")
        constraints = (models.UniqueConstraint(fields=("record", "target"), name="one_wish_a_target"),)
        indexes = (models.Index(fields=("record",), condition=~Q(state="same"), name="wishes_not_fulfilled"),)

    def __str__(self) -> str:
        return f"{self.record}: {self.target}"
