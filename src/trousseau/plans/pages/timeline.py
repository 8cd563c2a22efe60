"""The calendar of a plan: quarters of equal width, bars and milestones placed on them in percent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from trousseau.plans.models import Action, Milestone, Progress

MOST = 8
"""Quarters that one page shows; a longer plan is seen through a window around today."""
BEFORE = 3


@dataclass(frozen=True)
class Quarter:
    """A quarter of the axis; `year` where it is the first of its year, or of the axis."""

    number: int
    year: str
    x: str


@dataclass(frozen=True)
class Diamond:
    """A milestone on the calendar."""

    x: str
    name: str
    on: dt.date
    css: str
    """reached, missed, or "" where it is still to come."""


@dataclass(frozen=True)
class Bar:
    """An action on the calendar: from where to where, how much of it is done; "" where it is outside of the window."""

    x: str
    width: str
    done: str
    milestones: tuple[Diamond, ...]


class Axis:
    """The window of quarters that a page shows."""

    def __init__(self, starts: dt.date, ends: dt.date, today: dt.date) -> None:
        self.first = max(_index(starts), min(_index(today) - BEFORE, _index(ends) - MOST + 1))
        self.count = max(1, min(MOST, _index(ends) - self.first + 1))
        self.today = _percent(self.share(today)) if 0 <= self.share(today) <= 1 else ""
        self.day = today

    @property
    def quarters(self) -> list[Quarter]:
        """The quarters, with where each begins."""
        return [
            Quarter(
                index % 4 + 1,
                str(index // 4) if n == 0 or index % 4 == 0 else "",
                _percent(n / self.count),
            )
            for n, index in enumerate(range(self.first, self.first + self.count))
        ]

    def share(self, day: dt.date) -> float:
        """Where a day falls: 0 at the left edge, 1 at the right; beyond them where it is outside."""
        index = _index(day)
        start = _first_day(index)
        inside = (day - start).days / (_first_day(index + 1) - start).days
        return (index + inside - self.first) / self.count

    def bar(self, action: Action, milestones: list[Milestone]) -> Bar:
        """An action on it."""
        left, right = self.share(action.starts), self.share(action.due + dt.timedelta(days=1))
        seen, end = max(0.0, left), min(1.0, right)
        until = min(1.0, left + (right - left) * action.done / 100)
        shown = end > seen
        return Bar(
            _percent(seen) if shown else "",
            _percent(end - seen) if shown else "",
            _percent(until - seen) if shown and until > seen and action.state != Progress.DROPPED else "",
            tuple(self._diamond(one) for one in milestones if 0 <= self.share(one.on) <= 1),
        )

    def _diamond(self, milestone: Milestone) -> Diamond:
        css = "reached" if milestone.reached_on else "missed" if milestone.on < self.day else ""
        return Diamond(_percent(self.share(milestone.on)), milestone.name, milestone.on, css)


def _index(day: dt.date) -> int:
    """Quarters since the year 0."""
    return day.year * 4 + (day.month - 1) // 3


def _first_day(index: int) -> dt.date:
    return dt.date(index // 4, index % 4 * 3 + 1, 1)


def _percent(share: float) -> str:
    """A share as SVG takes it, in whichever language."""
    return f"{share * 100:.2f}%"
