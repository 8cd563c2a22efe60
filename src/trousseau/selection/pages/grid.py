"""The page of the grid: the criteria in force, a director's draft of others, what it would change, the versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.costs.queries import told
from trousseau.figures import selection as said
from trousseau.figures.language import Language
from trousseau.ledger.costs import Costs
from trousseau.ledger.selection import MEASURES
from trousseau.method.criteria import AXES, MOST, Criterion, Grid, GridError, anchors_of
from trousseau.portfolio import words
from trousseau.portfolio.queries.source import Asked, usual
from trousseau.selection.charts.value import value_function
from trousseau.selection.models import GridVersion
from trousseau.selection.pages.fields import figure_field, number_field, percent_measure
from trousseau.selection.pages.words import criterion_name, figure_text
from trousseau.selection.queries import grids
from trousseau.selection.queries.ranking import found as candidates
from trousseau.selection.queries.ranking import grid_of, ranking

ANCHORS = 4
"""Anchors of a value function that the form has room for."""


@dataclass(frozen=True)
class Anchor:
    """One anchor as its two fields hold it."""

    figure: str
    points: str


@dataclass(frozen=True)
class CriterionRow:
    """A criterion as the page shows it, or as its fields hold it."""

    at: int
    name: str
    own_name: str
    key: str
    axis: str
    axis_word: str
    measure: str
    weight: str
    """As the field holds it."""
    share: str
    """Of all weights."""
    anchors: tuple[Anchor, ...]
    unit: str
    says: str
    """The value function in words."""
    drawn: SafeString
    """The value function on the portfolio's distribution."""
    known: int


@dataclass(frozen=True)
class Move:
    """An account that would enter the list or leave it."""

    name: str
    rank_before: str
    rank_after: str


@dataclass(frozen=True)
class Preview:
    """What a draft would change."""

    entered: tuple[Move, ...]
    left: tuple[Move, ...]
    sentence: str


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
    measures: tuple[tuple[str, str], ...]
    axes: tuple[tuple[str, str], ...]
    preview: Preview | None
    versions: QuerySet[GridVersion]
    finding: str
    problem: str
    may_edit: bool
    outdated: bool
    """Whether another version was published since the draft began."""


def page(user: User, asked: Asked | None, *, edit: bool = False, problem: str = "") -> GridPage:
    """The grid in force, or the draft of a director who works on one."""
    language, costs, now = words.language(), told(), grids.in_force()
    may_edit = may(user, "edit_grid")
    draft = grids.draft_of(user) if may_edit else None
    current = grid_of(asked, now.grid, costs) if asked else now.grid or Grid((), 20, 10.0)
    shown = grids.read(draft.grid) if draft else current
    rows = _rows(shown, asked, costs)
    return GridPage(
        asked=asked,
        now=now,
        grid=shown,
        editing=may_edit and (edit or draft is not None) and asked is not None,
        rows=rows,
        blank=len(rows) if len(rows) < MOST else None,
        capacity=str(shown.capacity),
        points=number_field(shown.points, language),
        measures=tuple((key, said.criterion_word(key, language)) for key, one in MEASURES.items() if not one.told),
        axes=tuple((axis, said.axis_word(axis, language)) for axis in AXES),
        preview=_preview(asked, current, shown, costs, language) if draft and asked else None,
        versions=grids.versions(),
        finding=_finding(shown, language),
        problem=problem,
        may_edit=may_edit,
        outdated=draft is not None and draft.based_on != now.number,
    )


def read_draft(given: Mapping[str, str], asked: Asked) -> Grid:
    """The grid of the form's fields; one that is ticked as dropped is taken out.

    A computed criterion without anchors is valued on the portfolio at hand.

    Raises:
        GridError: what was wrong, and where.
    """
    language = words.language()
    criteria = []
    for at in range(MOST):
        measure = given.get(f"measure-{at}", "")
        if not measure or given.get(f"drop-{at}"):
            continue
        criteria.append(_read(given, at, measure, asked, language))
    keys = [one["key"] for one in criteria]
    for one in criteria:
        if keys.count(one["key"]) > 1:
            raise GridError("grid_key_twice", criterion=said.criterion_word(one["key"], language))
    capacity = figure_field(given.get("capacity", ""), language)
    points = figure_field(given.get("points", ""), language)
    said_grid = {"criteria": criteria, "capacity": capacity, "points": points}
    return Grid.read(said_grid, list(MEASURES))


def _read(given: Mapping[str, str], at: int, measure: str, asked: Asked, language: Language) -> dict[str, Any]:
    anchors = []
    for place in range(ANCHORS):
        figure, points = given.get(f"figure-{at}-{place}", "").strip(), given.get(f"points-{at}-{place}", "").strip()
        if figure or points:
            worth = figure_field(figure, language)
            if isinstance(worth, float) and percent_measure(measure):
                worth /= 100.0
            anchors.append([worth, figure_field(points, language)])
    if measure not in MEASURES:
        raise GridError("grid_measure", criterion=measure, value=measure, known=", ".join(MEASURES))
    if not anchors or given.get(f"was-{at}", measure) != measure:
        figures = candidates(asked, Grid((Criterion(measure, AXES[0], 1.0, (), measure),), 1, 0.0)).values[measure]
        anchors = [list(pair) for pair in anchors_of(figures, more_is_better=MEASURES[measure].more_is_better)]
    return {
        "key": measure,
        "measure": measure,
        "axis": given.get(f"axis-{at}", ""),
        "weight": figure_field(given.get(f"weight-{at}", ""), language),
        "anchors": anchors,
        "name": given.get(f"name-{at}", "")[:60],
    }


def _rows(grid: Grid, asked: Asked | None, costs: Costs) -> tuple[CriterionRow, ...]:
    """The criteria of a grid on a portfolio; without one, without their drawings."""
    language = words.language()
    known = candidates(asked, grid, costs).values if asked else {}
    rows = []
    for at, one in enumerate(grid.criteria):
        figures, percent = known.get(one.measure, np.empty(0)), percent_measure(one.measure)
        money = asked is not None and one.measure in MEASURES and MEASURES[one.measure].unit == "money"
        anchors = [(figure * 100.0 if percent else figure, points) for figure, points in one.anchors]
        fields = [Anchor(number_field(figure, language), number_field(points, language)) for figure, points in anchors]
        rows.append(
            CriterionRow(
                at=at,
                name=criterion_name(one, language),
                own_name=one.name,
                key=one.key,
                axis=one.axis,
                axis_word=said.axis_word(one.axis, language),
                measure=one.measure,
                weight=number_field(one.weight, language),
                share=language.percent(float(grid.weights[at]), 1),
                anchors=(*fields, *[Anchor("", "")] * max(0, ANCHORS - len(fields))),
                unit="%" if percent else (asked.facts.base or "") if asked and money else "",
                says=_says(one, asked, language),
                drawn=value_function(figures, one.anchors),
                known=int(np.count_nonzero(np.isfinite(figures))),
            )
        )
    return tuple(rows)


def _says(one: Criterion, asked: Asked | None, language: Language) -> str:
    if asked is None or one.judged:
        return ""
    return language.listed(
        [
            _("{points} points at {figure}").format(
                points=language.number(points, 0), figure=figure_text(one.measure, figure, asked, language)
            )
            for figure, points in one.anchors
        ]
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


def _preview(asked: Asked, before: Grid, after: Grid, costs: Costs, language: Language) -> Preview:
    old, new = (ranking(asked, grid, costs) for grid in (before, after))
    was = {account: int(old.rank[at]) for at, account in enumerate(old.accounts)}
    now = {account: int(new.rank[at]) for at, account in enumerate(new.accounts)}
    name = dict(zip(new.accounts, new.names, strict=True))
    entered = [a for a in now if now[a] <= after.capacity and was.get(a, before.capacity + 1) > before.capacity]
    left = [a for a in was if was[a] <= before.capacity and now.get(a, after.capacity + 1) > after.capacity]
    entered.sort(key=now.__getitem__)
    left.sort(key=was.__getitem__)

    def move(account: str) -> Move:
        ranks = (found.get(account) for found in (was, now))
        return Move(name.get(account, account), *(language.number(rank) if rank else "–" for rank in ranks))

    return Preview(tuple(map(move, entered)), tuple(map(move, left)), said.moves(len(entered), len(left), language))


@dataclass(frozen=True)
class VersionPage:
    """A grid as it was published."""

    version: GridVersion
    grid: Grid
    rows: tuple[CriterionRow, ...]
    sentence: str


def version_page(user: User, version: GridVersion) -> VersionPage:
    """A version on the portfolio that someone sees now."""
    language, costs, asked = words.language(), told(), usual(user)
    grid = grids.read(version.grid)
    rows = _rows(grid, asked, costs)
    entered, left = (len(version.moves.get(name, [])) for name in ("entered", "left"))
    return VersionPage(version, grid, rows, said.moves(entered, left, language))
