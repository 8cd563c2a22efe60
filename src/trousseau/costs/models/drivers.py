"""Drivers of cost, the tables that tell their quantities, and what a unit of each costs."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trousseau.accounts.models import opaque_id


class Kind(models.TextChoices):
    """How the quantities of a driver are to be understood."""

    VOLUME = "volume", _("volume")
    AMOUNT = "amount", _("amount")
    LEVEL = "level", _("level")


class Driver(models.Model):
    """Something accounts use, or are, that costs money; each company has its own."""

    name = models.CharField(max_length=120, unique=True)
    """As the answers know it: visits, payment_days."""
    label = models.CharField(max_length=120, blank=True)
    """As the company calls it."""
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.VOLUME)
    unit = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.label or self.name


class ActivityRate(models.Model):
    """What one unit of a driver costs, in the base currency, from a day on."""

    driver = models.ForeignKey(Driver, on_delete=models.CASCADE, related_name="rates")
    start = models.DateField()
    cost = models.DecimalField(max_digits=18, decimal_places=4)

    class Meta:
        ordering = ("driver__name", "start")
        constraints = (
            models.UniqueConstraint(fields=("driver", "start"), name="one_rate_a_driver_and_day"),
            models.CheckConstraint(condition=models.Q(cost__gte=0), name="rate_not_negative"),
        )

    def __str__(self) -> str:
        return f"{self.driver} · {self.start}"


class Table(models.Model):
    """A file that tells costs: looked at first, then loaded; of drivers, its quantities stay a file of their own."""

    class What(models.TextChoices):
        """What it tells."""

        DRIVERS = "drivers", _("quantities of drivers")
        RATES = "rates", _("activity rates")
        FIXED = "fixed", _("fixed costs")
        BUDGETS = "budgets", _("budgets")

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    what = models.CharField(max_length=8, choices=What)
    name = models.CharField(max_length=255)
    """The file's own name."""
    stored = models.CharField(max_length=300)
    """Where the copy is, under TROUSSEAU_HOME/files."""
    choices = models.JSONField(default=dict)
    """How it is read: dates, decimal, delimiter, sheet."""
    quantities = models.CharField(max_length=64, blank=True)
    """Of drivers: the name of the Parquet file with what it tells, by content."""
    drivers = models.JSONField(default=list)
    entries = models.PositiveIntegerField(default=0)
    aside = models.PositiveIntegerField(default=0)
    """Rows set aside."""
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    loaded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("loaded_at", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """The copy of the file."""
        return Path(settings.TROUSSEAU_HOME) / "files" / self.stored
