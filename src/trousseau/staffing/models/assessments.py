"""Whose competencies are assessed, what was said of them in each round, and what they do about it.

A round keeps its own copy of the framework: a later one changes nothing of what was said.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from trousseau.accounts.models.account import opaque_id

LEVELS = (1, 2, 3, 4, 5)
ENDS = (1, 5)
"""The levels that ask for evidence."""
EVALUATORS = 3
"""Named evaluators a round has at most, beside the person and their head."""


class Subject(models.Model):
    """Someone whose competencies are assessed: one of our people, or a candidate named here who has no login."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(max_length=120, blank=True)
    """Of who has no login."""
    about = models.CharField(max_length=200, blank=True)
    """What they do today, of who has no login."""
    reports_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The head of who has no login; whoever has one reports to whom their record says."""
    profile = models.CharField(max_length=80)
    """The role whose levels are asked of them: what they are, or what they are a candidate for."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=(Q(user=None) & ~Q(name="")) | (Q(user__isnull=False) & Q(name="")),
                name="subject_is_a_user_or_named",
            ),
        )

    def __str__(self) -> str:
        return str(self.user) if self.user is not None else self.name

    @property
    def audit_label(self) -> str:
        """The trail never learns the name of a candidate, who may have to be erased."""
        return str(self.user) if self.user is not None else f"Candidate {self.public_id[:4].upper()}"

    @property
    def who(self) -> str:
        """What names them in addresses: the key of the user, or the name given at random."""
        return str(self.user_id) if self.user_id is not None else self.public_id

    @property
    def head_id(self) -> int | None:
        """The key of who leads them."""
        return self.user.reports_to_id if self.user is not None else self.reports_to_id


class Assessment(models.Model):
    """One round on one person: open until everyone asked has handed in, or their head closes it."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="assessments")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    due = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    """What those asked are told."""
    number = models.PositiveIntegerField()
    """The version of the framework; 0: as delivered."""
    framework = models.JSONField()
    """Its copy, as `framework.Framework.as_json` writes it."""
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    """None with a date: closed by itself, as everyone had handed in."""

    class Meta:
        ordering = ("-opened_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("subject",), condition=Q(closed_at=None), name="one_open_assessment"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")), name="assessment_closes_after_opening"
            ),
        )

    def __str__(self) -> str:
        return str(self.subject)

    @property
    def audit_label(self) -> str:
        """As the subject's."""
        return self.subject.audit_label

    @property
    def closed(self) -> bool:
        """Whether nothing more is said in it."""
        return self.closed_at is not None


class Voice(models.Model):
    """Someone asked in a round: the person, their head, or a named evaluator."""

    class Part(models.TextChoices):
        """In which part they speak."""

        SELF = "self"
        HEAD = "head"
        EVALUATOR = "evaluator"

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="voices")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, choices=Part)
    handed_in_at = models.DateTimeField(null=True)
    """When they handed in, for good: from then on they may read the others."""
    left_at = models.DateTimeField(null=True)
    """When they were taken out of the round."""

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("assessment", "person"), name="one_voice_a_person"),
            models.UniqueConstraint(
                fields=("assessment", "part"), condition=~Q(part="evaluator"), name="one_self_and_one_head"
            ),
            models.CheckConstraint(condition=Q(handed_in_at=None) | Q(left_at=None), name="handed_in_or_left"),
        )

    def __str__(self) -> str:
        return str(self.person)


class Answer(models.Model):
    """What someone says of one competency; theirs alone until they hand in."""

    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="answers")
    competency = models.CharField(max_length=100)
    level = models.PositiveSmallIntegerField(null=True)
    """1 to 5; None: they say they cannot judge, which stays missing."""
    evidence = models.CharField(max_length=1000, blank=True)
    """What was seen."""
    on = models.DateField()
    """When it was seen."""
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("voice", "competency"), name="answered_once"),
            models.CheckConstraint(condition=Q(level=None) | Q(level__in=LEVELS), name="competency_level_of_five"),
            models.CheckConstraint(
                condition=Q(level=None) | ~Q(level__in=ENDS) | ~Q(evidence=""), name="competency_ends_have_evidence"
            ),
        )

    def __str__(self) -> str:
        return f"{self.voice_id}: {self.competency}"


class LevelFound(models.Model):
    """What a closed round found on one competency, as `combining.combined` put the voices together."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="levels")
    competency = models.CharField(max_length=100)
    level = models.FloatField()
    low = models.PositiveSmallIntegerField()
    high = models.PositiveSmallIntegerField()
    """The lowest and the highest that anyone said."""
    voices = models.PositiveSmallIntegerField()
    """How many said a level."""
    own_only = models.BooleanField()
    """Whether the person alone said one."""

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("assessment", "competency"), name="found_once"),
            models.CheckConstraint(
                condition=Q(low__gte=1, high__lte=5, low__lte=F("level"), high__gte=F("level")),
                name="found_within_what_was_said",
            ),
        )

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.competency}"


class DevelopmentAction(models.Model):
    """Something done to grow in a competency: what, by when, who sees to it."""

    class State(models.TextChoices):
        """How far it is."""

        OPEN = "open"
        DOING = "doing"
        DONE = "done"
        DROPPED = "dropped"

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="actions")
    competency = models.CharField(max_length=100)
    text = models.CharField(max_length=500)
    due = models.DateField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    """Who sees to it: the person, or one of those who lead them."""
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1)
    """Grows with each change, so that two people at once do not undo one another."""

    class Meta:
        ordering = ("due", "id")
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="development_says_what"),)
        indexes = (models.Index(fields=("owner", "state", "due")),)

    def __str__(self) -> str:
        return str(self.subject)

    @property
    def audit_label(self) -> str:
        """As the subject's."""
        return self.subject.audit_label

    @property
    def pending(self) -> bool:
        """Whether it is still to be done."""
        return self.state in {self.State.OPEN, self.State.DOING}
