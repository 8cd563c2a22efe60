"""Negotiation sheets: what we want and what we would refuse, what was conceded, what came of it.

Once frozen, what was planned stands: the database itself refuses to change it (migration `negotiation`).
"""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from trousseau.accounts.fields import MoneyField
from trousseau.accounts.models import Account, opaque_id
from trousseau.plans.models.rhythm import Meeting
from trousseau.plans.models.work import Action
from trousseau.support.models.commitments import Commitment


class Stage(models.TextChoices):
    """Where a sheet stands; it only ever goes forward."""

    DRAFT = "draft", pgettext_lazy("a negotiation sheet", "draft")
    FROZEN = "frozen", pgettext_lazy("a negotiation sheet", "frozen")
    ENDED = "ended", pgettext_lazy("a negotiation sheet", "ended")


class Topic(models.TextChoices):
    """What a point is about; price and volume are said as a change in per cent."""

    PRICE = "price", pgettext_lazy("a point negotiated", "Price")
    VOLUME = "volume", pgettext_lazy("a point negotiated", "Volume")
    TERMS = "terms", pgettext_lazy("a point negotiated", "Terms")
    SERVICE = "service", pgettext_lazy("a point negotiated", "Service")
    OTHER = "other", pgettext_lazy("a point negotiated", "Other")


RECKONED = frozenset({Topic.PRICE, Topic.VOLUME})


class Better(models.TextChoices):
    """Which way is better for us."""

    HIGHER = "higher", pgettext_lazy("better for us", "higher")
    LOWER = "lower", pgettext_lazy("better for us", "lower")


class Negotiation(models.Model):
    """One sheet. Reached through `queries.negotiation`, written by `actions.negotiation` only; in no search."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="negotiations")
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.SET_NULL, related_name="negotiations")
    subject = models.CharField(max_length=200)
    on = models.DateField()
    objective = models.CharField(max_length=500, blank=True)
    ours = models.TextField(max_length=2_000, blank=True)
    """What is at stake for us."""
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.DRAFT)
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    kept = models.JSONField(default=dict)
    """As it was the day it was frozen: their stakes, what the account left, prices across zones."""
    agreed = models.BooleanField(null=True)
    """None: not ended yet."""
    outcome = models.CharField(max_length=1_000, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    """What its next step became."""
    commitment = models.ForeignKey(Commitment, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-on", "-id")
        indexes = (models.Index(fields=("account", "on")),)
        constraints = (
            models.CheckConstraint(condition=~Q(subject=""), name="negotiation_says_about_what"),
            models.CheckConstraint(
                condition=Q(stage="draft", frozen_at=None) | (~Q(stage="draft") & Q(frozen_at__isnull=False)),
                name="negotiation_frozen_some_day",
            ),
            models.CheckConstraint(
                condition=Q(stage="ended", agreed__isnull=False) | (~Q(stage="ended") & Q(agreed=None)),
                name="negotiation_ended_some_way",
            ),
        )

    def __str__(self) -> str:
        return self.subject


class Term(models.Model):
    """One point negotiated, with our margin of manoeuvre and what we think theirs is."""

    sheet = models.ForeignKey(Negotiation, on_delete=models.CASCADE, related_name="terms")
    topic = models.CharField(max_length=8, choices=Topic)
    what = models.CharField(max_length=200)
    unit = models.CharField(max_length=30, default="%")
    better = models.CharField(max_length=6, choices=Better, default=Better.HIGHER)
    zone = models.CharField(max_length=200, blank=True)
    """Of a price: where it would change; empty: everywhere."""
    now = MoneyField(default=Decimal(0))
    best = MoneyField(null=True, blank=True)
    target = MoneyField()
    walk_away = MoneyField()
    theirs = MoneyField(null=True, blank=True)
    """Where we think they would walk away."""
    worth = MoneyField(null=True, blank=True)
    """What one unit more brings us a year (negative: costs), in the base currency; None: nobody has reckoned it."""
    obtained = MoneyField(null=True, blank=True)
    """Where it ended; None: not settled."""

    class Meta:
        ordering = ("id",)
        constraints = (models.CheckConstraint(condition=~Q(what=""), name="term_says_what"),)

    def __str__(self) -> str:
        return self.what


class TradeOff(models.Model):
    """Something we could give: what it is worth to them, what it costs us, a year or once, in the base currency."""

    sheet = models.ForeignKey(Negotiation, on_delete=models.CASCADE, related_name="trade_offs")
    what = models.CharField(max_length=200)
    to_them = MoneyField(null=True, blank=True)
    to_us = MoneyField(null=True, blank=True)
    """None: nobody knows what it costs us."""
    known = models.CharField(max_length=300, blank=True)
    """How the amounts are known."""
    in_return = models.CharField(max_length=200, blank=True)
    """What we would ask for it."""

    class Meta:
        ordering = ("id",)
        constraints = (models.CheckConstraint(condition=~Q(what=""), name="trade_off_says_what"),)

    def __str__(self) -> str:
        return self.what


class Concession(models.Model):
    """Something we gave, and in return for what."""

    sheet = models.ForeignKey(Negotiation, on_delete=models.CASCADE, related_name="concessions")
    what = models.CharField(max_length=200)
    on = models.DateField()
    who = models.CharField(max_length=200)
    to_them = MoneyField(null=True, blank=True)
    to_us = MoneyField(null=True, blank=True)
    in_return = models.CharField(max_length=200, blank=True)
    """Empty: for nothing."""

    class Meta:
        ordering = ("on", "id")
        constraints = (models.CheckConstraint(condition=~Q(what=""), name="concession_says_what"),)

    def __str__(self) -> str:
        return self.what
