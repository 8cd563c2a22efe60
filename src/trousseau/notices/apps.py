"""The notices app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """What people are told without asking."""

    name = "trousseau.notices"
    label = "notices"
