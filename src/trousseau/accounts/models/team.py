"""Who stands behind an account: its team with roles and dates, and who has led it when."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trousseau.accounts.models.account import Account


class TeamRole(models.TextChoices):
    """What someone does on an account."""

    SPONSOR = "sponsor", _("Sponsor")
    BACKUP = "backup", _("Manager’s back-up")
    EXPERT = "expert", _("Expert")
    SALES = "sales", _("Sales")
    SERVICE = "service", _("Service")
    FINANCE = "finance", _("Finance")
    MARKETING = "marketing", _("Marketing")
    OTHER = "other", _("Other role")


class TeamMember(models.Model):
    """Someone in a role on an account, from one day to another; once it has ended it gives no access any more."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=TeamRole, default=TeamRole.OTHER)
    label = models.CharField(max_length=100, blank=True)
    """What exactly, in the house's own words: “metallurgy”, “invoicing”."""
    since = models.DateField(null=True, blank=True)
    """None: nobody wrote down since when."""
    until = models.DateField(null=True, blank=True)
    """The day they left: from then on they are not on it; None: open-ended."""
    note = models.CharField(max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("account", "user", "role"), condition=Q(until=None), name="once_in_a_role_of_a_team"
            ),
            models.UniqueConstraint(
                fields=("account",), condition=Q(until=None, role=TeamRole.SPONSOR), name="one_sponsor_of_an_account"
            ),
            models.CheckConstraint(condition=Q(role__in=TeamRole.values), name="team_role_is_known"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")), name="on_a_team_until_after_since"
            ),
        )
        indexes = (models.Index(fields=("user", "until")),)

    def __str__(self) -> str:
        return f"{self.user} · {self.account}"

    @property
    def said_role(self) -> str:
        """The role in words, the house's own where it says one."""
        role = str(self.get_role_display())
        return f"{role}, {self.label}" if self.label else role

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.until is not None and self.until <= timezone.localdate()

    @property
    def current(self) -> bool:
        """Whether it holds today."""
        return not self.over and (self.since is None or self.since <= timezone.localdate())


def current(day: date | None = None) -> Q:
    """The condition on memberships that hold on a day, today unless said."""
    today = day or timezone.localdate()
    return (Q(since=None) | Q(since__lte=today)) & (Q(until=None) | Q(until__gt=today))


class ManagerTerm(models.Model):
    """Who has led an account from when to when; the open one is the account's manager."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="terms")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="terms")
    since = models.DateField(null=True)
    """None: before it was written down."""
    until = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("account",), condition=Q(until=None), name="one_leads_an_account"),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.account}"
