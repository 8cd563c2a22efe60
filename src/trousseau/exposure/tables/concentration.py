"""The tables of concentration, whole and unrounded, to be exported."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from trousseau.ledger.concentration import Concentrations, Moment
from trousseau.portfolio.tables import Table


def inside(found: Concentrations) -> Table:
    """Every zone, division and currency with its own customers."""
    titles = {"division": _("Division"), "zone": _("Zone"), "currency": _("Currency")}
    return Table(
        "inside",
        _("Concentration"),
        (
            _("Dimension"), _("Value"), _("Revenue"), _("Share"), _("Customers"), _("HHI within"),
            _("First customer"), _("Its revenue"), _("Its share"), _("Revenue without it"), _("Contribution"),
            _("Contribution without it"), _("Fixed costs"),
        ),
        (
            (
                titles[name], one.value or _("not given"), one.spread.total, one.share, one.spread.parts,
                one.spread.hhi, one.first, one.first_revenue, one.first_share, one.left, one.contribution,
                one.contribution_left, one.fixed,
            )
            for name, rows in found.inside.items()
            for one in rows
        ),
    )  # fmt: skip


def lender(found: Concentrations, limit: Decimal) -> Table:
    """Who passes a lender's limit, and by how much."""
    return Table(
        "lender",
        _("Lender’s limit"),
        (_("Customer"), _("Revenue"), _("Lent on"), _("Not lent on")),
        ((one.customer, one.revenue, one.allowed, one.excess) for one in found.excess(limit)),
    )


def movement(moved: dict[str, tuple[Moment, ...]]) -> Table:
    """The concentration of each dimension, quarter by quarter."""
    return Table(
        "movement",
        _("Movement"),
        (_("Dimension"), _("Twelve months to"), _("HHI"), _("Share of the first")),
        ((name, one.end, one.hhi, one.first_share) for name, moments in moved.items() for one in moments),
    )
