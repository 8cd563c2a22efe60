"""The application as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    """Settings of the room."""

    name = "trousseau.access"
    label = "access"
    verbose_name = _("People and audit log")

    def ready(self) -> None:
        """Say how the room's audit events read, and place its tabs in Settings."""
        from trousseau.access import audit, heard, sentences, shell  # noqa: PLC0415 - models exist only now
        from trousseau.access.rules import SIGNED_IN  # noqa: PLC0415

        heard.listen()
        audit.describe(sentences.SENTENCES)
        for tab in (
            shell.SettingsTab("organisation", _("Organisation"), "access:organisation", "manage_organisation", 10),
            shell.SettingsTab("people", _("People and roles"), "access:people", "manage_people", 20),
            shell.SettingsTab("tokens", _("API tokens"), "access:tokens", "make_tokens", 80),
            shell.SettingsTab("profile", _("My profile and security"), "access:profile", SIGNED_IN, 90),
        ):
            shell.register_settings(tab)
