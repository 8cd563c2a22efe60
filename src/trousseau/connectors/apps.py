"""The room of the company's other tools, as Django knows it."""

from django.apps import AppConfig


class ConnectorsConfig(AppConfig):
    """What comes from a CRM and what goes back."""

    name = "trousseau.connectors"
