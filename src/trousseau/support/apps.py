"""The support app."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """Teams, experts, requests, commitments, watch notes."""

    name = "trousseau.support"
    label = "support"

    def ready(self) -> None:
        """Have each subject of this room offer what it has to the others."""
        from trousseau.support import requests_offered  # noqa: PLC0415 - models are ready only now

        requests_offered.register()
