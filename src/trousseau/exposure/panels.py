"""What exposure shows on the page of an account."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from trousseau.access.rules import may, person
from trousseau.accounts.models import Account
from trousseau.exposure.pages.growth import bridge, chart
from trousseau.exposure.queries.growth import compared, growth_of_customer
from trousseau.ledger.answers import WindowError
from trousseau.portfolio import words
from trousseau.portfolio.pages.period import label
from trousseau.portfolio.queries.source import usual


def growth_panel(request: HttpRequest, account: Account) -> dict[str, Any] | None:
    """The bridge of the last twelve months of an account; nothing where the periods do not compare."""
    question = usual(person(request)) if may(request.user, "read_portfolio") else None
    if question is None:
        return None
    try:
        asked = compared(question.ranked_by("account"), {})
    except WindowError:
        return None
    if asked.refused:
        return None
    found = growth_of_customer(asked, account.key)
    if not found.rows:
        return None
    written = words.language()
    return {
        "total": found.total,
        "bridge": [term for term in bridge(found.total, written) if term.amount != 0],
        "chart": chart(found.total, written, question.facts.base),
        "currency": question.facts.base,
        "period": label(question.window, written),
        "url": f"{reverse('exposure:growth_of')}?{urlencode({'by': 'account', 'of': account.key})}",
    }
