"""The written grid: three to eight criteria on two axes, the same for the whole company, as JSON.

Grid.read({"criteria": [{"key": "contribution", "axis": "attractiveness", "weight": 25, "anchors": [[0, 0], [9, 100]]},
           {"key": "relationship", "axis": "strength", "weight": 15, "levels": ["exploratory", "basic", …]}, …],
           "capacity": 20, "points": 13})
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, Self, cast

import numpy as np

from trousseau.method.arrays import Floats
from trousseau.method.grid import normalised

Axis = Literal["attractiveness", "strength"]
AXES: tuple[Axis, ...] = ("attractiveness", "strength")
FEWEST, MOST = 3, 8
SCALE = (0.0, 100.0)
"""Scores go from 0 to 100 points."""
LEVELS = 5
"""The anchored levels of a judged criterion: 1 is worth 0 points, 5 is worth 100."""
JUDGED = ("relationship", "culture", "history", "stake")
"""Judged criteria that are ready, their levels in words of each language; others a company writes itself.

The stages of a relationship are those of A. F. Millman & K. J. Wilson, 1995: exploratory, basic, cooperative,
interdependent, integrated.
"""
CAPACITY, POINTS = 20, 10.0


class GridError(ValueError):
    """A grid that means nothing; with the codes come `criterion` (its key), `field` and `value`.

    `grid_form`, `grid_count` (count, fewest, most), `grid_key`, `grid_key_twice`, `grid_axis`, `grid_axes` (one axis
    has no criterion), `grid_weight`, `grid_weights` (all are 0), `grid_measure` (known), `grid_anchors`,
    `grid_levels`, `grid_capacity`, `grid_points`.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Criterion:
    """One thing accounts are compared by: computed through a value function, or judged on five levels."""

    key: str
    axis: Axis
    weight: float
    """As given: percents, points of swing or parts alike."""
    anchors: tuple[tuple[float, float], ...] = ()
    """(figure, points) of the value function of a computed criterion, by figure."""
    measure: str = ""
    """What the figures of a computed criterion are."""
    levels: tuple[str, ...] = ()
    """What 1, 2 … 5 mean, of a judged criterion; "" where the company wrote nothing."""
    name: str = ""
    """What the company calls it; "" leaves the words to the language."""

    @property
    def judged(self) -> bool:
        """Whether people judge it; else it is computed."""
        return not self.measure


@dataclass(frozen=True)
class Grid:
    """A grid as it may be published: equal grids rank equally."""

    criteria: tuple[Criterion, ...]
    capacity: int
    """How many key accounts the company can serve."""
    points: float
    """How many points of a hundred each weight may be from the published one where weights are put in question."""

    @classmethod
    def read(cls, said: object, measures: Sequence[str] | None = None) -> Self:
        """A grid from JSON, as `as_json` writes it. `measures` are those that can be computed; None: any.

        Raises:
            GridError: what was wrong, and where.
        """
        if not isinstance(said, Mapping) or not isinstance(said.get("criteria"), Sequence):
            raise GridError("grid_form")
        given = said["criteria"]
        if not FEWEST <= len(given) <= MOST or isinstance(given, str):
            raise GridError("grid_count", count=len(given), fewest=FEWEST, most=MOST)
        criteria = tuple(_criterion(one, measures) for one in given)
        keys = [one.key for one in criteria]
        for key in keys:
            if keys.count(key) > 1:
                raise GridError("grid_key_twice", criterion=key)
        if not any(one.weight for one in criteria):
            raise GridError("grid_weights")
        for axis in AXES:
            if not any(one.axis == axis and one.weight for one in criteria):
                raise GridError("grid_axes", axis=axis)
        capacity = _number(said.get("capacity", CAPACITY), "grid_capacity")
        if capacity < 1 or capacity != int(capacity):
            raise GridError("grid_capacity", value=capacity)
        points = _number(said.get("points", POINTS), "grid_points")
        if not 0.0 <= points <= 100.0:
            raise GridError("grid_points", value=points)
        return cls(criteria, int(capacity), points)

    def as_json(self) -> dict[str, Any]:
        """The grid as it is kept and exported."""
        return {
            "criteria": [_as_json(one) for one in self.criteria],
            "capacity": self.capacity,
            "points": self.points,
        }

    @cached_property
    def weights(self) -> Floats:
        """The weights as shares that add up to 1, in the order of the criteria."""
        return normalised([one.weight for one in self.criteria])

    def on(self, axis: Axis) -> list[int]:
        """Which criteria are on an axis."""
        return [at for at, one in enumerate(self.criteria) if one.axis == axis]


def level_points(level: float) -> float:
    """What a level of 1 to 5 is worth: 0, 25, 50, 75, 100 points, and in between for a consensus between two.

    Raises:
        ValueError: a level outside 1 to 5.
    """
    if not 1.0 <= level <= LEVELS:
        raise ValueError(f"a level lies between 1 and {LEVELS}, got {level}")
    return SCALE[1] * (level - 1.0) / (LEVELS - 1.0)


def anchors_of(figures: Floats, *, more_is_better: bool = True) -> tuple[tuple[float, float], ...]:
    """A first value function on the real portfolio: 0 points at its 5th percentile, 50 at the median, 100 at the 95th.

    They are rounded to a hundredth of the spread, as people write such figures. Where percentiles coincide fewer
    anchors are left; where nothing varies, one unit more is worth everything.
    """
    known = figures[np.isfinite(figures)]
    marks = _plain(np.quantile(known, (0.05, 0.5, 0.95)).tolist()) if len(known) else [0.0, 0.5, 1.0]
    points = dict(zip(marks, (0.0, 50.0, 100.0) if more_is_better else (100.0, 50.0, 0.0), strict=True))
    if len(points) < 2:
        start = marks[0]
        points = {start: 0.0, start + 1.0: 100.0} if more_is_better else {start: 100.0, start + 1.0: 0.0}
    return tuple(sorted(points.items()))


def _plain(marks: list[float]) -> list[float]:
    """Marks rounded to a hundredth of the power of ten below their spread."""
    spread = marks[-1] - marks[0]
    if not spread > max(abs(mark) for mark in marks) * 1e-9:
        return [marks[1]] * len(marks)
    digits = 2 - math.floor(math.log10(spread))
    return [round(mark, digits) for mark in marks]


def _criterion(said: object, measures: Sequence[str] | None) -> Criterion:
    if not isinstance(said, Mapping):
        raise GridError("grid_form")
    key = said.get("key")
    if not isinstance(key, str) or not key.strip():
        raise GridError("grid_key", value=str(key))
    axis = said.get("axis")
    if axis not in AXES:
        raise GridError("grid_axis", criterion=key, value=str(axis), axes=", ".join(AXES))
    weight = _number(said.get("weight"), "grid_weight", key)
    if weight < 0.0:
        raise GridError("grid_weight", criterion=key, value=weight)
    name = str(said.get("name", "")).strip()
    if "levels" in said:
        return Criterion(key, cast("Axis", axis), weight, levels=_levels(said["levels"], key), name=name)
    measure = said.get("measure", key)
    if not isinstance(measure, str) or (measures is not None and measure not in measures):
        raise GridError("grid_measure", criterion=key, value=str(measure), known=", ".join(measures or ()))
    return Criterion(key, cast("Axis", axis), weight, _anchors(said.get("anchors"), key), measure, name=name)


def _levels(said: object, key: str) -> tuple[str, ...]:
    if not isinstance(said, Sequence) or isinstance(said, str) or len(said) != LEVELS:
        raise GridError("grid_levels", criterion=key, count=LEVELS)
    return tuple(str(one).strip() for one in said)


def _anchors(said: object, key: str) -> tuple[tuple[float, float], ...]:
    """By figure, figures apart, points within the scale."""
    if not isinstance(said, Sequence) or isinstance(said, str) or len(said) < 2:
        raise GridError("grid_anchors", criterion=key, value=said)
    points = []
    for one in said:
        if not isinstance(one, Sequence) or isinstance(one, str) or len(one) != 2:
            raise GridError("grid_anchors", criterion=key, value=one)
        points.append((_number(one[0], "grid_anchors", key), _number(one[1], "grid_anchors", key)))
    points.sort()
    for (figure, score), after in zip(points, [*points[1:], (math.inf, 0.0)], strict=True):
        if figure == after[0] or not SCALE[0] <= score <= SCALE[1]:
            raise GridError("grid_anchors", criterion=key, value=[figure, score])
    return tuple(points)


def _number(value: object, code: str, criterion: str = "") -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise GridError(code, criterion=criterion, value=value)
    return float(value)


def _as_json(one: Criterion) -> dict[str, Any]:
    said: dict[str, Any] = {"key": one.key, "axis": one.axis, "weight": one.weight}
    if one.name:
        said["name"] = one.name
    if one.judged:
        said["levels"] = list(one.levels)
    else:
        said |= {"measure": one.measure, "anchors": [list(anchor) for anchor in one.anchors]}
    return said
