"""The application as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class JobsConfig(AppConfig):
    """Settings of the room."""

    name = "trousseau.jobs"
    label = "jobs"
    verbose_name = gettext_lazy("Work in the background")

    def ready(self) -> None:
        """Say how the room's event reads."""
        from trousseau.access import audit  # noqa: PLC0415 - models are loaded now

        audit.describe({"job.cancelled": gettext_lazy("Work stopped")})
