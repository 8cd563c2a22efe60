"""The tables behind growth, whole and unrounded, to be exported."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from trousseau.figures.growth import terms
from trousseau.ledger.growth import Growth, Item, Row
from trousseau.portfolio import words
from trousseau.portfolio.tables import Cell, Table

BRIDGE = ("price", "volume", "mix", "new", "lost", "undivided", "currency")


def bridges(found: Growth) -> Table:
    """The total and every row of it with its bridge."""
    named = terms(words.language())
    return Table(
        "growth",
        _("Growth"),
        (
            _("Value"), _("Before"), _("Now"), *(named[name] for name in BRIDGE), named["reported"],
            _("Reported growth"), _("Growth at constant rates"), named["inflation"], named["real"], _("Real growth"),
        ),
        (_row(row, name) for row, name in _named(found)),
    )  # fmt: skip


def _named(found: Growth) -> Iterable[tuple[Row, str]]:
    yield found.total, _("Total")
    for row in found.rows:
        yield row, row.name or _("not given")


def _row(row: Row, name: str) -> tuple[Cell, ...]:
    return (
        name, row.previous, row.current, *(getattr(row, term) for term in BRIDGE), row.change,
        row.reported, row.constant_growth, row.inflation, row.real_change, row.real,
    )  # fmt: skip


def products(items: Iterable[Item]) -> Table:
    """The products behind one customer's growth."""
    named = terms(words.language())
    return Table(
        "growth-products",
        _("Products"),
        (
            _("Product"), _("Zone"), _("Division"), _("Currency"), _("Quantity before"), _("Quantity now"),
            _("Price before"), _("Price now"), _("Before"), _("Now"), named["reported"],
            *(named[name] for name in BRIDGE),
        ),
        (
            (
                item.product, item.zone, item.division, item.currency_code, item.quantity_before, item.quantity_now,
                item.price_before, item.price_now, item.previous, item.current, item.change,
                *(getattr(item, name) for name in BRIDGE),
            )
            for item in items
        ),
    )  # fmt: skip
