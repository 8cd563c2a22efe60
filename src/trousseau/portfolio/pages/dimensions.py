"""The concentration over zones, divisions, currencies and families, as the pages show it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from trousseau.figures.dimensions import rows_of
from trousseau.method.checkup import Checkup, Dimension
from trousseau.portfolio import words
from trousseau.portfolio.pages.links import Links

VALUES = 8
"""How many rows a dimension has before the smallest are added up in the last one."""
WATCHED, SERIOUS = 0.25, 0.40
"""What a zone, division … owes to its first account before it is to watch, before it is serious."""


@dataclass(frozen=True)
class ValueRow:
    """One value of a dimension."""

    label: str
    revenue: Decimal
    share: float
    of_largest: float
    accounts: int | None
    first: str
    first_url: str
    first_share: float | None
    status: str


@dataclass(frozen=True)
class DimensionView:
    """The concentration over one dimension."""

    name: str
    title: str
    hhi: float
    effective_number: float
    rows: tuple[ValueRow, ...]
    """The largest values, and the others added up in a last row without a first account."""


def dimension_views(checkup: Checkup, found: Links) -> tuple[DimensionView, ...]:
    """The dimensions the lines know, in the usual order."""
    titles = {
        "zone": _("By zone"),
        "division": _("By division"),
        "currency": _("By currency"),
        "family": _("By family"),
    }
    views = []
    for name, title in titles.items():
        dimension = checkup.by_dimension.get(name)
        if dimension is None or not dimension.shares or dimension.hhi is None:
            continue
        rows = _values(dimension, found)
        views.append(
            DimensionView(
                name,
                title,
                dimension.hhi,
                dimension.effective_number or 0.0,
                rows,
            )
        )
    return tuple(views)


def _values(dimension: Dimension, found: Links) -> tuple[ValueRow, ...]:
    largest = max(dimension.shares.values(), default=1.0) or 1.0
    rows = []
    for row in rows_of(dimension, words.language(), VALUES):
        first = None if row.first_share is None or math.isnan(row.first_share) else row.first_share
        rows.append(
            ValueRow(
                label=row.label,
                revenue=row.revenue,
                share=row.share,
                of_largest=row.share / largest if row.value is not None else 0.0,
                accounts=row.accounts,
                first=row.first,
                first_url=found.by_name.get(row.first, ""),
                first_share=first,
                status="bad" if (first or 0) >= SERIOUS else "watch" if (first or 0) >= WATCHED else "",
            )
        )
    return tuple(rows)
