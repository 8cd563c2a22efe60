"""Inflation by zone, and which country or area stands for each zone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class ZoneInflation(models.Model):
    """By how much prices rose in a zone in twelve months: of a year, or to a month."""

    zone = models.CharField(max_length=200, blank=True)
    """As the sales lines write it; "" for lines without a zone, "*" for every zone without its own."""
    period = models.CharField(max_length=7)
    """YYYY or YYYY-MM."""
    rate = models.DecimalField(max_digits=15, decimal_places=6)
    """A fraction: 0.021 for 2.1 %; above −1."""
    area = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=300, blank=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    told_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("zone", "period")
        constraints = (
            models.UniqueConstraint(fields=("zone", "period"), name="inflation_once"),
            models.CheckConstraint(condition=models.Q(rate__gt=-1), name="inflation_leaves_a_price"),
        )

    def __str__(self) -> str:
        return f"{self.zone} {self.period}"


class ZoneArea(models.Model):
    """The country or area whose consumer prices stand for a zone, as Eurostat codes it (FR, DE; U2: euro area)."""

    zone = models.CharField(max_length=200, unique=True, blank=True)
    area = models.CharField(max_length=12)

    class Meta:
        ordering = ("zone",)

    def __str__(self) -> str:
        return f"{self.zone}: {self.area}"
