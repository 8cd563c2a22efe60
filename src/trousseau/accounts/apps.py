"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts, groups, figures for lists, panels and due items offered to later apps."""

    name = "trousseau.accounts"
    default_auto_field = "django.db.models.BigAutoField"
