"""What clients spend in all on what we sell, as people told it; a newer row counts, older ones stay."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from trousseau.accounts.fields import MoneyField
from trousseau.portfolio.models.frozen import Frozen, FrozenQuerySet


class SpendTold(Frozen):
    """What one unit of a client spends a year on one offer, by one source; the newest of a unit × offer counts."""

    class Confidence(models.TextChoices):
        """How sure it is; `method.wallet.RANGES` says what that means."""

        LOW = "low"
        MEDIUM = "medium"
        HIGH = "high"

    client = models.CharField(max_length=500, db_index=True)
    """The ledger's key by group: the group's name, or the account where it has none."""
    name = models.CharField(max_length=500)
    """What the client was called then."""
    unit = models.CharField(max_length=200, blank=True)
    """A site, firm or zone of theirs; empty: all of the client."""
    offer = models.CharField(max_length=200, blank=True)
    """A division or product family of ours, or whatever they buy; empty: all we sell."""
    amount = MoneyField(null=True)
    """A year; None: what was told is taken back."""
    currency = models.CharField(max_length=3, blank=True)
    """Empty: the amounts of the ledger have none."""
    source = models.CharField(max_length=300)
    date = models.DateField()
    """The day it was true."""
    confidence = models.CharField(max_length=8, choices=Confidence.choices)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = FrozenQuerySet.as_manager()

    class Meta:
        ordering = ("-date", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="spend_not_negative"),
            models.CheckConstraint(condition=~Q(source=""), name="spend_has_a_source"),
        )

    def __str__(self) -> str:
        return self.name
