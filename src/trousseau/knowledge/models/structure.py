"""What a client is made of: its legal entities, and who holds how much of whom since when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from trousseau.accounts.models import Account
from trousseau.knowledge.models.facts import Fact


class LegalEntity(Fact):
    """A company of the client's group, or one that holds a part of it from outside."""

    name = models.CharField(max_length=200)
    country = models.CharField(max_length=120, blank=True)
    registration = models.CharField(max_length=60, blank=True)
    """SIREN, Handelsregister, company number."""
    outside = models.BooleanField(default=False)
    """Not of the group: a family, a fund, a partner."""
    customer = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="legal_entities"
    )
    """The account under which it buys from us."""

    class Meta:
        ordering = ("name", "id")
        verbose_name_plural = "legal entities"

    def __str__(self) -> str:
        return self.name


class Control(Fact):
    """One entity holds a share of another during a time; the action refuses circles and shares above the whole."""

    owner = models.ForeignKey(LegalEntity, on_delete=models.CASCADE, related_name="holds")
    owned = models.ForeignKey(LegalEntity, on_delete=models.CASCADE, related_name="held_by")
    percent = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    """Of the votes; None: that it is held is known, how much is not."""
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    """The last day; None: still."""

    class Meta:
        ordering = ("owned__name", F("percent").desc(nulls_last=True), "id")
        constraints = (
            models.CheckConstraint(condition=~Q(owner=F("owned")), name="nobody_holds_themselves"),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__gt=0, percent__lte=100), name="control_is_a_percentage"
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="control_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.owner} → {self.owned}"
