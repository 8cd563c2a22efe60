"""Who does what by when: initiatives, actions, their milestones, and the days and money they took."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from trousseau.accounts.models import folded, opaque_id
from trousseau.knowledge.models import Contact
from trousseau.plans.models.plan import Objective, Plan


class Initiative(models.Model):
    """Actions that serve one objective together."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="initiatives")
    objective = models.ForeignKey(
        Objective, null=True, blank=True, on_delete=models.SET_NULL, related_name="initiatives"
    )
    title = models.CharField(max_length=200)
    why = models.CharField(max_length=1000, blank=True)
    expected = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    """What it is to bring a year, in the base currency; None where nobody has said it."""
    position = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(title=""), name="initiative_says_what"),
            models.CheckConstraint(condition=Q(expected=None) | Q(expected__gte=0), name="initiative_brings_something"),
        )

    def __str__(self) -> str:
        return self.title


class Progress(models.TextChoices):
    """What became of an action; late is read off its dates, never stored."""

    OPEN = "open", pgettext_lazy("an action", "open")
    DONE = "done", pgettext_lazy("an action", "done")
    DROPPED = "dropped", pgettext_lazy("an action", "dropped")


class Action(models.Model):
    """What is done, how, by whom (of us or of theirs), from when to when, and how far it is."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="actions")
    objective = models.ForeignKey(Objective, null=True, blank=True, on_delete=models.SET_NULL, related_name="actions")
    initiative = models.ForeignKey(Initiative, null=True, blank=True, on_delete=models.SET_NULL, related_name="actions")
    what = models.CharField(max_length=300)
    how = models.CharField(max_length=1000, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="plan_actions"
    )
    """Who of us does it; None where it is theirs, or where its owner has left."""
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="plan_actions")
    """Who at the client does it."""
    starts = models.DateField()
    due = models.DateField()
    weight = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1), MaxValueValidator(100)])
    done = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(100)])
    """How far it is, in percent."""
    state = models.CharField(max_length=8, choices=Progress, default=Progress.OPEN)
    ended_on = models.DateField(null=True, blank=True)
    """The day it was done or dropped."""
    reason = models.CharField(max_length=1000, blank=True)
    """Why it was dropped, or its day moved last."""
    stake_amount = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    """What depends on it, in the base currency; None where nobody has said it."""
    days = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    """Days planned for it."""
    money = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    """Money planned for it, in the base currency."""
    needs = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="needed_by")
    """The actions that have to be done before it."""
    shared = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    search_text = models.TextField(default="", editable=False)

    class Meta:
        ordering = ("position", "id")
        indexes = (
            models.Index(fields=("state", "due")),
            models.Index(fields=("owner", "state", "due")),
            models.Index(fields=("plan", "position")),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(what=""), name="action_says_what"),
            models.CheckConstraint(condition=Q(due__gte=F("starts")), name="action_due_after_it_starts"),
            models.CheckConstraint(condition=Q(done__lte=100), name="action_done_up_to_100"),
            models.CheckConstraint(condition=Q(weight__gte=1), name="action_weighs_something"),
            models.CheckConstraint(
                condition=Q(state="open", ended_on__isnull=True) | (~Q(state="open") & Q(ended_on__isnull=False)),
                name="action_ended_on_a_day",
            ),
            models.CheckConstraint(condition=~Q(state="done") | Q(done=100), name="action_done_is_all_of_it"),
            models.CheckConstraint(condition=~Q(state="dropped") | ~Q(reason=""), name="action_dropped_with_a_reason"),
        )

    def __str__(self) -> str:
        return self.what

    def searchable(self) -> str:
        """What `search_text` should be."""
        return folded(self.what, self.how)

    def late(self, today: dt.date) -> int:
        """Days it is late on a day; 0 where it is not, or no longer open."""
        return max(0, (today - self.due).days) if self.state == Progress.OPEN else 0


class Milestone(models.Model):
    """A day on which something of an action should stand; the diamonds of the calendar."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="milestones")
    name = models.CharField(max_length=100)
    on = models.DateField()
    reached_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("on", "id")

    def __str__(self) -> str:
        return self.name


class Spending(models.Model):
    """Days or money that a plan took: when, for which action or meeting, by whom."""

    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.CASCADE, related_name="spendings")
    """None: a meeting on an account that had no plan then."""
    meeting = models.ForeignKey("Meeting", null=True, blank=True, on_delete=models.CASCADE, related_name="spendings")
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.SET_NULL, related_name="spendings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    on = models.DateField()
    days = models.DecimalField(max_digits=9, decimal_places=5, null=True, blank=True)
    """Working days; a quarter of an hour is 0.03125 of one."""
    timed = models.BooleanField(default=False)
    """Whether somebody wrote down their own time: once a meeting, once an action and day."""
    money = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(days__isnull=False) | Q(money__isnull=False), name="spending_of_days_or_money"
            ),
            models.CheckConstraint(
                condition=Q(plan__isnull=False) | Q(meeting__isnull=False), name="spending_of_a_plan_or_a_meeting"
            ),
            models.UniqueConstraint(
                fields=("meeting", "by"), condition=Q(timed=True, meeting__isnull=False), name="time_once_a_meeting"
            ),
            models.UniqueConstraint(
                fields=("action", "by", "on"), condition=Q(timed=True, action__isnull=False), name="time_once_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.on} {self.days or ''} {self.money or ''}"
