"""What is told in money: financing, fixed costs, budgets."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FinancingRate(models.Model):
    """The yearly rate at which what customers owe is financed, as a fraction, from a day on."""

    start = models.DateField(unique=True)
    rate = models.DecimalField(max_digits=9, decimal_places=6)

    class Meta:
        ordering = ("start",)
        constraints = (
            models.CheckConstraint(condition=models.Q(rate__gte=0, rate__lte=1), name="financing_is_a_share"),
        )

    def __str__(self) -> str:
        return str(self.start)


class FixedCost(models.Model):
    """Costs that stay when a customer leaves, of a division or a zone (or of the company), over a period."""

    start = models.DateField()
    end = models.DateField()
    division = models.CharField(max_length=200, blank=True)
    zone = models.CharField(max_length=200, blank=True)
    amount = models.DecimalField(max_digits=20, decimal_places=4)

    class Meta:
        ordering = ("start", "end", "division", "zone")
        constraints = (
            models.UniqueConstraint(fields=("start", "end", "division", "zone"), name="one_fixed_cost_a_place"),
            models.CheckConstraint(condition=models.Q(end__gte=models.F("start")), name="fixed_cost_has_days"),
        )

    def __str__(self) -> str:
        return self.division or self.zone or str(_("the company"))


class Budget(models.Model):
    """What was planned for an account or a division over a period."""

    class Measure(models.TextChoices):
        """What was planned."""

        REVENUE = "revenue", _("revenue")
        CONTRIBUTION = "contribution", _("net contribution")

    start = models.DateField()
    end = models.DateField()
    account = models.CharField(max_length=400, blank=True)
    """The account as the ledger calls it; empty: a division's."""
    division = models.CharField(max_length=200, blank=True)
    measure = models.CharField(max_length=12, choices=Measure, default=Measure.REVENUE)
    amount = models.DecimalField(max_digits=20, decimal_places=4)

    class Meta:
        ordering = ("start", "end", "account", "division", "measure")
        constraints = (
            models.UniqueConstraint(
                fields=("start", "end", "account", "division", "measure"), name="one_budget_a_purpose"
            ),
            models.CheckConstraint(condition=models.Q(end__gte=models.F("start")), name="budget_has_days"),
        )

    def __str__(self) -> str:
        return self.account or self.division
