"""The panel of the pages: what a check-up measures (`figures.indicators`) and what moved since the period before.

Values are fractions (0.12 is 12 %), except numbers and counts. An indicator that cannot be computed (no zone in the
lines, nothing to compare with) is absent, never a zero.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from trousseau.figures.indicators import DOZEN, MORE, RANGES, UNITS, Indicator, indicators, lender_excess
from trousseau.method.checkup import Checkup

FALL = Decimal("0.20")
"""An account that lost this part of the revenue it made over the period before has fallen."""
STILL = 0.0005
"""A change smaller than half a unit of the last figure shown is none."""

AXES = {"growth": (-0.15, 0.15), "retention": (0.80, 1.20), "new_share": (0.0, 0.15), "lost": (0.0, 0.12),
        "falling": (0.0, 0.40)}  # fmt: skip


@dataclass(frozen=True)
class Movement:
    """Revenue of each account now and over the period before, added up."""

    now: Decimal
    before: Decimal
    kept: Decimal
    """What the customers of the period before buy now."""
    lost: Decimal
    """What those who buy nothing now bought before."""
    gone: int
    """How many they are."""
    arrived: int
    """Customers that bought nothing before."""
    falling: Decimal
    """What those who fell by 20 % or more, and still buy, bought before."""
    fallen: int


def movement(pairs: Iterable[tuple[Decimal | None, Decimal | None]]) -> Movement:
    """Add up (revenue now, revenue before) of each account; None on either side is no converted line, so 0."""
    zero = Decimal(0)
    total_now = total_before = kept = lost = falling = zero
    gone = arrived = fallen = 0
    for revenue, previous in pairs:
        now, before = revenue or zero, previous or zero
        total_now += now
        total_before += before
        if before <= 0:
            arrived += now > 0
            continue
        kept += now
        if now <= 0:
            lost += before
            gone += 1
        elif now <= before * (1 - FALL):
            falling += before
            fallen += 1
    return Movement(total_now, total_before, kept, lost, gone, arrived, falling, fallen)


def vitality(moved: Movement | None) -> tuple[Indicator, ...]:
    """Growth as reported, net retention, new business, and the shares of former sales that are gone or falling."""
    if moved is None or moved.before <= 0:
        return ()
    before, arrived = float(moved.before), moved.now - moved.kept
    found: dict[str, tuple[float, int, Decimal | None]] = {
        "retention": (float(moved.kept) / before, 0, None),
        "growth": (float(moved.now) / before - 1.0, moved.arrived, None),
        "lost": (float(moved.lost) / before, moved.gone, moved.lost),
        "falling": (float(moved.falling) / before, moved.fallen, moved.falling),
    }
    if moved.now > 0:
        found["new_share"] = (float(arrived) / float(moved.now), moved.arrived, arrived)
    return tuple(
        Indicator(key, "vitality", UNITS.get(key, "share"), value, AXES[key], RANGES[key], others=others, amount=amount)
        for key, (value, others, amount) in found.items()
    )


def measured(checkup: Checkup, moved: Movement | None, more: Iterable[Indicator] = ()) -> tuple[Indicator, ...]:
    """Every indicator that can be computed, in the order of the panel: the dozen, those behind it, data quality last.

    `more`: those that rest on what is known beside the sales lines.
    """
    found = [*indicators(checkup), *vitality(moved), *more]
    if checkup.pareto.defined:
        found.append(lender_excess(checkup))
    place = {key: number for number, key in enumerate(ORDER)}
    return tuple(sorted((row for row in found if math.isfinite(row.value)), key=lambda row: place[row.key]))


ORDER = tuple(key for part in (*DOZEN.values(), *MORE.values()) for key in part)
"""Every indicator there may be, in the order of the panel."""


def values(rows: Iterable[Indicator]) -> dict[str, float]:
    """The bare values by key, as a frozen check-up keeps them."""
    return {row.key: row.value for row in rows}


@dataclass(frozen=True)
class Row:
    """One row of the panel: an indicator, its value at the check-up compared with, and its past."""

    indicator: Indicator
    before: float | None
    trend: tuple[float, ...]
    """Past values, oldest first, ending with today's; empty where there is no past."""

    @property
    def change(self) -> float | None:
        """Value − value then."""
        return None if self.before is None else self.indicator.value - self.before

    @property
    def verdict(self) -> Literal["better", "worse", "same", ""]:
        """Whether it moved for the better: towards its range, or away from its one limit; "" without a range."""
        change, range_ = self.change, self.indicator.range
        if change is None or range_ is None or self.before is None:
            return ""
        if abs(change) < STILL:
            return "same"
        if range_.low is not None and range_.high is not None:
            middle = (range_.low + range_.high) / 2
            return "better" if abs(self.indicator.value - middle) < abs(self.before - middle) else "worse"
        return "better" if (change > 0) == (range_.low is not None) else "worse"


def panel(
    rows: Iterable[Indicator],
    before: Mapping[str, float] | None = None,
    past: Iterable[Mapping[str, float]] = (),
) -> tuple[Row, ...]:
    """The panel: `before` has the values compared with, `past` those of earlier check-ups, oldest first."""
    earlier = tuple(past)
    result = []
    for row in rows:
        trend = tuple(point[row.key] for point in earlier if row.key in point)
        result.append(Row(row, None if before is None else before.get(row.key), (*trend, row.value) if trend else ()))
    return tuple(result)
