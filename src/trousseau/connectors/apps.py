"""The room of the company's other tools, as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConnectorsConfig(AppConfig):
    """What comes from a CRM and what goes back."""

    name = "trousseau.connectors"
    verbose_name = _("Connections and sources")

    def ready(self) -> None:
        """Register jobs and what the shell asks."""
        from trousseau.connectors import handlers, shell  # noqa: PLC0415 - needs the models
        from trousseau.connectors.feeds import jobs  # noqa: PLC0415 - as above

        handlers.register()
        jobs.register()
        shell.register()
