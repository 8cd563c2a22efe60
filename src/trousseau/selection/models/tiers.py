"""The tiers as they were published, the tier each client holds, and the days each manager has."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from trousseau.accounts.models import Account
from trousseau.portfolio.models.frozen import Frozen, FrozenQuerySet


class TierVersion(Frozen):
    """Tiers someone published, for good: the newest ones propose."""

    number = models.PositiveIntegerField(unique=True)
    """1, 2 …; 0 are the tiers as shipped, which no one published."""
    at = models.DateTimeField(default=timezone.now, editable=False)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=500)
    tiers = models.JSONField()
    """As `method.tiers.Tiers.as_json` writes them."""
    counts = models.JSONField(default=dict)
    """How many clients the rules proposed for each tier, by its key, the day they were published."""
    facts_version = models.CharField(max_length=80, blank=True)

    objects: ClassVar[Any] = FrozenQuerySet.as_manager()

    class Meta:
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"v{self.number}"


class ManagerDays(models.Model):
    """The days a month someone has for the accounts they lead, as a director told it."""

    manager = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="days_for_accounts"
    )
    days = models.DecimalField(max_digits=4, decimal_places=1)
    """A month."""
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(days__gte=0) & Q(days__lte=31), name="days_in_a_month"),)

    def __str__(self) -> str:
        return f"{self.manager_id}: {self.days}"


class TierHeld(models.Model):
    """The tier a client holds today, and since when; the decision that gave it is in the log."""

    client = models.CharField(max_length=500, unique=True)
    """The ledger's key by group: the group's name, or the account where it has none."""
    name = models.CharField(max_length=500)
    tier = models.CharField(max_length=80)
    tier_name = models.CharField(max_length=80, blank=True)
    """What the company called it then; empty: the word of the language."""
    since = models.DateField()
    decision = models.ForeignKey("selection.TierDecision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = (models.Index(fields=("tier",)),)

    def __str__(self) -> str:
        return f"{self.name}: {self.tier}"


class AccountRank(models.Model):
    """Where an account stands, for lists: what its client holds and how the last refresh ranked it."""

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="ranked")
    client = models.CharField(max_length=500, db_index=True)
    tier = models.CharField(max_length=80, blank=True)
    """Held; empty: none."""
    proposed = models.CharField(max_length=80, blank=True)
    """By the rules; empty: its client is not in the ranking."""
    rank = models.PositiveIntegerField(null=True)
    top_probability = models.FloatField(null=True)
    fragile = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=("tier",)), models.Index(fields=("fragile",)))

    def __str__(self) -> str:
        return f"{self.account_id}: {self.tier or self.proposed}"
