"""The concentration over a dimension as rows to show, the same in the report, the terminal and the pages."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from trousseau.figures.language import Language
from trousseau.method.checkup import Dimension

MOST = 12
"""Rows shown of one dimension; the others are added up in a last one."""


@dataclass(frozen=True)
class DimensionRow:
    """One value of a dimension: its part of the sales, and the account it hangs on most."""

    value: str | None
    """The value itself, "" where lines give none; None for the row of all others."""
    label: str
    revenue: Decimal
    share: float
    accounts: int | None
    first: str
    first_share: float | None
    hhi: float | None


def title_of(name: str, language: Language) -> str:
    """The title of a dimension's section."""
    titles = {
        "zone": language.text("Concentration by zone"),
        "division": language.text("Concentration by division"),
        "currency": language.text("Concentration by currency"),
        "family": language.text("Concentration by product family"),
    }
    return titles.get(name, name)


def heading_of(name: str, language: Language) -> str:
    """The name of a dimension, as the heading of its column."""
    headings = {
        "zone": language.text("Zone"),
        "division": language.text("Division"),
        "currency": language.text("Currency"),
        "family": language.text("Product family"),
    }
    return headings.get(name, name)


def label_of(value: str, language: Language) -> str:
    """A value as it is shown; lines that give none are “not given”."""
    return value or language.text("not given")


def rows_of(dimension: Dimension, language: Language, most: int = MOST) -> tuple[DimensionRow, ...]:
    """The values, largest first, the smallest ones together in one row when there are many."""
    names = list(dimension.shares)
    shown = names if len(names) <= most else names[: most - 1]
    rows = []
    for name in shown:
        inside = dimension.within.get(name)
        rows.append(
            DimensionRow(
                value=name,
                label=label_of(name, language),
                revenue=dimension.revenue[name],
                share=dimension.shares[name],
                accounts=inside.accounts if inside else None,
                first=inside.first if inside else "",
                first_share=inside.first_share if inside else None,
                hhi=inside.hhi if inside else None,
            )
        )
    if rest := names[len(shown) :]:
        rows.append(
            DimensionRow(
                value=None,
                label=language.plural("{n} other", "{n} others", len(rest)),
                revenue=sum((dimension.revenue[name] for name in rest), Decimal(0)),
                share=sum(dimension.shares[name] for name in rest),
                accounts=None,
                first="",
                first_share=None,
                hhi=None,
            )
        )
    return tuple(rows)
