"""What accounts of a tier are promised in touchpoints, business reviews as they are prepared, calendar feeds."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from trousseau.accounts.models import Account
from trousseau.plans.models.rhythm import Level, Meeting


class TouchPromise(models.Model):
    """How many touchpoints a year accounts of a tier are promised at a level."""

    tier = models.CharField(max_length=80)
    level = models.CharField(max_length=10, choices=Level)
    a_year = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("tier", "level")
        constraints = (
            models.UniqueConstraint(fields=("tier", "level"), name="touch_promised_once_a_level"),
            models.CheckConstraint(condition=Q(a_year__lte=366), name="touch_promise_within_a_year"),
        )

    def __str__(self) -> str:
        return f"{self.tier}, {self.level}: {self.a_year}"


class Review(models.Model):
    """That a business review was prepared, and what we want of the next quarter."""

    meeting = models.OneToOneField(Meeting, primary_key=True, on_delete=models.CASCADE, related_name="review")
    prepared_at = models.DateTimeField(default=timezone.now, editable=False)
    next_quarter = models.TextField(max_length=5_000, blank=True)
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.meeting)


class CalendarFeed(models.Model):
    """An address at which somebody's own calendar reads meetings; only the SHA-256 of its secret is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds")
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    """None: the meetings they take part in."""
    digest = models.CharField(max_length=64, unique=True, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True)
    """When it was last asked for, to the hour."""

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.account_id or 'own'}"
