"""The room of webhooks, as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    """Other tools are told what was done here."""

    name = "trousseau.webhooks"
    label = "webhooks"
    verbose_name = _("Webhooks")

    def ready(self) -> None:
        """Word the verbs and the notice, declare the jobs, place the tab of Settings, bring what programs may do."""
        from trousseau.access import audit, shell  # noqa: PLC0415 - models exist only now
        from trousseau.api import rooms  # noqa: PLC0415
        from trousseau.notices import kinds  # noqa: PLC0415
        from trousseau.webhooks import handlers, stopping  # noqa: PLC0415

        audit.describe(
            {
                "webhook.made": _("Webhook made"),
                "webhook.changed": _("Webhook changed"),
                "webhook.secret_changed": _("Webhook given another secret"),
                "webhook.former_ended": _("Former secret of a webhook ended"),
                "webhook.stopped": _("Webhook stopped"),
                "webhook.started": _("Webhook started again"),
                "webhook.tried": _("Webhook tried"),
                "webhook.replayed": _("Deliveries of a webhook sent again"),
                "webhook.removed": _("Webhook removed"),
            }
        )
        kinds.register(
            kinds.Kind(stopping.STOPPED, _("A webhook is stopped because nobody takes it"), text=stopping.sentence)
        )
        handlers.register()
        shell.register_settings(shell.SettingsTab("webhooks", _("Webhooks"), "webhooks:list", "make_webhooks", 82))
        rooms.bring("trousseau.webhooks.operations")
