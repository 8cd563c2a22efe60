"""The trust app, and what it offers to the rooms around it."""

import datetime as dt

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class TrustConfig(AppConfig):
    """The trail, looks, consents, personal data."""

    name = "trousseau.trust"
    label = "trust"

    def ready(self) -> None:
        """Word the verbs, load what each room declares, place the tabs of Settings, declare the job."""
        from trousseau.access import audit, shell  # noqa: PLC0415 - models exist only now
        from trousseau.jobs import registry  # noqa: PLC0415
        from trousseau.trust.jobs import run  # noqa: PLC0415

        audit.describe(
            {
                "audit.exported": _("Audit log exported"),
                "privacy.keeping_changed": _("Changed how long things are kept"),
                "privacy.tidied": _("Removed what had been kept long enough"),
                "person.given_out": _("Everything about a person given out"),
                "person.erased": _("Person erased"),
                "consent.given": _("Consent given"),
                "consent.withdrawn": _("Consent withdrawn"),
            }
        )
        autodiscover_modules("personal_data")
        registry.handler("privacy.tidy", label=_("What has been kept long enough goes"))(run)
        registry.every(dt.timedelta(days=1), "privacy.tidy")
        shell.register_settings(shell.SettingsTab("privacy", _("Privacy"), "trust:privacy", "read_privacy", 35))
        shell.register_settings(shell.SettingsTab("audit", _("Audit log"), "trust:audit", "read_audit", 30))
