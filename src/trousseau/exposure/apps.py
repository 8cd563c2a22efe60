"""The exposure app, and what it offers to the trail."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExposureConfig(AppConfig):
    """What the portfolio hangs on."""

    name = "trousseau.exposure"
    verbose_name = _("Risks, scenarios, prices")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Word the verbs of this room."""
        from trousseau.access.audit import describe  # noqa: PLC0415 - models are ready only now

        describe({"scenario.kept": _("Scenario kept"), "scenario.dropped": _("Scenario forgotten")})
        self._offer_prices()
        self._offer_growth()
        self._offer_outlooks()
        self._offer_summaries()
        self._keep_movement_warm()
        self._work_out_the_usual()

    def _work_out_the_usual(self) -> None:
        """Have what these pages show first worked out, last: it rests on the tables the others keep warm."""
        from trousseau.accounts import reckoning  # noqa: PLC0415 - models are ready only now
        from trousseau.costs.changes import after_change  # noqa: PLC0415
        from trousseau.exposure.refreshing import usual  # noqa: PLC0415

        reckoning.ahead(usual)
        after_change(usual)

    def _keep_movement_warm(self) -> None:
        """Work out the movement of concentration whenever the facts change."""
        from trousseau.accounts import reckoning  # noqa: PLC0415 - models are ready only now
        from trousseau.ledger.concentration import warm  # noqa: PLC0415

        reckoning.ahead(warm)

    def _offer_summaries(self) -> None:
        """Show losses, growth and prices in short on the overview."""
        from trousseau.exposure.pages import growth, losses, prices, summaries  # noqa: PLC0415 - models are ready only now

        summaries.offer(losses.summary, growth.summary, prices.summary)

    def _offer_growth(self) -> None:
        """Offer the growth of an account to its page."""
        from trousseau.accounts import panels  # noqa: PLC0415 - models are ready only now
        from trousseau.exposure.panels import growth_panel  # noqa: PLC0415

        panels.register(
            panels.Panel(
                "growth",
                _("Growth told straight"),
                "exposure/account_growth.html",
                growth_panel,
                order=50,
                chart="growth-chart",
                late=True,
            )
        )

    def _offer_prices(self) -> None:
        """Word the verbs of prices and tariffs, offer the panel of an account, keep the rankings warm."""
        from trousseau.access.audit import describe  # noqa: PLC0415 - models are ready only now
        from trousseau.accounts import panels, reckoning  # noqa: PLC0415
        from trousseau.exposure.pages.prices_panel import panel  # noqa: PLC0415
        from trousseau.exposure.queries.prices import warm  # noqa: PLC0415

        describe(
            {
                "prices.added": _("List prices added"),
                "prices.removed": _("List prices removed"),
                "tariff.kept": _("Tariff kept"),
                "tariff.dropped": _("Tariff forgotten"),
            }
        )
        panels.register(
            panels.Panel("prices", _("Prices across zones"), "exposure/prices_panel.html", panel, order=60, late=True)
        )
        reckoning.ahead(warm)

    def _offer_outlooks(self) -> None:
        """Word the verb of judgements, offer the panel of an account, keep the histories warm."""
        from trousseau.access.audit import describe  # noqa: PLC0415 - models are ready only now
        from trousseau.accounts import panels, reckoning  # noqa: PLC0415
        from trousseau.exposure.pages.outlook_panel import panel  # noqa: PLC0415
        from trousseau.exposure.queries.losses import warm  # noqa: PLC0415

        describe({"outlook.judged": _("Probability of loss judged")})
        panels.register(
            panels.Panel("outlook", _("Outlook"), "exposure/outlook_panel.html", panel, place="side", order=50)
        )
        reckoning.ahead(warm)
