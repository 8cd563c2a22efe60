"""Rules of matching, proposals of who leads what, back-ups, and the hand-overs that a decision starts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trousseau.accounts.models import Account
from trousseau.accounts.models.account import opaque_id


class MatchingRule(models.Model):
    """That a person must, or must never, lead an account, and why."""

    class Kind(models.TextChoices):
        """Which of the two."""

        MUST = "must", _("must")
        NEVER = "never", _("must not")

    kind = models.CharField(max_length=5, choices=Kind)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="matching_rules")
    manager = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="matching_rules")
    reason = models.CharField(max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("kind", "id")
        constraints = (
            models.UniqueConstraint(fields=("account", "manager"), name="one_matching_rule_a_pair"),
            models.CheckConstraint(condition=~Q(reason=""), name="matching_rule_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.manager} {self.kind} {self.account}"


class Rivalry(models.Model):
    """Accounts that compete with one another: no two of them have the same manager."""

    name = models.CharField(max_length=120)
    accounts: models.ManyToManyField[Account, Account] = models.ManyToManyField(Account, related_name="rivalries")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("name", "id")
        verbose_name_plural = "rivalries"
        constraints = (models.CheckConstraint(condition=~Q(name=""), name="rivalry_has_a_name"),)

    def __str__(self) -> str:
        return self.name


class Proposal(models.Model):
    """Who would lead what, proposed by the mathematics and changed by people, until a director decides it."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("being worked out")
        DRAFT = "draft", _("draft")
        PROPOSED = "proposed", _("proposed to the director")
        DECIDED = "decided", _("decided")
        UNDONE = "undone", _("undone")
        IMPOSSIBLE = "impossible", _("impossible")

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    title = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    keep_bonus = models.FloatField(default=0.05)
    """What keeping a manager is worth, beside a fit of 0 to 1."""
    computed = models.JSONField(default=dict)
    """Manager by account, both by key, as the mathematics proposed them."""
    assigned = models.JSONField(default=dict)
    """The same after people changed it; null: nobody."""
    backups = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    """Who led each account when it was worked out."""
    backups_before = models.JSONField(default=dict)
    applied = models.JSONField(default=dict)
    """What the decision changed: account → the manager before, for the way back."""
    outcome = models.JSONField(default=dict)
    """Value, bound, gap, method; or the clashes."""
    revision = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (models.CheckConstraint(condition=~Q(title=""), name="matching_proposal_has_a_title"),)

    def __str__(self) -> str:
        return self.title


class Backup(models.Model):
    """Who stands in for the manager of an account."""

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="backup")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="backs_up")
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.account_id}: {self.user}"


class HandOver(models.Model):
    """An account that goes from one manager to another: what both have to do, and by when."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="hand_overs")
    proposal = models.ForeignKey(Proposal, null=True, on_delete=models.SET_NULL, related_name="hand_overs")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    """Who led it; None: nobody did."""
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    due = models.DateField()
    given_at = models.DateTimeField(null=True)
    """When the giver said that everything was handed over."""
    taken_at = models.DateTimeField(null=True)
    cancelled = models.BooleanField(default=False)
    """By an undone decision."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("due", "id")
        indexes = (models.Index(fields=("cancelled", "due")),)

    def __str__(self) -> str:
        return f"{self.account}: {self.giver or '–'} → {self.taker or '–'}"
