"""The imports app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    """Imports of sales lines, quarantine, rates; jobs and what the shell asks are registered at the start."""

    name = "trousseau.imports"
    label = "imports"
    verbose_name = _("Imports")

    def ready(self) -> None:
        """Register jobs, sentences of the trail, due items and the ledger's state."""
        from trousseau.imports import handlers, shell  # noqa: PLC0415 - needs the models

        handlers.register()
        shell.register()
