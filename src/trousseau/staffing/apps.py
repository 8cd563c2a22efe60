"""The staffing app."""

from django.apps import AppConfig


class StaffingConfig(AppConfig):
    """Competencies and matching."""

    name = "trousseau.staffing"
    label = "staffing"

    def ready(self) -> None:
        """Word the verbs of this room, and offer what is due and what people are told."""
        from trousseau.staffing import competencies_told  # noqa: PLC0415 - models are ready only now

        competencies_told.register()
