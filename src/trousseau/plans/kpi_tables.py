"""Indicators and their readings as tables to export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from trousseau.access.models import User
from trousseau.figures.export import Cell
from trousseau.plans import formulas
from trousseau.plans.corridor import corridor
from trousseau.plans.models import Kpi, Rhythm, Unit
from trousseau.plans.pages import kpi_words
from trousseau.plans.pages.kpis import SOURCE_WORDS, rows
from trousseau.plans.queries import kpis as queries
from trousseau.plans.queries.kpis import Ask
from trousseau.portfolio.words import language as spoken


@dataclass(frozen=True)
class Table:
    """A table to export: the name of its file, its heads, its rows."""

    name: str
    heads: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]


def board(user: User, ask: Ask) -> Table:
    """The indicators an address asks for, whole."""
    heads = (
        _("Account"), _("Code"), _("Indicator"), pgettext("an indicator", "Owner"), _("Source"), _("Formula"),
        _("Unit"), _("Rhythm"),
        _("Baseline"), _("Day of the baseline"), _("Target"), _("Day of the target"), _("Last reading"), _("Read on"),
        _("Expected"), _("State"), _("Way gone"), _("Visible to the client"),
    )  # fmt: skip
    return Table(_("indicators"), heads, _rows(queries.matching(user, ask).iterator(chunk_size=500)))


def _rows(found: Iterable[Kpi]) -> Iterator[tuple[Cell, ...]]:
    language = spoken()
    for kpi in found:
        standing = getattr(kpi, "standing", None)
        account = kpi.plan.account
        (row,) = rows([kpi], language)
        yield (
            account.name, account.code, kpi.name, str(kpi.owner) if kpi.owner else None,
            str(SOURCE_WORDS[kpi.source]), formulas.sentence(kpi.source, kpi.formula, language),
            str(Unit(kpi.unit).label), str(Rhythm(kpi.rhythm).label), kpi.baseline, kpi.baseline_on, kpi.target,
            kpi.target_on, standing.value if standing else None, standing.on if standing else None,
            standing.expected if standing else None, row.mark.words, standing.attained if standing else None,
            _("yes") if kpi.shared else _("no"),
        )  # fmt: skip


def readings(kpi: Kpi) -> Table:
    """The readings of an indicator with its path."""
    heads = (
        _("Day"), _("Reading"), _("Expected"), _("Corridor from"), _("Corridor to"), _("Sales ledger, version"),
        _("Entered by"), _("Note"),
    )  # fmt: skip
    return Table(f"{kpi.name[:60]}", heads, _readings(kpi))


def _readings(kpi: Kpi) -> Iterator[tuple[Cell, ...]]:
    path, language = corridor(kpi), spoken()
    for one in kpi.readings.select_related("entered_by"):
        bounds = path.bounds(one.on) if path is not None else None
        note = one.note if one.entered_by_id else kpi_words.why(one.note, language) if one.note else ""
        yield (
            one.on, one.value, path.expected(one.on) if path is not None else None, *(bounds or (None, None)),
            one.ledger_version, str(one.entered_by) if one.entered_by else None, note or None,
        )  # fmt: skip
