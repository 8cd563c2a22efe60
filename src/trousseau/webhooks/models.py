"""Addresses that are told what was done here, and each telling with what came of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trousseau.access.fields import SealedTextField
from trousseau.accounts.models import opaque_id

LONGEST_ANSWER = 300
"""Characters kept of an answer."""


class Endpoint(models.Model):
    """An address that is told what its owner may know of. Of its secrets, the former one signs beside for a while."""

    class State(models.TextChoices):
        """Whether it is told anything."""

        ACTIVE = "active", pgettext_lazy("webhook", "Told")
        STOPPED = "stopped", pgettext_lazy("webhook", "Stopped")

    class Why(models.TextChoices):
        """Why one is stopped."""

        HAND = "hand", _("Stopped by hand.")
        GONE = "gone", _("The receiver answered that it is gone for good (410).")
        FAILING = "failing", _("The receiver took nothing for five days.")
        LEFT = "left", _("Its owner left, or may no longer make webhooks.")

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    name = models.CharField(max_length=80)
    url = models.CharField(max_length=2000)
    kinds: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    """Names of `kinds.KINDS`."""
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="webhooks")
    """Whose rights decide, at each telling, what is told."""
    state = models.CharField(max_length=8, choices=State, default=State.ACTIVE)
    why = models.CharField(max_length=8, choices=Why, blank=True)
    stopped_at = models.DateTimeField(null=True)
    secret = SealedTextField()
    former = SealedTextField(blank=True, default="")
    former_until = models.DateTimeField(null=True)
    told_upto = models.PositiveBigIntegerField(default=0)
    """The last link of the trail that was looked at: what comes after is still to be told."""
    rests_until = models.DateTimeField(null=True)
    """Nothing is sent before: nobody answered there, or it asked to be left alone."""
    unanswered = models.PositiveSmallIntegerField(default=0)
    """Calls in a row that nobody answered."""
    failing_since = models.DateTimeField(null=True)
    last_taken_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(state="active", why="") | Q(state="stopped") & ~Q(why=""), name="webhook_stopped_says_why"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def active(self) -> bool:
        """Whether it is told what happens."""
        return self.state == self.State.ACTIVE

    @property
    def former_in_force(self) -> bool:
        """Whether the former secret signs beside the new one."""
        return bool(self.former) and self.former_until is not None and timezone.now() < self.former_until


class Delivery(models.Model):
    """One event for one address: the same `public_id` at each try, so that a receiver knows it again."""

    class State(models.TextChoices):
        """What came of it."""

        WAITING = "waiting", pgettext_lazy("webhook", "Waiting")
        TAKEN = "taken", pgettext_lazy("webhook", "Taken")
        FAILED = "failed", pgettext_lazy("webhook", "Given up")
        WITHHELD = "withheld", pgettext_lazy("webhook", "Not told")

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    event = models.BigIntegerField()
    """The number of the event in the trail; no key of the database, as old events leave the trail."""
    number = models.PositiveBigIntegerField()
    """Its link in the trail: the order in which things happened."""
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=130)
    """What it happened to, `plans.plan:12`: of one thing, events are told one after the other."""
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    """Since when a worker is at it."""
    ended_at = models.DateTimeField(null=True, db_index=True)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.CharField(max_length=LONGEST_ANSWER, blank=True)
    problem = models.CharField(max_length=16, blank=True)
    """Why there is no answer: a key of `outgoing.SENTENCES`, or of `sending.SENTENCES`."""

    class Meta:
        ordering = ("-number", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("endpoint", "event"), name="webhook_event_once_an_endpoint"),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "taken", "failed", "withheld")), name="webhook_delivery_state_known"
            ),
        )
        indexes = (
            models.Index(fields=("state", "next_at"), name="webhook_due"),
            models.Index(fields=("endpoint", "subject", "number"), name="webhook_order"),
        )

    def __str__(self) -> str:
        return f"msg_{self.public_id}"
