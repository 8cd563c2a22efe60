"""The portfolio app, and what it offers to Home and to the trail."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortfolioConfig(AppConfig):
    """Check-ups, and what of the portfolio is due."""

    name = "trousseau.portfolio"
    verbose_name = _("Portfolio")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the due items, and word the verbs of this room."""
        from trousseau.access.audit import describe  # noqa: PLC0415 - models are ready only now
        from trousseau.accounts import due as rooms  # noqa: PLC0415
        from trousseau.accounts import panels  # noqa: PLC0415
        from trousseau.accounts.access import read_with  # noqa: PLC0415
        from trousseau.accounts.reckoning import after_refresh, ahead  # noqa: PLC0415
        from trousseau.costs.changes import after_change  # noqa: PLC0415
        from trousseau.notices import kinds  # noqa: PLC0415
        from trousseau.portfolio import alarms, due, handlers, refreshing, sieve, weekly  # noqa: PLC0415
        from trousseau.portfolio.actions import reminding  # noqa: PLC0415
        from trousseau.portfolio.pages import erosion, standing  # noqa: PLC0415

        handlers.register()
        weekly.register()
        kinds.register(reminding.KIND)
        sieve.register()
        rooms.register(due.portfolio_items)
        rooms.register(due.account_items)
        rooms.register(alarms.erosion_items)
        panels.register(
            panels.Panel(
                "erosion", _("Silent erosion"), "portfolio/erosion/panel.html", erosion.account_panel, order=10
            )
        )
        read_with("standing")
        after_refresh(refreshing.classes)
        after_change(refreshing.classes)
        panels.register(
            panels.Panel(
                "standing", _("Good or bad"), "portfolio/standing_panel.html", standing.panel, place="side", order=30
            )
        )
        after_refresh(refreshing.erosions)
        after_change(refreshing.erosions)
        ahead(refreshing.usual)
        after_change(refreshing.usual)
        describe(
            {
                "checkup.frozen": _("Check-up frozen"),
                "range.set": _("Reference range set"),
                "range.reset": _("Reference range reset"),
                "rules.published": _("Rules for good and bad customers published"),
                "segments.imported": _("Table of segments imported"),
                "segments.dropped": _("Table of segments removed"),
            }
        )
