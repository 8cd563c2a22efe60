"""What we brought to a client's own growth (*valeur apportée*): how much, how it was reckoned, what the client says."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from trousseau.accounts.fields import MoneyField
from trousseau.accounts.models import Account, folded, opaque_id
from trousseau.knowledge.models import Stake
from trousseau.method.delivered import Brought
from trousseau.plans.models.work import Action


class Category(models.TextChoices):
    """What of the client's business it served; most of it lies beyond selling."""

    SALES = "sales", pgettext_lazy("value brought", "Their sales")
    MARKETING = "marketing", pgettext_lazy("value brought", "Marketing")
    PEOPLE = "people", pgettext_lazy("value brought", "People")
    NETWORK = "network", pgettext_lazy("value brought", "Network")
    OPPORTUNITY = "opportunity", pgettext_lazy("value brought", "Opportunity")
    COST = "cost", pgettext_lazy("value brought", "Cost")
    RISK = "risk", pgettext_lazy("value brought", "Risk")
    CAPITAL = "capital", pgettext_lazy("value brought", "Capital tied up")
    OTHER = "other", pgettext_lazy("value brought", "Other")


class Opinion(models.TextChoices):
    """What the client says of it."""

    UNSAID = "unsaid", pgettext_lazy("value brought", "to be confirmed")
    CONFIRMED = "confirmed", pgettext_lazy("value brought", "confirmed")
    CONTESTED = "contested", pgettext_lazy("value brought", "contested")


class Delivered(models.Model):
    """One thing brought to a client. Rows are reached through `queries.value`; written by `actions.value` only."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="delivered")
    category = models.CharField(max_length=12, choices=Category)
    what = models.CharField(max_length=200)
    amount = MoneyField(null=True, blank=True)
    """In the base currency; None: nobody has put it into money."""
    yearly = models.BooleanField(default=False)
    """The amount is one a year and runs until it ends; else it came once."""
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    """The last day of an amount a year; None: it still runs."""
    method = models.CharField(max_length=500, blank=True)
    """How the amount was reckoned."""
    evidence = models.CharField(max_length=500, blank=True)
    """What shows it: a report, a count, a letter."""
    stake = models.ForeignKey(Stake, null=True, blank=True, on_delete=models.SET_NULL, related_name="delivered")
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.SET_NULL, related_name="delivered")
    """What of the plan it came of."""
    opinion = models.CharField(max_length=10, choices=Opinion, default=Opinion.UNSAID)
    agreed = MoneyField(null=True, blank=True)
    """The amount the client confirms where it is another than ours."""
    said_by = models.CharField(max_length=200, blank=True)
    """Who of the client's people said so."""
    said_on = models.DateField(null=True, blank=True)
    said = models.CharField(max_length=500, blank=True)
    """In their words; why, where they contest it."""
    shared = models.BooleanField(default=False)
    """Whether the client sees it; private until somebody decides."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1)
    search_text = models.TextField(default="", editable=False)

    class Meta:
        ordering = ("-since", "-id")
        indexes = (models.Index(fields=("account", "since")), models.Index(fields=("opinion", "since")))
        constraints = (
            models.CheckConstraint(condition=~Q(what=""), name="delivered_says_what"),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gt=0), name="delivered_is_worth_something"),
            models.CheckConstraint(condition=Q(amount=None) | ~Q(method=""), name="delivered_reckoned_somehow"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(yearly=True, until__gte=F("since")), name="delivered_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(opinion=Opinion.UNSAID, said_on=None, agreed=None)
                | (~Q(opinion=Opinion.UNSAID) & ~Q(said_by="") & Q(said_on__isnull=False)),
                name="delivered_said_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(opinion=Opinion.CONTESTED) | (~Q(said="") & Q(agreed=None)),
                name="delivered_contested_with_a_reason",
            ),
        )

    def __str__(self) -> str:
        return self.what

    @property
    def counted(self) -> Decimal | None:
        """The amount that counts: what the client confirms where it is another than ours."""
        counted: Decimal | None = self.amount if self.agreed is None else self.agreed
        return counted

    @property
    def brought(self) -> Brought | None:
        """The amount over time; None: nobody has put it into money."""
        amount = self.counted
        return None if amount is None else Brought(amount, self.since, yearly=self.yearly, until=self.until)

    def searchable(self) -> str:
        """What a search finds it by."""
        return folded(self.what, self.evidence, self.account.name)
