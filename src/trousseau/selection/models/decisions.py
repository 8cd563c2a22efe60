"""Decision sessions with all they decided on, what was said in them, and the log of decisions."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trousseau.portfolio.models.frozen import Frozen, FrozenQuerySet, public_id


class DecisionSession(Frozen):
    """A session as it was opened: what it decides on is kept here whole, so that it can be defended later."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    title = models.CharField(max_length=120)
    date = models.DateField()
    attendees = models.JSONField()
    """Names, as they were chosen or written."""
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    frozen = models.JSONField()
    """`queries.frozen.Frozen.as_json`: grid, tiers, data version, period and the whole ranking."""

    objects: ClassVar[Any] = FrozenQuerySet.as_manager()

    class Meta:
        ordering = ("-date", "-id")
        constraints = (models.CheckConstraint(condition=~Q(title=""), name="session_has_a_title"),)

    def __str__(self) -> str:
        return self.title


class SessionClosing(Frozen):
    """That a session was closed: from then on nothing in it changes."""

    session = models.OneToOneField(DecisionSession, primary_key=True, on_delete=models.PROTECT, related_name="closing")
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(default=timezone.now, editable=False)
    undecided = models.JSONField()
    """Client, name and the tier each kept: those on the list of moves that nobody decided."""
    load = models.JSONField()
    """Days a month demanded of each manager before and after, and those available; as `queries.load.as_json`."""

    objects: ClassVar[Any] = FrozenQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.session_id}, {self.closed_at}"


class Proposal(Frozen):
    """A tier someone proposed for a client in a session, and why."""

    session = models.ForeignKey(DecisionSession, on_delete=models.PROTECT, related_name="proposals")
    client = models.CharField(max_length=500)
    tier = models.CharField(max_length=80)
    why = models.CharField(max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = FrozenQuerySet.as_manager()

    class Meta:
        ordering = ("at", "id")
        indexes = (models.Index(fields=("session", "client")),)

    def __str__(self) -> str:
        return f"{self.client}: {self.tier}"


class Remark(Frozen):
    """What someone said of a client in a session."""

    session = models.ForeignKey(DecisionSession, on_delete=models.PROTECT, related_name="remarks")
    client = models.CharField(max_length=500)
    text = models.CharField(max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = FrozenQuerySet.as_manager()

    class Meta:
        ordering = ("at", "id")
        indexes = (models.Index(fields=("session", "client")),)

    def __str__(self) -> str:
        return f"{self.client}: {self.text[:40]}"


class Ruling(models.Model):
    """What is decided of a client while its session is open: it can be taken back until the session closes."""

    session = models.ForeignKey(DecisionSession, on_delete=models.PROTECT, related_name="rulings")
    client = models.CharField(max_length=500)
    tier = models.CharField(max_length=80)
    reason = models.CharField(max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(fields=("session", "client"), name="decided_once_a_session"),
            models.CheckConstraint(condition=~Q(reason=""), name="ruling_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.client}: {self.tier}"


class TierDecision(Frozen):
    """One decision of a closed session, for good."""

    class Kind(models.TextChoices):
        """What it made of the client; `method.tiers.Tiers.kind`."""

        ENTRY = "entry", _("Entry")
        PROMOTION = "promotion", _("Promotion")
        KEPT = "kept", _("Kept")
        DEMOTION = "demotion", _("Demotion")
        EXIT = "exit", _("Exit")
        MOVED = "moved", _("Other tier")

    session = models.ForeignKey(DecisionSession, on_delete=models.PROTECT, related_name="decisions")
    client = models.CharField(max_length=500, db_index=True)
    name = models.CharField(max_length=500)
    before = models.CharField(max_length=80, blank=True)
    """The tier held; empty: none."""
    before_name = models.CharField(max_length=80, blank=True)
    after = models.CharField(max_length=80)
    after_name = models.CharField(max_length=80, blank=True)
    """What the company called them then; empty: the word of the language."""
    kind = models.CharField(max_length=12, choices=Kind)
    exception = models.BooleanField()
    """Whether the rules proposed another tier."""
    rules_proposed = models.CharField(max_length=80, blank=True)
    """Empty: the client was not in the ranking."""
    reason = models.CharField(max_length=1000)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    proposed_why = models.CharField(max_length=1000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField()
    date = models.DateField()
    """Of the session: the tier is held since."""
    rank = models.PositiveIntegerField(null=True)
    score = models.FloatField(null=True)
    top_probability = models.FloatField(null=True)
    grid_version = models.PositiveIntegerField()

    objects: ClassVar[Any] = FrozenQuerySet.as_manager()

    class Meta:
        ordering = ("-date", "-id")
        indexes = (models.Index(fields=("kind", "-date")),)
        constraints = (
            models.UniqueConstraint(fields=("session", "client"), name="logged_once_a_session"),
            models.CheckConstraint(condition=~Q(reason=""), name="decision_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.name}: {self.before or '–'} → {self.after}"
