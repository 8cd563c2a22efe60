"""The knowledge app."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    """What we know of clients: people, structure, stakes."""

    name = "trousseau.knowledge"
    label = "knowledge"
