"""The room of programs, as Django knows it."""

from __future__ import annotations

import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """What a program may ask and do as the person whose token it holds."""

    name = "trousseau.api"
    label = "api"

    def ready(self) -> None:
        """Forget kept answers on time, and place the page that tells how to call."""
        from trousseau.access import shell  # noqa: PLC0415 - models exist only now
        from trousseau.api import repeats  # noqa: PLC0415
        from trousseau.jobs import registry  # noqa: PLC0415

        registry.handler("api.forget", label=_("The answers kept for repeated calls go"))(repeats.forget_kept)
        registry.every(dt.timedelta(hours=6), "api.forget", repeats.any_old)
        shell.register_settings(shell.SettingsTab("api", _("API"), "api:docs", "make_tokens", 81))
