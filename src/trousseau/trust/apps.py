"""The trust app, and what it offers to the rooms around it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrustConfig(AppConfig):
    """The trail, looks, consents, personal data."""

    name = "trousseau.trust"
    label = "trust"

    def ready(self) -> None:
        """Word the verbs."""
        from trousseau.access import audit  # noqa: PLC0415 - models exist only now

        audit.describe(
            {
                "consent.given": _("Consent given"),
                "consent.withdrawn": _("Consent withdrawn"),
            }
        )
