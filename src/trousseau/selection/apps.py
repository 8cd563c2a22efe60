"""The selection app, and what it offers to the trail."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SelectionConfig(AppConfig):
    """Who the key accounts are, by a grid that is the same for the whole company."""

    name = "trousseau.selection"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Word the verbs of this room, and have its usual answer worked out after the facts and the costs change."""
        from trousseau.access.audit import describe  # noqa: PLC0415 - models are ready only now
        from trousseau.accounts import reckoning  # noqa: PLC0415
        from trousseau.costs.changes import after_change  # noqa: PLC0415
        from trousseau.selection.refreshing import usual  # noqa: PLC0415

        describe(
            {
                "days.loaded": _("Table of days spent read"),
                "days.told": _("Days spent on a client told"),
                "grid.published": _("Grid of criteria published"),
                "spend.loaded": _("Table of total spend read"),
                "spend.told": _("Total spend of a client told"),
            }
        )
        reckoning.after_refresh(usual)
        after_change(usual)
