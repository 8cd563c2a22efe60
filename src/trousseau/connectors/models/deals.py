"""Deals as they are counted: one row a deal of a CRM, with its people and its products."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models

from trousseau.accounts.fields import MoneyField
from trousseau.accounts.models import Account
from trousseau.connectors.models.remote import Remote
from trousseau.knowledge.models import Contact


class Deal(models.Model):
    """A deal that a CRM tells of; gone with its record. Of an account, or of none of ours yet."""

    record = models.OneToOneField(Remote, on_delete=models.CASCADE, primary_key=True, related_name="deal")
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="deals")
    name = models.CharField(max_length=400)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    amount = MoneyField(null=True)
    """In `currency`; None: the CRM says none."""
    currency = models.CharField(max_length=3, blank=True)
    """Empty: the CRM says none, which is the company's own."""
    stage = models.CharField(max_length=400, blank=True)
    probability = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    """Per cent."""
    closes_on = models.DateField(null=True)
    state = models.CharField(max_length=4, choices=(("open", "open"), ("won", "won"), ("lost", "lost")))

    class Meta:
        indexes = (models.Index(fields=("account", "state", "closes_on")),)

    def __str__(self) -> str:
        return self.name

    @property
    def chance(self) -> Decimal | None:
        """The probability as a fraction."""
        return None if self.probability is None else self.probability / 100


class DealRole(models.Model):
    """Who plays which part in a deal, as the CRM says."""

    record = models.OneToOneField(Remote, on_delete=models.CASCADE, primary_key=True, related_name="+")
    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="roles")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.CASCADE, related_name="deal_roles")
    role = models.CharField(max_length=400, blank=True)

    def __str__(self) -> str:
        return self.role


class DealLine(models.Model):
    """A product in a deal, in the deal's currency."""

    record = models.OneToOneField(Remote, on_delete=models.CASCADE, primary_key=True, related_name="+")
    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="lines")
    product = models.CharField(max_length=400, blank=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    amount = MoneyField()
    on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.product
