"""Which reminders were sent, so that each goes out once."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Reminder(models.Model):
    """One e-mail to one person about one check-up that is due: when it fell due (week 0), then each week late."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    due = models.DateField()
    week = models.PositiveIntegerField()
    claimed_at = models.DateTimeField()
    """When a worker took it on."""
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=("person", "due", "week"), name="one_reminder_a_week"),)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.due} + {self.week}"
