"""Requests to experts: what is asked about an account, who was asked in which order, what was said.

The database itself sees to it that nothing sits unowned: an open request has an owner, or a moment at which it goes on
to someone else.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trousseau.accounts.models import Account, opaque_id
from trousseau.knowledge.models import Document
from trousseau.support.models.experts import LEVELS, Skill


class Urgency(models.TextChoices):
    """How soon an answer is wanted; the company says what it promises for each."""

    HIGH = "high", _("urgent")
    NORMAL = "normal", _("normal")
    LOW = "low", _("when there is time")


class AnswerPromise(models.Model):
    """The one row of what the company promises: working hours to an answer by urgency, and when people work."""

    country = models.CharField(max_length=2, default="FR")
    opens = models.TimeField(default=dt.time(9))
    closes = models.TimeField(default=dt.time(17))
    high = models.PositiveSmallIntegerField(default=4)
    normal = models.PositiveSmallIntegerField(default=16)
    low = models.PositiveSmallIntegerField(default=40)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(pk=1), name="one_answer_promise"),
            models.CheckConstraint(
                condition=Q(high__range=(1, 400), normal__range=(1, 400), low__range=(1, 400)),
                name="promised_hours_in_reach",
            ),
            models.CheckConstraint(condition=Q(opens__lt=models.F("closes")), name="working_day_ends_after_it_begins"),
        )

    def __str__(self) -> str:
        return f"{self.high} h, {self.normal} h, {self.low} h"

    @classmethod
    def current(cls) -> AnswerPromise:
        """What is promised now; before anyone set it, the usual."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    def hours(self, urgency: str) -> int:
        """The working hours promised for an urgency."""
        found: int = getattr(self, urgency)
        return found


class State(models.TextChoices):
    """Where a request stands."""

    ASKED = "asked", _("to take")
    ACCEPTED = "accepted", _("in progress")
    DONE = "done", _("done")
    WITHDRAWN = "withdrawn", _("withdrawn")


OPEN = (State.ASKED, State.ACCEPTED)


class Stage(models.IntegerChoices):
    """How far a request has climbed while nobody took it."""

    EXPERTS = 0, _("experts")
    HEAD = 1, _("head")
    DIRECTOR = 2, _("director")


class Request(models.Model):
    """One thing asked of the experts about an account."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="requests")
    about = models.CharField(max_length=200, blank=True)
    """What it comes from besides the account, in words: an action of the plan, a meeting."""
    about_url = models.CharField(max_length=500, blank=True)
    """A path of ours."""
    title = models.CharField(max_length=200)
    wanted = models.TextField(blank=True)
    """Markdown."""
    language = models.CharField(max_length=2, blank=True)
    zone = models.CharField(max_length=200, blank=True)
    due = models.DateField()
    urgency = models.CharField(max_length=6, choices=Urgency, default=Urgency.NORMAL)
    promised_hours = models.PositiveSmallIntegerField()
    """Working hours to an answer, as promised on the day it was asked."""
    promised_at = models.DateTimeField()
    """When those hours are over."""
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    stage = models.PositiveSmallIntegerField(choices=Stage, default=Stage.EXPERTS)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="owned_requests"
    )
    next_at = models.DateTimeField(null=True)
    """When it goes on to someone else, unless it is taken before."""
    accepted_at = models.DateTimeField(null=True)
    answer_hours = models.FloatField(null=True)
    """Working hours until someone took it, the first time."""
    done_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    """Markdown: what the owner said when it was done."""
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("due", "id")
        indexes = (
            models.Index(fields=("state", "next_at")),
            models.Index(fields=("account", "state")),
            models.Index(fields=("owner", "state")),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=State.values), name="request_state_is_known"),
            models.CheckConstraint(condition=Q(urgency__in=Urgency.values), name="request_urgency_is_known"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="request_stage_is_known"),
            models.CheckConstraint(
                condition=~Q(state=State.ASKED) | Q(owner=None, next_at__isnull=False),
                name="request_to_take_goes_on",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.ACCEPTED) | Q(owner__isnull=False, next_at=None),
                name="request_in_progress_has_an_owner",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def open(self) -> bool:
        """Whether something is left to do."""
        return self.state in OPEN

    @property
    def late(self) -> bool:
        """Whether its day has passed and it is not done."""
        return self.open and self.due < timezone.localdate()


class WantedSkill(models.Model):
    """A skill a request asks for, with the least level."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(default=3)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("request", "skill"), name="skill_wanted_once"),
            models.CheckConstraint(condition=Q(level__in=LEVELS), name="wanted_level_of_five"),
        )

    def __str__(self) -> str:
        return f"{self.request_id}: {self.skill_id} {self.level}"


class Answer(models.TextChoices):
    """What became of asking one person."""

    WAITING = "waiting", _("asked next")
    OPEN = "open", _("asked")
    ACCEPTED = "accepted", _("took it")
    DECLINED = "declined", _("declined")
    HANDED_ON = "handed_on", _("handed it on")
    PASSED = "passed", _("did not answer in time")
    CLOSED = "closed", _("no longer asked")


class Offer(models.Model):
    """One person a request is put to, in its order."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="offers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="offers")
    stage = models.PositiveSmallIntegerField(choices=Stage, default=Stage.EXPERTS)
    place = models.PositiveIntegerField()
    answer = models.CharField(max_length=9, choices=Answer, default=Answer.WAITING)
    reason = models.CharField(max_length=500, blank=True)
    offered_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("place", "id")
        constraints = (
            models.UniqueConstraint(fields=("request", "user"), name="request_put_once_to_each"),
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="offer_answer_is_known"),
        )
        indexes = (models.Index(fields=("user", "answer")),)

    def __str__(self) -> str:
        return f"{self.request_id}: {self.user_id} {self.answer}"


class Step(models.Model):
    """One thing that happened to a request, as its page tells it; only added to."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    """None: the clock."""
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    """Whom it went to, or who no longer has it."""
    text = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("request", "number"), name="step_of_a_request_once"),)

    def __str__(self) -> str:
        return f"{self.request_id}: {self.number} {self.kind}"


class Message(models.Model):
    """What someone wrote under a request, with files and the people it names."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField()
    mentioned: models.ManyToManyField[models.Model, models.Model] = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", blank=True
    )
    files: models.ManyToManyField[Document, models.Model] = models.ManyToManyField(
        Document, related_name="+", blank=True
    )

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.request_id}: {self.author_id}"


class LateNotice(models.Model):
    """A request in progress whose day has passed, told once for that day to who must know."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="+")
    due = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("request", "due"), name="late_told_once"),)

    def __str__(self) -> str:
        return f"{self.request_id}: {self.due}"
