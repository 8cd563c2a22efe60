"""The costs app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CostsConfig(AppConfig):
    """What the company tells beside its sales lines."""

    name = "trousseau.costs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Word the verbs of this room."""
        from trousseau.access.audit import describe  # noqa: PLC0415 - models are ready only now

        describe(
            {
                "inflation.told": _("Inflation told"),
                "inflation.forgotten": _("Inflation of a zone taken back"),
                "inflation.area": _("Area that stands for a zone chosen"),
            }
        )
