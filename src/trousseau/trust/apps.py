"""The trust app, and what it offers to the rooms around it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrustConfig(AppConfig):
    """The trail, looks, consents, personal data."""

    name = "trousseau.trust"
    label = "trust"

    def ready(self) -> None:
        """Word the verbs, place the tabs of Settings."""
        from trousseau.access import audit, shell  # noqa: PLC0415 - models exist only now

        audit.describe(
            {
                "audit.exported": _("Audit log exported"),
                "consent.given": _("Consent given"),
                "consent.withdrawn": _("Consent withdrawn"),
            }
        )
        shell.register_settings(shell.SettingsTab("audit", _("Audit log"), "trust:audit", "read_audit", 30))
