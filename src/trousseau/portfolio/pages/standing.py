"""What the page of an account shows of its class: good, to watch or bad, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from trousseau.access.rules import may
from trousseau.accounts.models import Account
from trousseau.accounts.queries import reckoning
from trousseau.figures.classes import reason_text
from trousseau.figures.language import Language
from trousseau.method.classes import Rule
from trousseau.method.rules import MEASURES
from trousseau.portfolio import words
from trousseau.portfolio.models import AccountStanding


def panel(request: HttpRequest, account: Account) -> Mapping[str, Any] | None:
    """The class of an account over the last twelve months, as the last refresh found it; None without sales in them."""
    standing: AccountStanding | None = getattr(account, "standing", None)
    if standing is None:
        return None
    kept = reckoning()
    currency = kept.base_currency or None
    written = words.language()
    return {
        "standing": standing,
        "reasons": [reason_of(reason, written, currency) for reason in standing.reasons],
        "currency": currency,
        "at": kept.at,
        "may_open": may(request.user, "read_portfolio"),
        "account": account,
    }


def reason_of(reason: Mapping[str, Any], written: Language, currency: str | None) -> str:
    """Why an account is what it is, in words, as a standing keeps it."""
    measure, threshold = reason["measure"], reason["threshold"]
    low = MEASURES[measure].low_is_bad
    bad = reason["class"] == "bad"
    rule = Rule(measure, None if bad else threshold, threshold if bad else None, low_is_bad=low)
    return reason_text(rule, reason["value"], reason["class"], written, currency)
