"""The room of the company's other tools, as Django knows it."""

from django.apps import AppConfig


class ConnectorsConfig(AppConfig):
    """What comes from a CRM and what goes back."""

    name = "trousseau.connectors"

    def ready(self) -> None:
        """Register what the shell asks."""
        from trousseau.connectors import shell  # noqa: PLC0415 - needs the models

        shell.register()
