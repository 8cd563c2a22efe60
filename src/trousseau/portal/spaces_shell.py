"""What client spaces hand to other rooms: the tab of an account, the words of the trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from trousseau.access import audit
from trousseau.accounts import tabs


def register() -> None:
    """Register everything; once, at the start."""
    tabs.register(tabs.Tab("client", gettext_lazy("Client space"), "portal:account", order=75, rule="read_plans"))
    audit.describe(
        {
            "space.opened": gettext_lazy("Client space opened"),
            "space.closed": gettext_lazy("Client space closed"),
            "space.member_admitted": gettext_lazy("Person of the client let into their space"),
            "space.member_ended": gettext_lazy("Person of the client no longer in their space"),
            "space.shared": gettext_lazy("Shown to the client"),
            "space.word_written": gettext_lazy("Word of the manager on the client’s first page"),
            "space.word_removed": gettext_lazy("Word of the manager taken from the client’s first page"),
            "space.unshared": gettext_lazy("No longer shown to the client"),
        }
    )
