"""The rhythm of an account: meetings with their agenda and minutes, and the touchpoints that are promised."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from trousseau.accounts.models import Account, folded, opaque_id
from trousseau.knowledge.models import Contact
from trousseau.plans.models.work import Action
from trousseau.support.models.commitments import Commitment


class Kind(models.TextChoices):
    """What a touchpoint is."""

    MEETING = "meeting", pgettext_lazy("kind of touchpoint", "Meeting")
    CALL = "call", pgettext_lazy("kind of touchpoint", "Call")
    VISIT = "visit", pgettext_lazy("kind of touchpoint", "Visit")
    REVIEW = "review", pgettext_lazy("kind of touchpoint", "Business review")
    SYMPOSIUM = "symposium", pgettext_lazy("kind of touchpoint", "Symposium")
    TRAINING = "training", pgettext_lazy("kind of touchpoint", "Training")
    EVENT = "event", pgettext_lazy("kind of touchpoint", "Other event")


class Level(models.TextChoices):
    """Between whom of both houses it is."""

    BOARD = "board", pgettext_lazy("level of touchpoint", "Boards")
    MANAGEMENT = "management", pgettext_lazy("level of touchpoint", "Management")
    WORK = "work", pgettext_lazy("level of touchpoint", "Daily work")


class Held(models.TextChoices):
    """What became of it; overdue is read off its day, never stored."""

    PLANNED = "planned", pgettext_lazy("a meeting", "planned")
    HELD = "held", pgettext_lazy("a meeting", "held")
    CANCELLED = "cancelled", pgettext_lazy("a meeting", "cancelled")


class Meeting(models.Model):
    """One touchpoint (*échange*) with a client: a meeting, a call, a visit, a business review, an event."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="meetings")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.MEETING)
    level = models.CharField(max_length=10, choices=Level, default=Level.WORK)
    on = models.DateField()
    at = models.TimeField(null=True, blank=True)
    """When it begins, in the house's time zone; None: some time that day."""
    lasts = models.PositiveSmallIntegerField(default=60)
    """Minutes."""
    where = models.CharField(max_length=200, blank=True)
    organiser = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="meetings_organised"
    )
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="meetings")
    """Who of us takes part, besides the organiser."""
    contacts = models.ManyToManyField(Contact, blank=True, related_name="meetings")
    """Who of theirs."""
    state = models.CharField(max_length=10, choices=Held, default=Held.PLANNED)
    reason = models.CharField(max_length=1000, blank=True)
    """Why it was cancelled."""
    minutes = models.TextField(max_length=20_000, blank=True)
    shared = models.BooleanField(default=False)
    """Whether the client sees it; private until somebody decides."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1)
    search_text = models.TextField(default="", editable=False)

    class Meta:
        ordering = ("on", "at", "id")
        indexes = (models.Index(fields=("account", "on")), models.Index(fields=("state", "on")))
        constraints = (
            models.CheckConstraint(condition=~Q(title=""), name="meeting_says_what"),
            models.CheckConstraint(condition=Q(lasts__gte=5, lasts__lte=7 * 24 * 60), name="meeting_lasts_a_while"),
            models.CheckConstraint(condition=~Q(state="cancelled") | ~Q(reason=""), name="meeting_cancelled_why"),
        )

    def __str__(self) -> str:
        return self.title

    def searchable(self) -> str:
        """What `search_text` should be."""
        return folded(self.title, self.where)

    def overdue(self, today: dt.date) -> bool:
        """Whether its day has passed and nobody said what became of it."""
        return self.state == Held.PLANNED and self.on < today


class AgendaPoint(models.Model):
    """One point of an agenda: typed, or what was open on the account."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    text = models.CharField(max_length=300)
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    commitment = models.ForeignKey(Commitment, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decision = models.ForeignKey("Decision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    """Of the meeting before, that nothing came of yet."""
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="agenda_says_what"),)

    def __str__(self) -> str:
        return self.text


class Decision(models.Model):
    """What a meeting decided, and the action or the commitment that came of it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    text = models.CharField(max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    """Whose it is where it is theirs."""
    due = models.DateField()
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions")
    commitment = models.ForeignKey(
        Commitment, null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="decision_says_what"),
            models.CheckConstraint(
                condition=Q(action__isnull=True) | Q(commitment__isnull=True), name="decision_becomes_one_thing"
            ),
        )

    def __str__(self) -> str:
        return self.text
