"""How well each account is known, kept for lists; and what was answered to questions about the gaps."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from trousseau.accounts.models import Account


class Coverage(models.Model):
    """How far an account is known, as of its last change or the last night: for lists; pages work it out anew."""

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="coverage")
    score = models.FloatField()
    topics = models.JSONField(default=dict)
    """Topic → its credit, 0 to 1."""
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.account_id}: {self.score:.0%}"


class Reply(models.TextChoices):
    """What one may answer to a small question without an answer."""

    LATER = "later"
    NOBODY = "nobody"


class Asked(models.Model):
    """A question that was put off, or that nobody could answer: not asked again before its day."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="asked")
    question = models.CharField(max_length=60)
    """Its code, and the fact it is about where it is about one."""
    reply = models.CharField(max_length=8, choices=Reply)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    until = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("account", "question"), name="asked_once"),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.question}: {self.reply}"
