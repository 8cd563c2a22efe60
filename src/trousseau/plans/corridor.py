"""The path of an indicator from its baseline to its target, and the corridor around it; pure.

    expected(day) = baseline + (target − baseline) × share of the days gone, or straight between the points of its path
    corridor      = expected − floor … expected + ceiling

Where nobody said how far is still right, the corridor is 5 % of the way from baseline to target on either side; where
there is no way to go (a target to *hold*), 5 % of the target. After the day of the target, the target holds. Where the
target lies below the baseline, less is better: “out” is then above the corridor. A reading that is better than the
corridor is “beyond”, which alarms nobody, unless somebody said how far that way is still right: then it is out, too.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trousseau.plans.models.kpis import Kpi, Place

WIDTH = 0.05


@dataclass(frozen=True)
class Corridor:
    """Where an indicator should be on each day."""

    days: tuple[int, ...]
    """Ordinals of the points of the path, ascending."""
    values: tuple[float, ...]
    below: float
    above: float
    below_said: bool
    above_said: bool

    @property
    def falls(self) -> bool:
        """Whether less is better."""
        return self.values[-1] < self.values[0]

    def expected(self, day: dt.date) -> float | None:
        """Where the path is on a day; None before it begins."""
        if day.toordinal() < self.days[0]:
            return None
        return float(np.interp(day.toordinal(), self.days, self.values))

    def bounds(self, day: dt.date) -> tuple[float, float] | None:
        """The corridor on a day."""
        middle = self.expected(day)
        return None if middle is None else (middle - self.below, middle + self.above)

    def place(self, value: float, day: dt.date) -> Place:
        """Where a value stands on a day."""
        bounds = self.bounds(day)
        if bounds is None:
            return Place.FREE
        low, high = bounds
        room = 1e-9 * max(1.0, abs(low), abs(high))
        if low - room <= value <= high + room:
            return Place.INSIDE
        under = value < low
        worse = under != self.falls
        said = self.below_said if under else self.above_said
        return Place.OUT if worse or said else Place.BEYOND

    def attained(self, value: float) -> float | None:
        """Which part of the way is gone: (value − baseline) ÷ (target − baseline); None where there is no way to go.

        A baseline of zero is an ordinary one: nothing is divided by it.
        """
        way = self.values[-1] - self.values[0]
        return None if math.isclose(way, 0.0, abs_tol=1e-12) else (value - self.values[0]) / way


def corridor(kpi: Kpi) -> Corridor | None:
    """The corridor of an indicator; None as long as its baseline or its target is not known."""
    if kpi.baseline is None or kpi.target is None:
        return None
    first, last = float(kpi.baseline), float(kpi.target)
    points = [
        (kpi.baseline_on, first),
        *points_of(kpi.path, kpi.baseline_on, kpi.target_on),
        (kpi.target_on, last),
    ]
    way = abs(last - first) or abs(last)
    usual = WIDTH * way
    return Corridor(
        days=tuple(day.toordinal() for day, _value in points),
        values=tuple(value for _day, value in points),
        below=usual if kpi.floor is None else float(kpi.floor),
        above=usual if kpi.ceiling is None else float(kpi.ceiling),
        below_said=kpi.floor is not None,
        above_said=kpi.ceiling is not None,
    )


def points_of(path: Sequence[Sequence[object]], first: dt.date, last: dt.date) -> list[tuple[dt.date, float]]:
    """The points of a path between two days, in their order."""
    found = []
    for day_text, value in path:
        day = dt.date.fromisoformat(str(day_text))
        if first < day < last:
            found.append((day, float(str(value))))
    return sorted(found)
