"""The application as Django knows it."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Settings of the room."""

    name = "trousseau.access"
    label = "access"
