"""When an account changes hands, and the papers that were taken of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from trousseau.access.models import LANGUAGES
from trousseau.accounts.models import Account, opaque_id


class Handover(models.Model):
    """An account passes from one manager to another, until who takes it says that it is taken over."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="handovers")
    leaving = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    taking = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    """None: nobody is named yet."""
    begun_on = models.DateField(default=timezone.localdate)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("account",), condition=Q(done_at=None), name="one_handover_of_an_account"),
        )
        indexes = (models.Index(fields=("leaving", "done_at")), models.Index(fields=("taking", "done_at")))

    def __str__(self) -> str:
        return f"{self.account}: {self.leaving} → {self.taking}"


class Paper(models.Model):
    """A hand-over pack as someone took it: the file is kept, with who and when."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="papers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    language = models.CharField(max_length=2, choices=LANGUAGES)
    at = models.DateTimeField(default=timezone.now, editable=False)
    size = models.PositiveBigIntegerField(default=0)
    """0: still being made."""

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.account}, {self.at:%Y-%m-%d}"
