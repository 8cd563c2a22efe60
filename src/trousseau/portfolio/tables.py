"""The tables behind the pictures, whole and unrounded, to be exported: each picture's figures are rows of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from trousseau.figures.classes import class_word
from trousseau.method.checkup import Checkup
from trousseau.portfolio import words
from trousseau.portfolio.comparison import Comparison
from trousseau.portfolio.indicators import Row

Cell = str | int | float | Decimal | date | None


@dataclass(frozen=True)
class Table:
    """A table to export; `name` becomes the file's."""

    name: str
    title: str
    headers: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]


def accounts(checkup: Checkup, previous: Mapping[str, Decimal | None]) -> Table:
    """Every account, largest first."""
    return Table(
        "accounts",
        _("Accounts"),
        (
            _("Rank"), _("Code"), _("Account"), _("Group"), _("Revenue"), _("Currency"), _("Share"), _("Cumulative"),
            _("Class"), _("Previous period"), _("Lines"),
        ),
        (
            (
                rank, row.code, row.name, row.group, row.revenue, checkup.base_currency, row.share,
                row.cumulative_share, row.class_, previous.get(row.account), row.lines,
            )
            for rank, row in enumerate(checkup.ranked, 1)
        ),
    )  # fmt: skip


def panel(rows: tuple[Row, ...], checkup: Checkup) -> Table:
    """The indicators."""
    shown = {row.key: row for row in words.shown(rows, checkup, words.language())}
    return Table(
        "panel",
        _("Indicators"),
        (_("Indicator"), _("Value"), _("Before"), _("Reference range"), _("Status"), _("Where the range comes from")),
        (
            (
                shown[row.indicator.key].label,
                row.indicator.value,
                row.before,
                shown[row.indicator.key].reference,
                shown[row.indicator.key].status_word,
                shown[row.indicator.key].source,
            )
            for row in rows
        ),
    )


def pareto(checkup: Checkup) -> Table:
    """The curve, customer by customer."""
    size = checkup.pareto.size
    return Table(
        "pareto",
        _("Pareto curve"),
        (_("Customers"), _("Share of customers"), _("Share of sales")),
        ((k, k / size, float(s)) for k, s in enumerate(checkup.pareto.cumulative_share, 1)),
    )


def dimension(checkup: Checkup, name: str) -> Table | None:
    """The concentration over one dimension; None where the lines do not know it."""
    found = checkup.by_dimension.get(name)
    if found is None or not found.shares:
        return None
    return Table(
        name,
        {"zone": _("By zone"), "division": _("By division"), "currency": _("By currency")}.get(name, _("By family")),
        (
            _("Value"), _("Revenue"), _("Share"), _("Accounts"), _("HHI within"), _("First account"),
            _("Share of the first account"),
        ),
        (
            (
                value or _("not given"),
                found.revenue[value],
                share,
                within.accounts if within else None,
                within.hhi if within else None,
                within.first if within else None,
                within.first_share if within else None,
            )
            for value, share in found.shares.items()
            for within in [found.within.get(value)]
        ),
    )  # fmt: skip


def moves(comparison: Comparison) -> Table:
    """Who moved class, entered or left."""
    kinds = kind_words()
    return Table(
        "moves",
        _("Size A, B or C: who changed"),
        (
            _("Account"),
            _("Movement"),
            _("Class before"),
            _("Class now"),
            _("Revenue before"),
            _("Revenue now"),
            _("Change"),
        ),
        (
            (m.name, kinds[m.kind], m.before, m.after, m.revenue_before, m.revenue_after, m.change)
            for m in comparison.moves
        ),
    )


def shifts(comparison: Comparison) -> Table:
    """Who the rules make something else than before."""
    written = words.language()
    return Table(
        "shifts",
        _("Good or bad: who changed"),
        (_("Account"), _("Class before"), _("Class now"), _("Contribution"), _("Change"), _("Revenue now")),
        (
            (s.name, class_word(s.before, written), class_word(s.after, written), s.contribution, s.change, s.revenue)
            for s in comparison.shifts
        ),
    )


def kind_words() -> dict[str, str]:
    """The kinds of movement in words."""
    return {"up": _("rose"), "down": _("fell"), "entered": _("entered"), "left": _("left")}
