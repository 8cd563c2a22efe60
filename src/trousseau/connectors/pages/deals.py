"""What the page of an account shows of the company's CRM: its open deals, and which records it is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from trousseau.accounts.models import Account
from trousseau.connectors.models import Deal, Remote
from trousseau.connectors.protocol import Entity

SHOWN = 6


@dataclass(frozen=True)
class Total:
    """The open deals of one currency, never added to another's."""

    currency: str
    deals: int
    amount: Decimal
    without: int
    """Deals of which the CRM says no amount."""
    expected: Decimal | None
    """Amount times probability; None where one of those with an amount has no probability."""


def panel(_request: HttpRequest, account: Account) -> dict[str, Any] | None:
    """The open deals of an account, those that close first at the top; None where no tool has a record of it."""
    records = Remote.objects.filter(account=account, entity=Entity.ACCOUNT.value, gone_at=None)
    names = sorted(set(records.values_list("connection__name", flat=True)))
    if not names:
        return None
    deals = list(Deal.objects.filter(account=account, state="open").order_by("closes_on", "pk"))
    return {
        "names": ", ".join(names),
        "totals": totals(deals),
        "deals": deals[:SHOWN],
        "further": max(len(deals) - SHOWN, 0),
        "more": _("What our tools say"),
        "more_url": reverse("connectors:tools", args=[account.public_id]),
    }


def totals(deals: Sequence[Deal]) -> list[Total]:
    """What open deals come to, a currency at a time; the largest first."""
    found = []
    for currency in sorted({deal.currency for deal in deals}):
        some = [deal for deal in deals if deal.currency == currency]
        told = [deal for deal in some if deal.amount is not None]
        amount = sum((deal.amount or Decimal(0) for deal in told), Decimal(0))
        chances = [(deal.amount or Decimal(0)) * deal.chance for deal in told if deal.chance is not None]
        expected = sum(chances, Decimal(0)) if told and len(chances) == len(told) else None
        found.append(Total(currency, len(some), amount, len(some) - len(told), expected))
    return sorted(found, key=lambda one: -one.amount)
