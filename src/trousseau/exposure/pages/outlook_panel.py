"""What the page of an account tells of its outlook: whether it still is a customer, what it will order, or why not."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from trousseau.access.rules import person
from trousseau.accounts.access import may_write
from trousseau.accounts.models import Account
from trousseau.exposure.models import Outlook
from trousseau.exposure.queries import losses as queries
from trousseau.figures import losses as said
from trousseau.portfolio import words
from trousseau.portfolio.queries.source import facts


@dataclass(frozen=True)
class OutlookPanel:
    """What the template shows."""

    alive: float | None
    orders: float | None
    leaving: float | None
    reason: str
    silence: str
    judged: Outlook | None
    judge: str
    """Where its probability is judged; "" where the person may not."""
    value: str


def panel(request: HttpRequest, account: Account) -> Mapping[str, Any] | None:
    """The outlook of one account; None while it has no order, or there is no sales line."""
    there = facts()
    if there is None or there.first is None:
        return None
    found = queries.of_everybody(there)
    at = found.index.get(account.key)
    if at is None:
        return None
    written = words.language()
    judged = Outlook.objects.filter(account=account).select_related("author").first()
    alive, orders, leaving = (
        None if math.isnan(column[at]) else float(column[at]) for column in (found.alive, found.orders, found.leaving)
    )
    last, gap = found.table["last"][at].as_py(), found.table["gap"][at].as_py()
    value = judged.probability if judged is not None else leaving
    return {
        "outlook": OutlookPanel(
            alive=alive,
            orders=orders,
            leaving=leaving,
            reason=said.reasons(written)[found.reasons[at]],
            silence=said.silence((found.as_of - last).days, gap, written),
            judged=judged,
            judge=reverse("exposure:judge", args=[account.public_id]) if may_write(person(request), account) else "",
            value="" if value is None else written.number(100 * value, 1),
        )
    }
