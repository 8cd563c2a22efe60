"""What this room hands to the shell: search, the count beside the map's entry, the sentences of the trail."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.access import audit, shell
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access, filters, queries, tabs
from trousseau.accounts.models import Account, folded


def register() -> None:
    """Register everything; once, at the start."""
    shell.register_search(find)
    shell.register_count("accounts:list", count)
    tabs.register(tabs.Tab("overview", gettext_lazy("Overview"), "accounts:account", order=10))
    tabs.register(tabs.Tab("sales", gettext_lazy("Sales"), "accounts:sales", order=20))
    tabs.register(tabs.Tab("history", gettext_lazy("History"), "accounts:history", order=90))
    filters.register(filters.Filter("sponsor", gettext_lazy("Sponsor"), queries.sponsor_choices))
    audit.describe(
        {
            "account.regrouped": gettext_lazy("Group changed"),
            "account.group_follows_column": gettext_lazy("Group left to the file’s column again"),
            "account.left_out": gettext_lazy("Left out of the portfolio as intercompany"),
            "account.taken_back": gettext_lazy("Counted in the portfolio again"),
            "account.manager_named": gettext_lazy("Manager named"),
            "account.member_added": gettext_lazy("Joined the team"),
            "account.member_changed": gettext_lazy("Place on the team changed"),
            "account.member_ended": gettext_lazy("Left the team"),
            "group.created": gettext_lazy("Group created"),
            "group.renamed": gettext_lazy("Group renamed"),
            "group.emptied": gettext_lazy("Group without accounts removed"),
            "view.saved": gettext_lazy("View saved"),
            "view.changed": gettext_lazy("View changed"),
            "view.dropped": gettext_lazy("View removed"),
        }
    )


def find(user: User, text: str, limit: int) -> Iterable[shell.Hit]:
    """The accounts a person may see whose name, code or group holds every word, the largest first."""
    words = folded(text).split()
    if not words or not may(user, "read_accounts"):
        return []
    found = access.visible_to(user).filter(figures__isnull=False)
    for word in words:
        found = found.filter(search_text__contains=word)
    rows = found.select_related("group").order_by("figures__rank", "name")[:limit]
    return [
        shell.Hit(
            account.name,
            reverse("accounts:account", args=[account.public_id]),
            _("Account"),
            _detail(account),
        )
        for account in rows
    ]


def count(user: User) -> int | None:
    """How many accounts a person sees that bought in the window; None where there is none."""
    if access.sees_everything(user):
        return queries.reckoning().accounts or None
    return access.visible_to(user).filter(figures__rank__isnull=False).count() or None


def _detail(account: Account) -> str:
    """Code and group, to tell namesakes apart."""
    return " · ".join(part for part in (account.code, account.group.name if account.group else "") if part)
