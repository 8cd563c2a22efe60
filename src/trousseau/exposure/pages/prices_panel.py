"""The panel of an account: the products it pays most apart for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from trousseau.access.rules import may
from trousseau.accounts.models import Account
from trousseau.exposure.queries import prices as queries
from trousseau.figures.prices import account_finding
from trousseau.portfolio import words

SHOWN = 5


def panel(request: HttpRequest, account: Account) -> Mapping[str, Any] | None:
    """The context of the panel; None where the account compares no prices."""
    products = tuple(row for row in queries.of_account(account) if not row.doubtful)
    if not products:
        return None
    query = urlencode({"account": account.key, "by": "account"})
    currency = queries.currency()
    return {
        "products": products[:SHOWN],
        "sentence": account_finding(products, currency, words.language()),
        "currency": currency,
        "url": f"{reverse('exposure:prices')}?{query}" if may(request.user, "read_portfolio") else "",
    }
