"""The accounts app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Accounts, groups, figures for lists, panels and due items offered to later apps."""

    name = "trousseau.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Hand the shell what it asks rooms for."""
        from trousseau.accounts import shell  # noqa: PLC0415 - needs the models

        shell.register()
