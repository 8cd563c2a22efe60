"""The tab “Team & support”: who is who on an account, and the panels that other rooms place below."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from trousseau.accounts import pages, panels
from trousseau.accounts.models import Account


def team(request: HttpRequest, account: Account) -> dict[str, Any]:
    """The page."""
    return pages.head(request, account, "team") | {"panels": panels.shown(request, account, "team")}
