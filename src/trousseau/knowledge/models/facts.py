"""What is told of a client beside its people: stakes, economics, competition, contracts, sites, notes."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trousseau.accounts.fields import MoneyField
from trousseau.accounts.models import Account, opaque_id
from trousseau.knowledge.models.people import Contact
from trousseau.knowledge.models.sourced import Sourced


class Fact(Sourced):
    """A fact of an account, seen from its whole client; written by `actions.facts` only."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="%(class)ss")
    removed_at = models.DateTimeField(null=True, blank=True)
    """Taken away: shown nowhere, and brought back by an undo."""

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True


class Answered(models.TextChoices):
    """Whether we have an answer to a stake."""

    UNKNOWN = "", pgettext_lazy("answer", "not said")
    ANSWERED = "answered", _("we answer")
    NONE = "none", _("no answer")


class Stake(Fact):
    """What is at stake for the client (*enjeu*), in their words, and what we answer to it."""

    title = models.CharField(max_length=200)
    quote = models.CharField(max_length=500, blank=True)
    """In their words."""
    importance = models.PositiveSmallIntegerField(default=3)
    """1 to 5, as they weigh it."""
    who = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="stakes_said")
    """Who of them said it; None: a document or a rumour, which `source` names."""
    answered = models.CharField(max_length=8, choices=Answered, blank=True, default=Answered.UNKNOWN)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-importance", "-said_on", "id")
        constraints = (models.CheckConstraint(condition=Q(importance__range=(1, 5)), name="stake_weighs_one_to_five"),)

    def __str__(self) -> str:
        return self.title


class EconomicFact(Fact):
    """A figure of the client's own business, free of form: what, how much, of when."""

    name = models.CharField(max_length=200)
    value = models.DecimalField(max_digits=24, decimal_places=4)
    unit = models.CharField(max_length=40, blank=True)
    period = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("name", "-said_on", "id")

    def __str__(self) -> str:
        return self.name


class Competitor(Fact):
    """Someone else who sells to the client: where, what, and how much of it."""

    name = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)
    """The client's unit; empty: all of it."""
    offer = models.CharField(max_length=200, blank=True)
    share = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    """Per cent of what the client buys of this offer there; None: unknown."""
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    """1: the first supplier; None: unknown."""
    remark = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = (F("share").desc(nulls_last=True), "name", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__range=(0, 100)), name="competitor_share_is_a_percentage"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Contract(Fact):
    """What binds the client and us: how much, from when to when, and until when notice can be given."""

    name = models.CharField(max_length=200)
    amount = MoneyField(null=True, blank=True)
    """A year; None: not said."""
    currency = models.CharField(max_length=3, blank=True)
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    """None: open-ended."""
    notice_days = models.PositiveIntegerField(null=True, blank=True)
    renews = models.BooleanField(default=False)
    """Goes on by itself unless notice is given."""
    remark = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = (F("end").asc(nulls_last=True), "name", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="contract_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def notice_by(self) -> dt.date | None:
        """The last day to give notice; None where no notice or no end is agreed."""
        if self.end is None or self.notice_days is None:
            return None
        return self.end - dt.timedelta(days=min(self.notice_days, (self.end - dt.date.min).days))


class Site(Fact):
    """A place where the client works: a plant, a warehouse, an office."""

    name = models.CharField(max_length=200)
    city = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=120, blank=True)
    activity = models.CharField(max_length=200, blank=True)
    people = models.PositiveIntegerField(null=True, blank=True)
    """How many work there; None: unknown."""

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class Note(Fact):
    """A text in Markdown; shown through `figures.prose` only."""

    title = models.CharField(max_length=200)
    text = models.TextField()

    class Meta:
        ordering = ("-said_on", "-id")

    def __str__(self) -> str:
        return self.title
