"""The costs app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CostsConfig(AppConfig):
    """What the company tells beside its sales lines."""

    name = "trousseau.costs"
    verbose_name = _("Costs and inflation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Work the contribution out after each refresh, and word the verbs of this room."""
        from trousseau.access.audit import describe  # noqa: PLC0415 - models are ready only now
        from trousseau.accounts import panels  # noqa: PLC0415
        from trousseau.accounts.reckoning import ahead  # noqa: PLC0415
        from trousseau.costs import jobs, panel, refreshing  # noqa: PLC0415

        jobs.register()
        ahead(refreshing.contributions)
        ahead(refreshing.bridges)
        panels.register(
            panels.Panel(
                "contribution",
                _("Net contribution"),
                "costs/panel.html",
                panel.build,
                order=20,
                chart="contribution-chart",
                late=True,
            )
        )
        describe(
            {
                "costs.table_loaded": _("Table of costs loaded"),
                "costs.table_removed": _("Table of costs removed"),
                "costs.driver_added": _("Cost driver added"),
                "costs.driver_changed": _("Cost driver changed"),
                "costs.rate_set": _("Activity rate set"),
                "costs.rate_removed": _("Activity rate removed"),
                "costs.financing_set": _("Financing rate set"),
                "costs.financing_removed": _("Financing rate removed"),
                "costs.fixed_set": _("Fixed costs set"),
                "costs.fixed_removed": _("Fixed costs removed"),
                "costs.budget_set": _("Budget set"),
                "costs.budget_removed": _("Budget removed"),
                "inflation.told": _("Inflation told"),
                "inflation.forgotten": _("Inflation of a zone taken back"),
                "inflation.area": _("Area that stands for a zone chosen"),
            }
        )
