"""The support app, and what it offers to the rooms around it."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupportConfig(AppConfig):
    """Teams, experts, requests, commitments, watch notes."""

    name = "trousseau.support"
    label = "support"
    verbose_name = _("Commitments, requests, watch")

    def ready(self) -> None:
        """Register what each part of the room offers."""
        from trousseau.support import (  # noqa: PLC0415 - models are ready only now
            commitments_shell,
            requests_offered,
            team_shell,
            watch_shell,
        )

        commitments_shell.register()
        requests_offered.register()
        team_shell.register()
        watch_shell.register()
