"""What is kept of programs that call: how much of a token's minute is used, and answers for calls that are repeated."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from trousseau.access.models import ApiToken


class Allowance(models.Model):
    """How many calls a token has made in the minute it called last: one row a token."""

    token = models.OneToOneField(ApiToken, primary_key=True, on_delete=models.CASCADE, related_name="allowance")
    minute = models.PositiveBigIntegerField(default=0)
    """Minutes since 1970."""
    used = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.used} in {self.minute}"


class Repeat(models.Model):
    """A write that was done under a key of its program, with the answer it got: the same again does nothing more."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="repeats")
    key = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    """SHA-256 of what was asked: method, address, If-Match and body."""
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("token", "key"), name="api_one_answer_a_key"),)

    def __str__(self) -> str:
        return self.key
