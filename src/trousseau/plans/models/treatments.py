"""What is done about a customer that costs more than it leaves (*traitement*): what, whose, by when, for how much."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from trousseau.accounts.fields import MoneyField
from trousseau.accounts.models import Account, opaque_id


class Kind(models.TextChoices):
    """What is changed."""

    PRICE = "price", pgettext_lazy("a treatment", "Price")
    TERMS = "terms", pgettext_lazy("a treatment", "Terms")
    SERVICE = "service", pgettext_lazy("a treatment", "Service level")
    MINIMUM = "minimum", pgettext_lazy("a treatment", "Minimum order")
    EXIT = "exit", pgettext_lazy("a treatment", "Exit")


class Course(models.TextChoices):
    """Where a treatment stands."""

    DECIDED = "decided", pgettext_lazy("a treatment", "decided")
    APPLIED = "applied", pgettext_lazy("a treatment", "in force")
    CLOSED = "closed", pgettext_lazy("a treatment", "closed")


class Outcome(models.TextChoices):
    """What came of it, as whoever closes it judges."""

    WORKED = "worked", pgettext_lazy("a treatment", "it worked")
    PARTLY = "partly", pgettext_lazy("a treatment", "it worked in part")
    FAILED = "failed", pgettext_lazy("a treatment", "it did not work")
    DROPPED = "dropped", pgettext_lazy("a treatment", "given up")


class Treatment(models.Model):
    """One treatment of an account; one at a time. Written by `actions.treatments` only."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="treatments")
    kind = models.CharField(max_length=8, choices=Kind)
    what = models.CharField(max_length=300)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="treatments")
    """Who sees to it; None: they have left."""
    decided_on = models.DateField()
    """Before and after are told from this day on."""
    due = models.DateField()
    """The day it is to be in force."""
    expected = MoneyField()
    """What it should add to the net contribution a year, in the base currency."""
    course = models.CharField(max_length=8, choices=Course, default=Course.DECIDED)
    applied_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    """Why it is closed so."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-decided_on", "-id")
        constraints = (
            models.UniqueConstraint(fields=("account",), condition=~Q(course="closed"), name="treatment_one_at_a_time"),
            models.CheckConstraint(condition=~Q(what=""), name="treatment_says_what"),
            models.CheckConstraint(condition=Q(due__gte=F("decided_on")), name="treatment_due_after_decided"),
            models.CheckConstraint(condition=Q(expected__gt=0), name="treatment_expects_something"),
            models.CheckConstraint(
                condition=Q(course="closed", closed_on__isnull=False) & ~Q(outcome="") & ~Q(reason="")
                | ~Q(course="closed") & Q(closed_on=None, outcome="", reason=""),
                name="treatment_closed_with_a_reason",
            ),
        )

    def __str__(self) -> str:
        return self.what
