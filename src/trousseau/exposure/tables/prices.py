"""The tables behind the pictures of prices, whole and unrounded, to be exported."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trousseau.exposure.pages.prices import PricesPage
from trousseau.portfolio.tables import Table


def of_prices(page: PricesPage, name: str) -> Table | None:
    """A table of the page of prices; None for one there is not."""
    if name == "price-accounts":
        return _accounts(page)
    if name == "price-products":
        return _products(page)
    return _corridor(page) if name == "price-corridor" else None


def _corridor(page: PricesPage) -> Table | None:
    if page.corridor is None or page.account is None:
        return None
    name, product = page.account.name, page.corridor.found.product
    return Table(
        "price-corridor",
        _("Price corridor"),
        (
            _("Account"), _("Product"), _("Zone"), _("Net price"), _("Currency"), _("Reference"), _("Gap"),
            _("Standing"), _("Units"), _("Sales"), _("Lines"), _("Cost at the lowest"),
        ),
        (
            (
                name, product, zone.row.zone or _("not given"), zone.row.price, page.currency,
                page.corridor.found.corridor.reference, zone.row.gap, zone.standing, zone.row.quantity,
                zone.row.revenue, zone.row.lines, zone.row.to_lowest,
            )
            for zone in page.corridor.zones
        ),
    )  # fmt: skip


def _accounts(page: PricesPage) -> Table:
    return Table(
        "price-accounts",
        _("Most exposed accounts"),
        (
            _("Account"), _("Name"), _("Cost at the lowest"), _("Cost at the mean"), _("Sales compared"),
            _("Share"), _("Products"), _("Zones"), _("Costliest product"), _("Its spread"),
        ),
        (
            (
                row.account, row.name, row.to_lowest, row.to_mean, row.revenue, row.share, row.products, row.zones,
                row.dearest, row.spread,
            )
            for row in page.everybody.accounts
        ),
    )  # fmt: skip


def _products(page: PricesPage) -> Table:
    return Table(
        "price-products",
        _("Most spread products"),
        (
            _("Product"), _("Spread"), _("Cost at the lowest"), _("Cost at the mean"), _("Sales compared"),
            _("Accounts"), _("Zones"),
        ),
        (
            (row.product, row.spread, row.to_lowest, row.to_mean, row.revenue, row.accounts, row.zones)
            for row in page.everybody.products
        ),
    )  # fmt: skip
