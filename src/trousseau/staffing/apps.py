"""The staffing app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffingConfig(AppConfig):
    """Competencies and matching."""

    name = "trousseau.staffing"
    label = "staffing"
    verbose_name = _("Competencies and matching")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Word the verbs of this room, and offer what is due and what people are told."""
        from trousseau.staffing import competencies_told, matching_seams  # noqa: PLC0415 - models are ready only now

        competencies_told.register()
        matching_seams.register()
