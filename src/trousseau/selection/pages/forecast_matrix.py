"""The forecast matrix: where accounts stand on the two axes of the grid today, and where they would in three years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from trousseau.costs.queries import serving
from trousseau.figures import selection as said
from trousseau.figures.language import Language
from trousseau.ledger import answers
from trousseau.ledger.selection.tomorrow import Listed
from trousseau.ledger.selection.tomorrow_axes import Positions, positions
from trousseau.method.arrays import Floats
from trousseau.method.criteria import Axis
from trousseau.portfolio.queries.source import Asked
from trousseau.selection.charts.forecast import Arrow, Mark, matrix
from trousseau.selection.queries import grids, judgements
from trousseau.selection.queries.ranking import found, grid_of

DRAWN = 8
"""Arrows of tomorrow's accounts."""
KEYS = 20
"""Arrows of today's key accounts."""
TODAY = "key"
"""The wish to see where today's key accounts will stand."""


def placed(asked: Asked, who: Listed) -> Positions:
    """Both axes of everyone in the ranking, today and in three years."""
    year = asked.over(answers.window(asked.facts, "r12"))
    costs = serving()
    grid = grid_of(year, grids.in_force().grid, costs)
    levels = judgements.agreed() if any(one.judged for one in grid.criteria) else {}
    return positions(found(year, grid, costs), grid, who.seen, levels)


def drawn(asked: Asked, who: Listed, wish: str, language: Language) -> tuple[tuple[Arrow, ...], tuple[Mark, ...]]:
    """Arrows of the first of tomorrow's accounts, today's key accounts beside them as dots; or arrows of those."""
    where = placed(asked, who)
    index = {account: at for at, account in enumerate(where.accounts)}
    names, accounts, now = who.seen.paths.names, who.seen.paths.accounts, who.seen.forecast.now
    keys = np.flatnonzero(who.seen.key)
    keys = keys[np.argsort(-np.nan_to_num(now[keys]), kind="stable")]
    arrows = []
    for at in (keys[:KEYS] if wish == TODAY else who.order[:DRAWN]).tolist():
        place = index.get(accounts[at])
        points = {} if place is None else {name: _point(one, place) for name, one in _sides(where).items()}
        if points and not any(np.isnan(number) for point in points.values() for number in point):
            amounts = [language.short_amount(float(one[at]), asked.facts.base) for one in (now, who.expected)]
            arrows.append(Arrow(names[at], **points, says=f"{names[at]}: {amounts[0]} → {amounts[1]}"))
    if wish == TODAY:
        return tuple(arrows), ()
    marks = (Mark(names[at], _point(where.now, index[accounts[at]])) for at in keys.tolist() if accounts[at] in index)
    return tuple(arrows), tuple(mark for mark in marks if not any(np.isnan(number) for number in mark.now))


def option(arrows: Sequence[Arrow], marks: Sequence[Mark], language: Language) -> dict[str, Any]:
    """The picture."""
    labels = {axis: said.axis_word(axis, language) for axis in ("attractiveness", "strength")}
    return matrix(arrows, marks, labels)


def everyone(asked: Asked, who: Listed) -> Iterator[tuple[str | float | None, ...]]:
    """Each account with its sales and its positions, today and in three years, largest first."""
    where, made, paths = placed(asked, who), who.seen.forecast, who.seen.paths
    index = {account: at for at, account in enumerate(where.accounts)}
    for at in np.argsort(-np.nan_to_num(made.now), kind="stable").tolist():
        place = index.get(paths.accounts[at])
        ahead = (one[at, year] for year in range(made.middle.shape[1]) for one in (made.low, made.middle, made.high))
        axes = [] if place is None else [one[axis][place] for axis in _AXES for one in _sides(where).values()]
        figures = [made.now[at], *ahead, *axes]
        yield (paths.accounts[at], paths.names[at], *(None if np.isnan(one) else float(one) for one in figures))


_AXES: tuple[Axis, ...] = ("attractiveness", "strength")


def _sides(where: Positions) -> dict[str, Mapping[Axis, Floats]]:
    return {"now": where.now, "then": where.then, "low": where.low, "high": where.high}


def _point(axes: Mapping[Axis, Floats], place: int) -> tuple[float, float]:
    return float(axes["strength"][place]), float(axes["attractiveness"][place])
