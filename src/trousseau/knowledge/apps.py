"""The knowledge app, and what it offers to the rooms around it."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KnowledgeConfig(AppConfig):
    """What we know of clients: people, structure, stakes."""

    name = "trousseau.knowledge"
    label = "knowledge"
    verbose_name = _("Knowing the client")

    def ready(self) -> None:
        """Register what each part of the room offers."""
        from trousseau.knowledge import facts_shell, map_shell, people_shell  # noqa: PLC0415 - models are ready only now

        facts_shell.register()
        people_shell.register()
        map_shell.register()
