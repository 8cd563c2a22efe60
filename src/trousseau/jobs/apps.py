"""The application as Django knows it."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Settings of the room."""

    name = "trousseau.jobs"
    label = "jobs"
