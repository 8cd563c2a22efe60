"""Versions of the plan that a client is asked to sign with us, and who answered what."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from trousseau.accounts.models import opaque_id
from trousseau.plans.models.versions import PlanVersion
from trousseau.portal.models.spaces import Space


class Cosigning(models.Model):
    """A version of the plan put before a client to be signed, with the text they read; the text never changes."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="cosignings")
    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="cosignings")
    content: Any = models.JSONField()
    """What they read: as `signed.told` gave it when it was asked."""
    digest = models.CharField(max_length=64)
    """SHA-256 of the content, as `signed.digest` works it out."""
    why = models.CharField(max_length=500, blank=True)
    """What we tell them of it."""
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    countersigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    countersigned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("version",), condition=Q(withdrawn_at=None), name="version_put_before_them_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(countersigned_at=None), name="countersigned_is_not_withdrawn"
            ),
        )

    def __str__(self) -> str:
        return self.digest[:12]


class Answer(models.TextChoices):
    """What somebody of the client says of it."""

    SIGNED = "signed", pgettext_lazy("a version of the plan", "signed")
    DECLINED = "declined", pgettext_lazy("a version of the plan", "declined")


class Signature(models.Model):
    """What one person of the client answered, with their words; a signature is final, a refusal may turn into one."""

    cosigning = models.ForeignKey(Cosigning, on_delete=models.CASCADE, related_name="signatures")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=8, choices=Answer)
    word = models.CharField(max_length=1000, blank=True)
    """Their own words; of a refusal why."""
    digest = models.CharField(max_length=64)
    """Of the text they had before them."""

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(fields=("cosigning", "by"), name="cosigning_answered_once"),
            models.CheckConstraint(condition=~Q(answer="declined") | ~Q(word=""), name="signature_declined_why"),
        )

    def __str__(self) -> str:
        return self.digest[:12]
