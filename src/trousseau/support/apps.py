"""The support app."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """Teams, experts, requests, commitments, watch notes."""

    name = "trousseau.support"
    label = "support"

    def ready(self) -> None:
        """Hand the other rooms what they ask for; each subject registers its own."""
        from trousseau.support import commitments_shell  # noqa: PLC0415 - models are ready only now

        commitments_shell.register()
