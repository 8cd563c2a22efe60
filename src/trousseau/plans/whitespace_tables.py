"""The white space of a client as a table to export, a row a cell."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from trousseau.figures.export import Cell
from trousseau.plans.pages.whitespace import word_of
from trousseau.plans.queries.whitespace import WhiteSpace
from trousseau.plans.value_tables import Table
from trousseau.selection.pages.client import confidence_word


def white_space(found: WhiteSpace) -> Table:
    """Every cell; what is not known is empty, amounts are in the base currency."""
    heads = (
        _("Client’s unit"), _("Offer"), _("State"), _("Sold, 12 months"), _("12 months before"), _("Potential a year"),
        _("Source"), _("True on"), _("How sure"), _("Share"), _("Left to sell, at most"), _("Competitors"), _("Note"),
    )  # fmt: skip
    return Table(_("white space"), heads, _rows(found))


def _rows(found: WhiteSpace) -> Iterator[tuple[Cell, ...]]:
    for one in found.grid.spots():
        known = one.potential
        yield (
            one.unit.name, one.offer.name, word_of(one.state), one.sold, one.before,
            known.amount if known else None, known.source if known else None, known.date if known else None,
            confidence_word(known.confidence) if known else None, one.share, one.left,
            ", ".join(rival.name for rival in one.rivals) or None, one.words.note or None,
        )  # fmt: skip
