"""The support app."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """Teams, experts, requests, commitments, watch notes."""

    name = "trousseau.support"
    label = "support"
