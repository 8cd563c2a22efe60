"""The tables behind good and bad customers, whole and unrounded, to be exported."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from trousseau.figures.budgets import measure_word, note
from trousseau.figures.classes import class_word, part_label
from trousseau.ledger.classes import ORDER, Judged, Mover
from trousseau.ledger.costs.budgets import Kept
from trousseau.ledger.segments import Crossing
from trousseau.ledger.whale import Curve, reasons
from trousseau.method.classes import NAMES, UNKNOWN
from trousseau.portfolio import words
from trousseau.portfolio.pages.contributions import why
from trousseau.portfolio.pages.segments import label_of
from trousseau.portfolio.queries.classes import standing_at
from trousseau.portfolio.tables import Cell, Table


def contributions(found: Judged, currency: str | None) -> Table:
    """Every customer with what it leaves, its class and why; parts of the cost in a column each."""
    names = sorted({name for row in found.measures.rows for name in row.parts})
    written = words.language()
    return Table(
        "contributions",
        _("Good and bad customers"),
        (
            _("Account"), _("Name"), _("Group"), _("Revenue"), _("Currency"), _("Sales with known cost"), _("Margin"),
            _("Cost to serve"), _("Contribution"), _("Contribution rate"), _("Class"), _("Why"),
            *(part_label(name, written) for name in names),
        ),
        _contributions(found, currency, names),
    )  # fmt: skip


def _contributions(found: Judged, currency: str | None, names: list[str]) -> Iterator[tuple[Cell, ...]]:
    written = words.language()
    for at, row in enumerate(found.measures.rows):
        standing = standing_at(found, at)
        yield (
            row.account, row.name, row.group, row.revenue, currency, row.costed, row.margin, row.serving,
            row.contribution, standing.rate, class_word(standing.class_, written),
            why(standing, found, written, currency), *(row.parts.get(name) for name in names),
        )  # fmt: skip


def whale(curve: Curve) -> Table:
    """The curve, customer by customer; those beside it have no place."""
    return Table(
        "whale",
        _("Whale curve"),
        (_("Rank"), _("Account"), _("Name"), _("Revenue"), _("Contribution"), _("Cumulative contribution")),
        (
            *(
                (rank, row.account, row.name, row.revenue, row.contribution, so_far)
                for rank, (row, so_far) in enumerate(zip(curve.rows, curve.cumulative, strict=True), 1)
            ),
            *((None, row.account, row.name, row.revenue, None, None) for row in curve.unknown),
        ),
    )


def tail(curve: Curve) -> Table:
    """Who takes back, and each part of the cost against the usual."""
    written = words.language()
    said = reasons(curve.tail, curve.rows)
    return Table(
        "tail",
        _("Who takes back, and why"),
        (
            _("Account"), _("Name"), _("Revenue"), _("Contribution"), _("Part"), _("Amount"), _("Of its sales"),
            _("Usual"), _("More than usual"),
        ),
        (
            (
                row.account, row.name, row.revenue, row.contribution, part_label(part.name, written), part.amount,
                part.rate, part.usual, part.excess,
            )
            for row in curve.tail
            for part in said.get(row.account, ())
        ),
    )  # fmt: skip


def budgets(kept: tuple[Kept, ...]) -> Table:
    """Every budget of the period with what was done."""
    written = words.language()
    return Table(
        "budgets",
        _("Budget"),
        (
            _("Division"), _("Account"), _("Name"), pgettext("a budget of", "Of"), _("Planned"), _("Actual"),
            _("Deviation"), _("Share of the period"), _("Remark"),
        ),
        (
            (
                one.planned.division, one.planned.account, one.name, measure_word(one.planned.measure, written),
                one.planned.amount, one.actual, one.deviation, one.planned.covered, note(one, written),
            )
            for one in kept
        ),
    )  # fmt: skip


def segments(crossing: Crossing, title: str) -> Table:
    """A segmentation against the classes: a row a segment and class."""
    written = words.language()
    return Table(
        "segments",
        title[:31],
        (_("Segment"), _("Class"), _("Customers"), _("Revenue"), _("Contribution")),
        (
            (
                label_of(row.name), class_word(NAMES[code], written), row.cells[code].accounts,
                row.cells[code].revenue, row.cells[code].contribution if code != UNKNOWN else None,
            )
            for row in crossing.rows
            for code in ORDER
            if code in row.cells
        ),
    )  # fmt: skip


def moved(movers: tuple[Mover, ...]) -> Table:
    """Who is of another class."""
    written = words.language()
    return Table(
        "moved",
        _("Good or bad: who changed"),
        (_("Account"), _("Name"), _("Before"), _("Now"), _("Revenue"), _("Contribution")),
        (
            (m.account, m.name, class_word(m.before, written), class_word(m.after, written), m.revenue, m.contribution)
            for m in movers
        ),
    )
