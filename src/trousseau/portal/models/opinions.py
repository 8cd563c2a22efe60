"""What people of a client think: ratings of meetings and quarters, surveys on a rhythm."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from trousseau.access.once import once
from trousseau.accounts.models import opaque_id
from trousseau.plans.models import Meeting
from trousseau.portal.models.spaces import Member, Space


class Rating(models.Model):
    """From 1 to 5, with a word: of a meeting that was held, or of a quarter."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="ratings")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.CASCADE, related_name="ratings")
    quarter = models.DateField(null=True, blank=True)
    """Its first day."""
    score = models.PositiveSmallIntegerField()
    word = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(score__range=(1, 5)), name="rating_from_1_to_5"),
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, quarter=None) | Q(meeting=None, quarter__isnull=False),
                name="rating_of_a_meeting_or_a_quarter",
            ),
            models.UniqueConstraint(fields=("author", "meeting"), name="meeting_rated_once"),
            models.UniqueConstraint(fields=("author", "space", "quarter"), name="quarter_rated_once"),
        )

    def __str__(self) -> str:
        return f"{self.score}/5"


class Questions(models.Model):
    """A version of the questions of the survey, as a director worded it; the delivered ones are none of these rows."""

    number = models.PositiveIntegerField(unique=True)
    content = models.JSONField()
    """[{key, kind, fr, en}], in their order."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-number",)

    def __str__(self) -> str:
        return str(self.number)


class SurveyRhythm(models.Model):
    """How often somebody of a client is asked: one row, written by a director."""

    months = models.PositiveSmallIntegerField(default=6)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(pk=1), name="one_survey_rhythm"),
            models.CheckConstraint(condition=Q(months__range=(1, 24)), name="survey_within_two_years"),
        )

    def __str__(self) -> str:
        return str(self.months)

    @classmethod
    def current(cls) -> SurveyRhythm:
        """What was decided; before that, twice a year."""
        return once("survey rhythm", lambda: cls.objects.filter(pk=1).first() or cls(pk=1))


class Survey(models.Model):
    """One set of questions put to one person: open until they answer, or say “not now”."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="surveys")
    version = models.PositiveIntegerField(default=0)
    """Of the questions; 0: as delivered."""
    content: Any = models.JSONField(default=list)
    """The questions as they were put."""
    asked_at = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(null=True, blank=True)
    rests_until = models.DateField(null=True, blank=True)
    """They said “not now”: nothing is asked before this day."""
    answered_at = models.DateTimeField(null=True, blank=True)
    nps = models.PositiveSmallIntegerField(null=True, blank=True)
    """0 to 10; None: not said."""
    knows = models.PositiveSmallIntegerField(null=True, blank=True)
    """1 to 5: whether our manager knows their company; None: not said."""
    answers = models.JSONField(default=dict)
    """The others by key: a number of their scale, true or false, or words."""

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("member",), condition=Q(answered_at=None, rests_until=None), name="one_survey_open_a_person"
            ),
            models.CheckConstraint(condition=Q(nps=None) | Q(nps__range=(0, 10)), name="nps_from_0_to_10"),
            models.CheckConstraint(condition=Q(knows=None) | Q(knows__range=(1, 5)), name="knows_from_1_to_5"),
        )

    def __str__(self) -> str:
        return self.public_id
