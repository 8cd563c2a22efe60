"""The portal app, and what it offers to the rooms around it."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The client space: sharing, members, follow, opinions, taking part."""

    name = "trousseau.portal"
    label = "portal"
    verbose_name = _("Client spaces")

    def ready(self) -> None:
        """Register what each part of the room offers."""
        from trousseau.portal import (  # noqa: PLC0415 - models are ready only now
            follow_shell,
            joining_shell,
            signing_shell,
            spaces_shell,
            voices_shell,
        )

        spaces_shell.register()
        joining_shell.register()
        follow_shell.register()
        voices_shell.register()
        signing_shell.register()
