"""What matching offers to the rooms below: the words of its verbs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from trousseau.access.audit import describe


def register() -> None:
    """Word the verbs of matching."""
    describe(
        {
            "account.demand_forgotten": _("What an account asks follows from its tier again"),
            "account.demand_told": _("What an account asks of its manager told"),
            "manager.profile_changed": _("What a manager brings changed"),
        }
    )
