"""Skills of the company, who holds them at what level, and when each of our people is there."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language

LEVELS = (1, 2, 3, 4, 5)


class Skill(models.Model):
    """One skill of the company's list; one that is put aside stays with who holds it and is no longer offered."""

    code = models.SlugField(max_length=60, unique=True)
    english = models.CharField(max_length=80, unique=True)
    french = models.CharField(max_length=80, unique=True)
    aside = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("english",)

    def __str__(self) -> str:
        return self.french if (get_language() or "").startswith("fr") else self.english


class HeldSkill(models.Model):
    """The level at which someone holds a skill: as of which day, and who says so."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="held_skills")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="held")
    level = models.PositiveSmallIntegerField()
    said_on = models.DateField(default=timezone.localdate)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("-level", "skill__english")
        constraints = (
            models.UniqueConstraint(fields=("user", "skill"), name="skill_held_once"),
            models.CheckConstraint(condition=Q(level__in=LEVELS), name="skill_level_of_five"),
        )

    def __str__(self) -> str:
        return f"{self.user_id}: {self.skill_id} {self.level}"


class Availability(models.Model):
    """How many days a week someone has for requests, and which country's public holidays they keep."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="availability"
    )
    country = models.CharField(max_length=2)
    """ISO 3166 alpha-2."""
    days_a_week = models.DecimalField(max_digits=2, decimal_places=1)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "availabilities"
        constraints = (
            models.CheckConstraint(
                condition=Q(days_a_week__gte=Decimal(0), days_a_week__lte=Decimal(5)), name="days_of_a_week_of_five"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id}: {self.days_a_week}, {self.country}"


class Absence(models.Model):
    """Days someone is away, first and last included; why is for them and their head."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="absences")
    first = models.DateField()
    last = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    uid = models.CharField(max_length=300, blank=True)
    """What the calendar file calls it; empty: told by hand. A file read again changes what it brought before."""

    class Meta:
        ordering = ("first", "id")
        constraints = (
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="absence_ends_after_it_begins"),
            models.UniqueConstraint(fields=("user", "uid"), condition=~Q(uid=""), name="absence_of_a_calendar_once"),
        )
        indexes = (models.Index(fields=("user", "last")),)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.first} – {self.last}"
