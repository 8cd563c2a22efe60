"""The programme itself: stages of its roll-out, obstacles, next steps, and how mature the company judges itself."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from trousseau.plans import maturity


class LineKind(models.TextChoices):
    """What a line of the programme is."""

    STAGE = "stage", pgettext_lazy("a line of the programme", "Stage")
    OBSTACLE = "obstacle", pgettext_lazy("a line of the programme", "Obstacle")
    STEP = "step", pgettext_lazy("a line of the programme", "Next step")


class LineState(models.TextChoices):
    """Where a line stands; late is read off its day, never stored."""

    OPEN = "open", pgettext_lazy("a line of the programme", "to do")
    RUNNING = "running", pgettext_lazy("a line of the programme", "under way")
    DONE = "done", pgettext_lazy("a line of the programme", "done")


class ProgrammeLine(models.Model):
    """A stage, an obstacle or a next step: what, whose, by when, how far. Written by `actions.programme` only.

    A delivered stage has a `key` and, until somebody rewords it, no words: it reads in the reader's language.
    """

    kind = models.CharField(max_length=8, choices=LineKind)
    key = models.CharField(max_length=20, blank=True)
    what = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True)
    """Of an obstacle our answer, of a stage what shows that it is done."""
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="programme_lines"
    )
    starts = models.DateField(null=True, blank=True)
    """The first day of a stage; None: not dated yet."""
    due = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=LineState, default=LineState.OPEN)
    done_on = models.DateField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("kind", "position", "id")
        indexes = (models.Index(fields=("owner", "state", "due")),)
        constraints = (
            models.CheckConstraint(condition=~Q(what="") | ~Q(key=""), name="programme_line_says_what"),
            models.CheckConstraint(
                condition=Q(starts=None) | Q(due=None) | Q(due__gte=F("starts")), name="programme_line_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(kind="step") | Q(due__isnull=False), name="programme_step_has_a_day"),
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False) | (~Q(state="done") & Q(done_on=None)),
                name="programme_line_done_on_a_day",
            ),
        )

    def __str__(self) -> str:
        return self.said

    @property
    def said(self) -> str:
        """Its words, in the reader's language where they were delivered."""
        return self.what or maturity.stage(self.key)


class MaturityRound(models.Model):
    """A day on which the company judged its programme."""

    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    """With whom it was judged, and what came up."""
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-on", "-id")

    def __str__(self) -> str:
        return f"{self.on}"


class MaturityRating(models.Model):
    """The level of one dimension in one round, and what shows it."""

    round = models.ForeignKey(MaturityRound, on_delete=models.CASCADE, related_name="ratings")
    dimension = models.CharField(max_length=20)
    level = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    evidence = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("round", "dimension"), name="maturity_judged_once_a_round"),
            models.CheckConstraint(condition=Q(level__range=(1, 5)), name="maturity_level_one_to_five"),
        )

    def __str__(self) -> str:
        return f"{self.dimension}: {self.level}"
