"""What an account asks of whoever leads it, where people say more than the ledger and the tiers know."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from trousseau.accounts.models import Account


class AccountDemand(models.Model):
    """What someone told of one account; what is None follows from its tier and zone."""

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="demand")
    days = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    """Of the manager's time a month."""
    zone = models.CharField(max_length=200, blank=True)
    languages = models.JSONField(null=True, blank=True)
    """ISO 639-1 codes, any of which will do."""
    industry = models.CharField(max_length=120, blank=True)
    competencies = models.JSONField(default=dict, blank=True)
    """The level asked, 1 to 5, by competency code."""
    source = models.CharField(max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(days=None) | Q(days__gte=0) & Q(days__lte=31), name="demand_days_in_a_month"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="demand_has_a_source"),
        )

    def __str__(self) -> str:
        return str(self.account_id)
