"""The exposure app, and what it offers to the trail."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExposureConfig(AppConfig):
    """What the portfolio hangs on."""

    name = "trousseau.exposure"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Word the verbs of this room."""
        from trousseau.access.audit import describe  # noqa: PLC0415 - models are ready only now

        describe({"scenario.kept": _("Scenario kept"), "scenario.dropped": _("Scenario forgotten")})
