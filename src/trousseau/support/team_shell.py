"""What teams and papers hand to the rooms before: the tab of an account."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from trousseau.accounts import tabs


def register() -> None:
    """Register everything; once, at the start."""
    tabs.register(tabs.Tab("team", _("Team & support"), "support:team", order=60, rule="read_team"))
