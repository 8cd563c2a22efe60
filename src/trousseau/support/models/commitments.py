"""What was promised, to whom, by when, and what became of it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trousseau.accounts.models import Account, folded, opaque_id
from trousseau.knowledge.models import Contact


class Direction(models.TextChoices):
    """Who promised whom."""

    OURS = "ours", _("We promised them")
    THEIRS = "theirs", _("They promised us")


class Channel(models.TextChoices):
    """Where something was promised."""

    MEETING = "meeting", _("Meeting")
    CALL = "call", _("Call")
    MAIL = "mail", _("E-mail")
    LETTER = "letter", _("Letter")
    CONTRACT = "contract", pgettext_lazy("where it was promised", "Contract")
    OTHER = "other", pgettext_lazy("where it was promised", "Elsewhere")


class State(models.TextChoices):
    """What became of a promise; late and renegotiated are read off its dates, never stored."""

    OPEN = "open", pgettext_lazy("a commitment", "open")
    KEPT = "kept", pgettext_lazy("a commitment", "kept")
    BROKEN = "broken", pgettext_lazy("a commitment", "broken")
    WITHDRAWN = "withdrawn", pgettext_lazy("a commitment", "withdrawn")


class Commitment(models.Model):
    """One promise (*engagement*) on an account. Rows are reached through `queries.commitments`."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="commitments")
    direction = models.CharField(max_length=8, choices=Direction, default=Direction.OURS)
    what = models.CharField(max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="commitments"
    )
    """Who of us promised it, or to whom of us it was promised."""
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="commitments")
    contact_name = models.CharField(max_length=200, blank=True)
    """The person at the client where they are not among the account's people."""
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.MEETING)
    reference = models.CharField(max_length=300, blank=True)
    """Which meeting, which letter."""
    promised_on = models.DateField()
    first_due = models.DateField(editable=False)
    """The day that was promised first; it never changes."""
    due = models.DateField()
    """The day that holds now."""
    visible = models.BooleanField(default=False)
    """Whether the client sees it; private until somebody decides."""
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    settled_on = models.DateField(null=True, blank=True)
    """The day it was kept, broken or withdrawn."""
    evidence = models.CharField(max_length=1000, blank=True)
    """What shows that it was kept."""
    reason = models.CharField(max_length=1000, blank=True)
    """Why it was broken or withdrawn."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1)
    search_text = models.TextField(default="", editable=False)

    class Meta:
        ordering = ("due", "id")
        indexes = (models.Index(fields=("state", "due")), models.Index(fields=("account", "state", "due")))
        constraints = (
            models.CheckConstraint(
                condition=Q(state=State.OPEN, settled_on__isnull=True)
                | (~Q(state=State.OPEN) & Q(settled_on__isnull=False)),
                name="commitment_settled_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(State.BROKEN, State.WITHDRAWN)) | ~Q(reason=""),
                name="commitment_ended_with_a_reason",
            ),
            models.CheckConstraint(condition=~Q(what=""), name="commitment_says_what"),
            models.CheckConstraint(
                condition=Q(first_due__gte=F("promised_on")), name="commitment_due_after_it_was_made"
            ),
        )

    def __str__(self) -> str:
        return self.what

    @property
    def to(self) -> str:
        """The person at the client by name; "" where they are no longer known."""
        return self.contact.name if self.contact is not None else self.contact_name

    def searchable(self) -> str:
        """What `search_text` should be; names of people at the client are searched where they stand."""
        return folded(self.what, self.reference)

    def late(self, today: dt.date) -> int:
        """Days it is late on a day; 0 where it is not, or no longer open."""
        return max(0, (today - self.due).days) if self.state == State.OPEN else 0

    @property
    def moved(self) -> bool:
        """Whether its day is no longer the one that was promised first."""
        return self.due != self.first_due


class Renegotiation(models.Model):
    """A new day agreed for a promise: from which, to which, why, and who agreed."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="renegotiations")
    before = models.DateField()
    after = models.DateField()
    reason = models.CharField(max_length=1000)
    agreed_by = models.CharField(max_length=200)
    """Who agreed, at the client or with us."""
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    on = models.DateField()
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(before=F("after")), name="renegotiation_moves_the_day"),
            models.CheckConstraint(condition=~Q(reason=""), name="renegotiation_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class Level(models.TextChoices):
    """To whom an overdue promise climbs."""

    MANAGER = "manager", _("Manager")
    HEAD = "head", _("Head of the manager")
    DIRECTOR = "director", _("Director")


class Climb(models.Model):
    """That an overdue promise has climbed to a level for a day it was due: once, whichever worker did it."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="climbs")
    level = models.CharField(max_length=8, choices=Level)
    due = models.DateField()
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("at", "id")
        constraints = (models.UniqueConstraint(fields=("commitment", "level", "due"), name="climbs_once"),)

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.level}"


class ClimbRule(models.Model):
    """On which day of lateness a promise climbs to whom: one row, written by a director; None: never."""

    manager = models.PositiveSmallIntegerField(null=True, blank=True, default=1)
    head = models.PositiveSmallIntegerField(null=True, blank=True, default=5)
    director = models.PositiveSmallIntegerField(null=True, blank=True, default=10)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(pk=1), name="one_climb_rule"),
            models.CheckConstraint(
                condition=(Q(manager=None) | Q(manager__range=(1, 365)))
                & (Q(head=None) | Q(head__range=(1, 365)))
                & (Q(director=None) | Q(director__range=(1, 365))),
                name="climb_within_a_year",
            ),
        )

    def __str__(self) -> str:
        return f"{self.manager} / {self.head} / {self.director}"

    @classmethod
    def current(cls) -> ClimbRule:
        """The rule in force; before anybody decided, the usual one, not stored."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    def days(self) -> dict[Level, int]:
        """The day of lateness for each level that is told."""
        named = {Level.MANAGER: self.manager, Level.HEAD: self.head, Level.DIRECTOR: self.director}
        return {level: day for level, day in named.items() if day is not None}
