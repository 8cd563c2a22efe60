"""The tables behind the tariff simulator, whole and unrounded, to be exported."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trousseau.exposure.pages.tariffs import TariffPage
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
                row.part.effect.revenue, row.part.effect.change, row.part.effect.after, row.part.effect.margin_change,
            )
            for row in rows
        ),
    )  # fmt: skip
