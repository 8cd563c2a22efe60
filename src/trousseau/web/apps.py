"""The application as Django knows it."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Settings of the room."""

    name = "trousseau.web"
    label = "web"
