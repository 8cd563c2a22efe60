"""The staffing app."""

from django.apps import AppConfig


class StaffingConfig(AppConfig):
    """Competencies and matching."""

    name = "trousseau.staffing"
    label = "staffing"
