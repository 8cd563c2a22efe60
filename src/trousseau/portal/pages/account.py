"""The Client space tab of an account: who of the client is in, and what they see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from trousseau.access.rules import person
from trousseau.accounts import access
from trousseau.accounts import pages as account_pages
from trousseau.accounts.models import Account
from trousseau.portal.models import EntryLink, Member, Space, Terms
from trousseau.portal.pages import joining
from trousseau.portal.pages.sharing import shelves


def account(request: HttpRequest, found: Account) -> dict[str, Any]:
    """What the tab shows."""
    space = Space.objects.filter(account=found).first()
    members = list(Member.objects.filter(space=space).select_related("user", "contact")) if space else []
    refused = _undelivered(members)
    return account_pages.head(request, found, "client") | {
        "space": space,
        "members": [(one, refused.get(one.user_id, "")) for one in members],
        "shelves": shelves(found) if space else (),
        "invites": joining.asked(space) if space else (),
        "fresh": request.session.pop(joining.FRESH, None),
        "no_terms": Terms.current() is None,
        "may_share": access.may_share(person(request), found),
    }


def _undelivered(members: Sequence[Member]) -> dict[int, str]:
    """Why the last link that somebody asked for did not leave, by who asked."""
    found = EntryLink.objects.filter(user__in=[one.user_id for one in members if one.ended_at is None])
    last = {one.user_id: one for one in found.order_by("created_at", "pk")}
    return {who: why for who, one in last.items() if (why := joining.undelivered(one))}
