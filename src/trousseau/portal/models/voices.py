"""What people of a client say in their space: ideas and votes, comments, and the answers we promise them."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trousseau.accounts.models import opaque_id
from trousseau.plans.models import Action, Initiative
from trousseau.portal.models.spaces import Space


class Said(models.TextChoices):
    """What an answer of ours is promised to."""

    PROPOSAL = "proposal", _("Idea")
    COMMENT = "comment", _("Comment")
    RATING = "rating", _("Rating")
    SURVEY = "survey", _("Survey")
    DAY = "day", _("Another day proposed")


class Awaited(models.Model):
    """An answer of ours that was promised to somebody of a client by a day; one open at a time for a thing."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="awaited")
    kind = models.CharField(max_length=8, choices=Said)
    item = models.CharField(max_length=40)
    """What it is about: the public id; of a comment its thread, `kind:public id`."""
    said = models.CharField(max_length=300)
    """Its first words, as they were said."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    due = models.DateField()
    answer = models.CharField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("due", "id")
        indexes = (models.Index(fields=("space", "kind", "item")), models.Index(fields=("answered_at", "due")))
        constraints = (
            models.UniqueConstraint(
                fields=("space", "kind", "item"), condition=Q(answered_at=None), name="awaited_once_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return self.said

    def late(self, today: dt.date) -> int:
        """Days it is late on a day; 0 where it is not, or answered."""
        return max(0, (today - self.due).days) if self.answered_at is None else 0


class ProposalState(models.TextChoices):
    """What became of an idea."""

    OPEN = "open", pgettext_lazy("an idea of a client", "under study")
    ACCEPTED = "accepted", pgettext_lazy("an idea of a client", "taken up")
    MERGED = "merged", pgettext_lazy("an idea of a client", "merged into another")
    DECLINED = "declined", pgettext_lazy("an idea of a client", "not taken up")


class Wish(models.TextChoices):
    """Whether somebody proposes a solution or tells a need."""

    IDEA = "idea", pgettext_lazy("what is proposed", "an idea")
    NEED = "need", pgettext_lazy("what is proposed", "a need")


class Proposal(models.Model):
    """An idea or a need in a space, of theirs or of ours; people of the same space see it and vote."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="proposals")
    wish = models.CharField(max_length=4, choices=Wish, default=Wish.IDEA)
    title = models.CharField(max_length=200)
    text = models.CharField(max_length=2000, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    ours = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=8, choices=ProposalState, default=ProposalState.OPEN)
    into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged")
    initiative = models.ForeignKey(Initiative, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.CharField(max_length=2000, blank=True)
    """Our answer, as the client reads it."""
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-at", "-id")
        constraints = (
            models.CheckConstraint(condition=~Q(title=""), name="proposal_says_what"),
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None) | (~Q(state="open") & Q(answered_at__isnull=False)),
                name="proposal_answered_once",
            ),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(answer=""), name="proposal_declined_why"),
            models.CheckConstraint(condition=Q(into=None) | ~Q(into=F("id")), name="proposal_not_into_itself"),
        )

    def __str__(self) -> str:
        return self.title


class Vote(models.Model):
    """That somebody is for an idea: once a person."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="votes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("proposal", "user"), name="vote_once"),)

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.user_id}"


class Comment(models.Model):
    """One word in the thread of something shared, or of an idea; of theirs or of ours."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="comments")
    kind = models.CharField(max_length=12)
    """As `items.KINDS` names it, or `proposal`."""
    item = models.CharField(max_length=16)
    """Its public id."""
    text = models.CharField(max_length=2000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    ours = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("at", "id")
        indexes = (models.Index(fields=("space", "kind", "item")),)
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),)

    def __str__(self) -> str:
        return self.text[:80]
