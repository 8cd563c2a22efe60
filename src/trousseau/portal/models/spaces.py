"""The space of one account, and who of the client's people may come in."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from trousseau.accounts.models import Account, opaque_id
from trousseau.knowledge.models import Contact


class Space(models.Model):
    """The client space (*espace client*) of an account; nobody of the client sees anything before it is opened."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    """Its own, so that the address of a space is not the address of an account."""
    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="space")
    answer_days = models.PositiveSmallIntegerField(default=5, validators=[MinValueValidator(1), MaxValueValidator(30)])
    """Working days within which we promise an answer."""
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    """While it is closed nobody of the client comes in; what they said is kept."""
    word = models.CharField(max_length=400, blank=True)
    """The manager's word on the first page; "" where there is none."""
    word_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    word_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(word="") | Q(word_at__isnull=False), name="space_word_has_its_day"),
            models.CheckConstraint(condition=Q(answer_days__range=(1, 30)), name="space_answers_within_a_month"),
        )

    def __str__(self) -> str:
        return self.account.name


class Member(models.Model):
    """One person of the client in one space, from the day they came in until it ended."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="client_memberships")
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="client_memberships"
    )
    """Who they are among the account's people: when they leave the client, they leave the space."""
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("joined_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("space", "user"), condition=Q(ended_at=None), name="member_once_in_a_space"
            ),
        )

    def __str__(self) -> str:
        return str(self.user)
