"""Indicators (KPIs) defined beforehand: formula, baseline, path to the target, rhythm, owner; and their readings."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trousseau.accounts.models import opaque_id
from trousseau.plans.models.plan import Objective, Plan


class Source(models.TextChoices):
    """Where the readings of an indicator come from."""

    LEDGER = "ledger", _("Sales ledger")
    PLAN = "plan", _("This plan")
    CRM = "crm", _("CRM")
    ENTERED = "entered", _("Entered by hand")


class Rhythm(models.TextChoices):
    """How often an indicator is read."""

    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every quarter")
    YEARLY = "yearly", _("Every year")


class Unit(models.TextChoices):
    """How a reading is written."""

    MONEY = "money", pgettext_lazy("unit of an indicator", "base currency")
    PERCENT = "percent", pgettext_lazy("unit of an indicator", "%")
    POINTS = "points", pgettext_lazy("unit of an indicator", "points")
    COUNT = "count", pgettext_lazy("unit of an indicator", "number")
    DAYS = "days", pgettext_lazy("unit of an indicator", "days")


class Kpi(models.Model):
    """One indicator (*indicateur*) of a plan, as it is defined now; earlier definitions are `KpiVersion`s.

    Formula, baseline and target are locked while the plan is approved: a change is a new version with its reason.
    """

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="kpis")
    objective = models.ForeignKey(Objective, null=True, blank=True, on_delete=models.SET_NULL, related_name="kpis")
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=8, choices=Source, default=Source.ENTERED)
    formula = models.JSONField(default=dict, blank=True)
    """Of the ledger: measure, by (account or group), filters, window; see `plans/formulas.py`."""
    unit = models.CharField(max_length=8, choices=Unit, default=Unit.COUNT)
    rhythm = models.CharField(max_length=10, choices=Rhythm, default=Rhythm.MONTHLY)
    baseline = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    baseline_on = models.DateField()
    target = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    target_on = models.DateField()
    path = models.JSONField(default=list, blank=True)
    """Points of the way between as [day, value]; empty: a straight line from baseline to target."""
    floor = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    """How far below the path is still in the corridor, in the unit; None: 5 % of the way."""
    ceiling = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="kpis"
    )
    shared = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    position = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="kpi_has_a_name"),
            models.CheckConstraint(condition=Q(target_on__gt=F("baseline_on")), name="kpi_target_after_its_baseline"),
        )

    def __str__(self) -> str:
        return self.name


class Reading(models.Model):
    """What an indicator was at the end of a period: measured from a version of the ledger, or entered by someone."""

    kpi = models.ForeignKey(Kpi, on_delete=models.CASCADE, related_name="readings")
    on = models.DateField()
    """The last day of what was measured."""
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    """None: it could not be measured, and `note` says why."""
    ledger_version = models.PositiveIntegerField(null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("on",)
        constraints = (models.UniqueConstraint(fields=("kpi", "on"), name="kpi_one_reading_a_day"),)

    def __str__(self) -> str:
        return f"{self.on}: {self.value}"
