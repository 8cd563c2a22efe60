"""What managers hold to be the probability of losing an account."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from trousseau.accounts.models import Account


class Outlook(models.Model):
    """One judgement of one account; the latest counts, for a year, and none is changed afterwards."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="outlooks")
    probability = models.FloatField(null=True)
    """Of losing it within a year, 0 to 1; None: no judgement, the orders count again."""
    contract = models.BooleanField(default=False)
    """It buys under a contract: its order days say nothing of whether it stays."""
    reason = models.CharField(max_length=500)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-made_on", "-id")
        indexes = (models.Index(fields=("account", "-made_on")),)
        constraints = (
            models.CheckConstraint(
                condition=Q(probability=None) | Q(probability__gte=0, probability__lte=1), name="outlook_probability"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="outlook_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.account_id}: {self.probability}"
