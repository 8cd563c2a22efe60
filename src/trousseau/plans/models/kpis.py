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
from trousseau.plans.models.readings import ReadingsFile


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
    """Of the ledger: measure, by (account, group), filters, window; of the CRM: object, field, how (see `formulas`)."""
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
    file = models.ForeignKey(ReadingsFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="readings")
    """The table that told it, while nobody told otherwise since."""
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("on",)
        constraints = (models.UniqueConstraint(fields=("kpi", "on"), name="kpi_one_reading_a_day"),)

    def __str__(self) -> str:
        return f"{self.on}: {self.value}"


class KpiVersion(models.Model):
    """An earlier definition of an indicator, kept when an approved plan's indicator changes; and why it changed."""

    kpi = models.ForeignKey(Kpi, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    """The number of the definition that is kept here: it held until `at`."""
    said = models.JSONField()
    """What it said: source, formula, unit, rhythm, baseline, target, their days, path, floor, ceiling."""
    reason = models.CharField(max_length=1000)
    """Why it was replaced."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint(fields=("kpi", "version"), name="kpi_one_definition_a_version"),
            models.CheckConstraint(condition=~Q(reason=""), name="kpi_version_says_why"),
        )

    def __str__(self) -> str:
        return f"{self.kpi_id} v{self.version}"


class Place(models.TextChoices):
    """Where the last reading of an indicator stands."""

    NONE = "none", pgettext_lazy("an indicator", "no reading")
    FREE = "free", pgettext_lazy("an indicator", "no corridor")
    INSIDE = "inside", pgettext_lazy("an indicator", "in its corridor")
    OUT = "out", pgettext_lazy("an indicator", "out of its corridor")
    BEYOND = "beyond", pgettext_lazy("an indicator", "better than its path")


class Outlook(models.TextChoices):
    """Where an indicator is going to stand on the day of its target, as far as its readings tell."""

    UNKNOWN = "", pgettext_lazy("the forecast of an indicator", "not worked out")
    SHORT = "short", pgettext_lazy("the forecast of an indicator", "too short to say")
    INSIDE = "inside", pgettext_lazy("the forecast of an indicator", "in its corridor")
    OUT = "out", pgettext_lazy("the forecast of an indicator", "out of its corridor")


class KpiStanding(models.Model):
    """Where an indicator stands, worked out from its readings after each write: what lists filter and sort by."""

    kpi = models.OneToOneField(Kpi, on_delete=models.CASCADE, related_name="standing")
    on = models.DateField(null=True, blank=True)
    """The day of the last reading that has a value."""
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    before = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    """The value of the reading before."""
    expected = models.FloatField(null=True, blank=True)
    """Where the path is on that day."""
    place = models.CharField(max_length=6, choices=Place, default=Place.NONE)
    since = models.DateField(null=True, blank=True)
    """The first reading of those in a row that are out of the corridor."""
    attained = models.FloatField(null=True, blank=True)
    """Which part of the way from baseline to target is gone; None where there is no way to go."""
    outlook = models.CharField(max_length=6, choices=Outlook, default=Outlook.UNKNOWN, blank=True)
    forecast = models.JSONField(default=list, blank=True)
    """[day, middle, low, high] of each period ahead."""
    digest = models.CharField(max_length=40, blank=True)
    """Of the readings the forecast was worked out from."""

    class Meta:
        indexes = (models.Index(fields=("place", "on")),)

    def __str__(self) -> str:
        return f"{self.kpi_id}: {self.place}"
