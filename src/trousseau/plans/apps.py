"""The plans app, and what it offers to the rooms around it."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """Plans, indicators, rhythm, value delivered, and the papers made of them."""

    name = "trousseau.plans"
    label = "plans"
    verbose_name = _("Plans and meetings")

    def ready(self) -> None:
        """Register what each part of the room offers."""
        from trousseau.plans import (  # noqa: PLC0415 - models are ready only now
            decks_shell,
            health_shell,
            ideas_shell,
            kpis_shell,
            meetings_shell,
            negotiation_shell,
            plan_shell,
            playbooks_shell,
            programme_shell,
            template_shell,
            treatment_shell,
            value_shell,
            versions_shell,
            whitespace_shell,
        )

        decks_shell.register()
        health_shell.register()
        ideas_shell.register()
        kpis_shell.register()
        meetings_shell.register()
        negotiation_shell.register()
        plan_shell.register()
        playbooks_shell.register()
        programme_shell.register()
        template_shell.register()
        treatment_shell.register()
        value_shell.register()
        versions_shell.register()
        whitespace_shell.register()
