"""The page of a plan."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from trousseau.access.rules import may, person
from trousseau.accounts import pages as account_pages
from trousseau.accounts.models import Account
from trousseau.plans import access, parts


def plan(request: HttpRequest, account: Account) -> dict[str, Any]:
    """What the page of a plan shows."""
    user = person(request)
    found = access.living(user, account)
    return account_pages.head(request, account, "plan") | {
        "plan": found,
        "parts": parts.shown(request, found) if found else {},
        "may_edit": access.may_edit(user, account),
        "may_template": found is not None and may(user, "run_programme"),
    }
