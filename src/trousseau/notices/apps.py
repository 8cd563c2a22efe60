"""The notices app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """What people are told without asking."""

    name = "trousseau.notices"
    label = "notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        """Place the tab of Settings, word the verbs, declare the jobs."""
        from trousseau.access import audit, shell  # noqa: PLC0415 - models exist only now
        from trousseau.access.rules import SIGNED_IN  # noqa: PLC0415
        from trousseau.notices import handlers  # noqa: PLC0415

        shell.register_settings(shell.SettingsTab("notices", _("Notices"), "notices:settings", SIGNED_IN, order=80))
        audit.describe(
            {
                "notices.wished": _("Notices wished otherwise"),
                "notices.stopped": _("Mail stopped by the link in a letter"),
            }
        )
        handlers.register()
