"""The tables behind the tariff simulator, to the cent, to be exported."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trousseau.exposure.pages.tariffs import TariffPage
from trousseau.method.tariffs import TariffEffect
from trousseau.portfolio.tables import Table


def of_tariff(page: TariffPage, name: str) -> Table | None:
    """A table of the simulator; None for one there is not."""
    parts = {
        "tariff-zones": (_("Tariff by zone"), page.zones),
        "tariff-families": (_("Tariff by family"), page.families),
        "tariff-accounts": (_("Tariff by account"), page.accounts),
    }
    if name not in parts:
        return None
    title, rows = parts[name]
    return Table(
        name,
        title,
        (
            _("Name"), _("Index asked"), _("Rate applied"), _("Bound"), _("Revenue before"), _("Change (estimated)"),
            _("Revenue after (estimated)"), _("Change of the margin (estimated)"),
        ),
        (
            (
                row.label, row.rate.asked if row.rate else None, row.rate.applied if row.rate else None, row.bound,
                *_cents(row.part.effect),
            )
            for row in rows
        ),
    )  # fmt: skip


def _cents(effect: TariffEffect) -> tuple[float, float, float, float]:
    """Before, change, after and the margin's change to the cent, so that each row adds up."""
    before, change = round(effect.revenue, 2), round(effect.change, 2)
    return before, change, round(before + change, 2), round(effect.margin_change, 2)
