"""Where each account stands under a grid today, and where it would stand with the sales that are forecast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from trousseau.ledger.selection.measures import Candidates
from trousseau.ledger.selection.ranking import Range, points_of
from trousseau.ledger.selection.tomorrow import Tomorrow
from trousseau.method.arrays import Floats
from trousseau.method.criteria import AXES, Axis, Grid
from trousseau.method.grid import composite

SCALING = ("revenue", "contribution", "margin", "share_of_wallet", "expected_orders")
"""Measures that are taken to move as sales do; the others stay, but growth and years as a customer."""


@dataclass(frozen=True, eq=False)
class Positions:
    """Both axes of each candidate, 0 to 100: today, and in three years at the middle and the ends of the forecast.

    A criterion that is not known counts as the middle of what it can be.
    """

    accounts: tuple[str, ...]
    now: Mapping[Axis, Floats]
    then: Mapping[Axis, Floats]
    low: Mapping[Axis, Floats]
    high: Mapping[Axis, Floats]


def positions(
    found: Candidates, grid: Grid, seen: Tomorrow, levels: Mapping[str, Mapping[str, Range]] | None = None
) -> Positions:
    """The positions of the candidates of a grid; NaN in the future for those whose future is not known."""
    made = seen.forecast
    index = seen.paths.index
    at = np.asarray([index.get(account, -1) for account in found.accounts], dtype=np.intp)
    years = made.middle.shape[1]
    with np.errstate(invalid="ignore", divide="ignore"):
        slowed = made.middle[:, -1] / made.middle[:, -2] - 1.0 if years > 1 else made.growth.rate

    def aligned(column: Floats) -> Floats:
        return np.where(at >= 0, column[at], np.nan) if len(column) else np.full(len(at), np.nan)

    def moved(sales: Floats) -> Mapping[Axis, Floats]:
        with np.errstate(invalid="ignore", divide="ignore"):
            ratio = aligned(sales / made.now)
        values = {name: one * ratio if name in SCALING else one for name, one in found.values.items()}
        if "growth" in values:
            values["growth"] = aligned(slowed)
        if "tenure" in values:
            values["tenure"] = values["tenure"] + years
        gone = np.isnan(ratio)
        return {
            axis: np.where(gone, np.nan, one)
            for axis, one in _axes(replace(found, values=values), grid, levels).items()
        }

    return Positions(
        accounts=tuple(found.accounts),
        now=_axes(found, grid, levels),
        then=moved(made.middle[:, -1]),
        low=moved(made.low[:, -1]),
        high=moved(made.high[:, -1]),
    )


def _axes(found: Candidates, grid: Grid, levels: Mapping[str, Mapping[str, Range]] | None) -> Mapping[Axis, Floats]:
    ends = [points_of(one, found, (levels or {}).get(one.key, {})) for one in grid.criteria]
    points = np.column_stack([(least + most) / 2.0 for least, most in ends])
    return {axis: composite(points[:, grid.on(axis)], grid.weights[grid.on(axis)]) for axis in AXES}
