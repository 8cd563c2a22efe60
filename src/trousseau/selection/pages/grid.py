"""The page of the grid: the criteria in force, a director's draft of others, what it would change, the versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.costs.queries import serving
from trousseau.figures import selection as said
from trousseau.figures.language import Language
from trousseau.figures.typed import written
from trousseau.ledger.costs import Costs
from trousseau.ledger.selection import MEASURES
from trousseau.method.criteria import AXES, MOST, Grid
from trousseau.method.criteria import JUDGED as READY
from trousseau.portfolio import words
from trousseau.portfolio.queries.source import Asked, usual
from trousseau.selection.models import GridVersion
from trousseau.selection.pages.criteria import CriterionRow, rows
from trousseau.selection.pages.draft import JUDGED, OWN, PRESETS, as_typed
from trousseau.selection.pages.moves import Moves, moves
from trousseau.selection.pages.words import criterion_name
from trousseau.selection.queries import grids
from trousseau.selection.queries.ranking import grid_of, ranking


@dataclass(frozen=True)
class GridPage:
    """All that the template shows."""

    asked: Asked | None
    now: grids.InForce
    grid: Grid
    editing: bool
    rows: tuple[CriterionRow, ...]
    blank: int | None
    """The place of a further criterion in the form; None where there are eight."""
    capacity: str
    points: str
    choices: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    """What a criterion can be, computed and judged: heading, then what the select holds and its word."""
    presets: tuple[tuple[str, str | Promise], ...]
    axes: tuple[tuple[str, str], ...]
    preview: Moves | None
    versions: QuerySet[GridVersion]
    finding: str
    problem: str
    may_edit: bool
    outdated: bool
    """Whether another version was published since the draft began."""


def page(
    user: User,
    asked: Asked | None,
    *,
    edit: bool = False,
    problem: str = "",
    typed: Mapping[str, str] | None = None,
) -> GridPage:
    """The grid in force, or the draft of a director who works on one; `typed`: what was refused, to be mended."""
    language, costs, now = words.language(), serving(), grids.in_force()
    may_edit = may(user, "edit_grid")
    draft = grids.draft_of(user) if may_edit else None
    current = grid_of(asked, now.grid, costs) if asked else now.grid or Grid((), 20, 10.0)
    shown = grids.read(draft.grid) if draft else current
    shown_rows = rows(shown, asked, costs)
    if typed is not None:
        shown_rows = as_typed(typed, shown_rows)
    return GridPage(
        asked=asked,
        now=now,
        grid=shown,
        editing=may_edit and (edit or draft is not None) and asked is not None,
        rows=shown_rows,
        blank=len(shown_rows) if len(shown_rows) < MOST else None,
        capacity=(typed or {}).get("capacity", str(shown.capacity)),
        points=(typed or {}).get("points", written(shown.points, language)),
        choices=_choices(language),
        presets=PRESETS,
        axes=tuple((axis, said.axis_word(axis, language)) for axis in AXES),
        preview=_preview(asked, current, shown, costs) if draft and asked else None,
        versions=grids.versions(),
        finding=_finding(shown, language),
        problem=problem,
        may_edit=may_edit,
        outdated=draft is not None and draft.based_on != now.number,
    )


def _preview(asked: Asked, current: Grid, shown: Grid, costs: Costs) -> Moves:
    return moves(ranking(asked, current, costs), ranking(asked, shown, costs), words.language())


def _choices(language: Language) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """What a criterion can be."""
    computed, told_of = (
        tuple((key, said.criterion_word(key, language)) for key, one in MEASURES.items() if one.told == by_people)
        for by_people in (False, True)
    )
    judged = [(f"{JUDGED}{key}", said.criterion_word(key, language)) for key in READY]
    return (
        (_("Computed from the sales lines"), computed),
        (_("Told by people"), told_of),
        (_("Judged on five levels"), (*judged, (OWN, _("a judgement of your own")))),
    )


def _finding(grid: Grid, language: Language) -> str:
    if not grid.criteria:
        return _("The grid of criteria, once there are sales lines to value it on.")
    first = max(range(len(grid.criteria)), key=lambda at: float(grid.weights[at]))
    return _("{count} criteria for the whole company; the heaviest is “{first}”, {share}.").format(
        count=language.number(len(grid.criteria)),
        first=criterion_name(grid.criteria[first], language),
        share=language.percent(float(grid.weights[first]), 0),
    )


@dataclass(frozen=True)
class VersionPage:
    """A grid as it was published."""

    version: GridVersion
    grid: Grid
    rows: tuple[CriterionRow, ...]
    sentence: str


def version_page(user: User, version: GridVersion) -> VersionPage:
    """A version on the portfolio that someone sees now."""
    language, costs, asked = words.language(), serving(), usual(user)
    grid = grids.read(version.grid)
    entered, left = (len(version.moves.get(name, [])) for name in ("entered", "left"))
    return VersionPage(version, grid, rows(grid, asked, costs), said.moves(entered, left, language))
