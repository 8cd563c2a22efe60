"""The written rules as they were published, who moved with each, and the class of each account today."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from trousseau.accounts.fields import MoneyField
from trousseau.accounts.models import Account
from trousseau.portfolio.models.frozen import Frozen


class Class(models.TextChoices):
    """What the rules make of an account; the words of `method.classes.NAMES`."""

    GOOD = "good", _("Good")
    WATCH = "watch", _("To watch")
    BAD = "bad", _("Bad")
    UNKNOWN = "unknown", _("Unknown")


class RuleVersion(Frozen):
    """The rules someone published, for good: the newest one is in force."""

    number = models.PositiveIntegerField(unique=True)
    """1, 2 …; 0 are the rules as shipped, which no one published."""
    at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=500)
    rules = models.JSONField()
    """As `method.rules.RuleSet.as_json` writes them."""
    counts = models.JSONField()
    """How many accounts in each class before and after, the day they were published."""
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    facts_version = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"v{self.number}"


class ClassMove(Frozen):
    """An account that a version of the rules put in another class, the day it was published."""

    version = models.ForeignKey(RuleVersion, on_delete=models.CASCADE, related_name="moves")
    account = models.CharField(max_length=500)
    """The ledger's account."""
    name = models.CharField(max_length=500)
    before = models.CharField(max_length=8, choices=Class)
    after = models.CharField(max_length=8, choices=Class)
    revenue = MoneyField(null=True)
    contribution = MoneyField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("version", "account"), name="moves_once_a_version"),)

    def __str__(self) -> str:
        return f"{self.name}: {self.before} → {self.after}"


class AccountStanding(models.Model):
    """The class of an account over the last twelve months, for lists; written by the refresh and by publishing."""

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="standing")
    name = models.CharField(max_length=8, choices=Class, db_column="class")
    contribution = MoneyField(null=True)
    rate = models.FloatField(null=True)
    """Contribution, of the sales whose cost is known."""
    reasons = models.JSONField(default=list)
    """The rules it falls short of, the worst first: measure, value, class, threshold."""
    version = models.PositiveIntegerField()
    """The number of the rules."""
    eroding = models.BooleanField(default=False)
    """Whether it erodes in silence as of the last month."""

    class Meta:
        indexes = (models.Index(fields=("name",)),)

    def __str__(self) -> str:
        return f"{self.account_id}: {self.name}"
