"""The application as Django knows it."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Settings of the room."""

    name = "trousseau.access"
    label = "access"

    def ready(self) -> None:
        """Say how the room's audit events read."""
        from trousseau.access import audit, sentences  # noqa: PLC0415 - models exist only now

        audit.describe(sentences.SENTENCES)
