"""The costs app."""

from __future__ import annotations

from django.apps import AppConfig


class CostsConfig(AppConfig):
    """What the company tells beside its sales lines."""

    name = "trousseau.costs"
    default_auto_field = "django.db.models.BigAutoField"
