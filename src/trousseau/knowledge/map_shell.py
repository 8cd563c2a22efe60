"""What the map of people hands to the rooms around it: the panel, the papers, what is due, notices, the trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from trousseau.access import audit
from trousseau.accounts import panels


def register() -> None:
    """Register everything; once, at the start."""
    from trousseau.knowledge.pages.map_panel import panel  # noqa: PLC0415 - models are ready only now

    panels.register(
        panels.Panel("relations", _("Who decides, who influences"), "knowledge/map_panel.html", panel, order=20)
    )
    audit.describe(
        {
            "contact.placed": _("Contact moved on the map"),
            "map.tidied": _("Map of people laid out anew"),
        }
    )
