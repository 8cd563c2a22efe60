"""Who does what when, drawn as lanes: bars of actions side by side without covering each other, as SVG text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from trousseau.figures.language import Language
from trousseau.plans.queries.all import SPANS, Planned

LANES = 4
"""Bars above each other; what does not fit is counted."""
HEIGHT = 7
"""Of a bar, with the gap below it."""
NARROWEST = 0.5
"""Percent: a bar of a day is still seen."""


@dataclass(frozen=True)
class Window:
    """The days a timeline shows."""

    start: dt.date
    end: dt.date
    today: dt.date

    @classmethod
    def of(cls, span: str, today: dt.date) -> Window:
        """From the first of a month on, so that months stand whole."""
        before, after = SPANS[span]
        return cls((today - dt.timedelta(days=before)).replace(day=1), today + dt.timedelta(days=after), today)

    def at(self, day: dt.date) -> float:
        """Where a day begins, in percent, kept inside."""
        return min(100.0, max(0.0, (day - self.start).days / ((self.end - self.start).days + 1) * 100))


@dataclass(frozen=True)
class Lanes:
    """Bars packed into lanes."""

    svg: SafeString
    more: int
    """Actions that found no place."""


def lanes(actions: Iterable[Planned], window: Window, language: Language, label: str) -> Lanes:
    """Draw actions: what is late first, then by their days."""
    ends: list[float] = []
    bars, more = [], 0
    for one in sorted(actions, key=lambda one: (one.state(window.today) != "late", one.starts)):
        left, right = _span(one, window)
        lane = next((number for number, end in enumerate(ends) if end <= left), len(ends))
        if lane == LANES:
            more += 1
            continue
        ends[lane : lane + 1] = [right]
        bars.append(_bar(one, lane, window, language))
    height = max(1, len(ends)) * HEIGHT + 3
    now = f"{window.at(window.today):.2f}%"
    drawn = "".join((
        f'<svg class="lanes" role="img" aria-label="{escape(label)}" width="100%" height="{height}" focusable="false">',
        f'<line class="now" x1="{now}" x2="{now}" y1="0" y2="{height}"/>', *bars, "</svg>",
    ))  # fmt: skip
    return Lanes(mark_safe(drawn), more)  # noqa: S308 - every text in it is escaped


def _span(one: Planned, window: Window) -> tuple[float, float]:
    left = window.at(one.starts)
    right = max(window.at(one.due + dt.timedelta(days=1)), left + NARROWEST)
    return (left, right) if right <= 100 else (100 - NARROWEST, 100.0)


def _bar(one: Planned, lane: int, window: Window, language: Language) -> str:
    left, right = _span(one, window)
    top, state = 2 + lane * HEIGHT, one.state(window.today)
    said = (one.what, one.owner_name or one.contact_name, language.period(one.starts, one.due),
            language.percent(one.done / 100, 0))  # fmt: skip
    rest = f'<rect class="rest {state}" x="{left:.2f}%" width="{right - left:.2f}%" y="{top}" height="5"/>'
    done = (right - left) * one.done / 100
    part = f'<rect class="part {state}" x="{left:.2f}%" width="{done:.2f}%" y="{top}" height="5"/>'
    title = escape(" · ".join(filter(None, said)))
    return f"<g><title>{title}</title>{rest}{part if one.done else ''}</g>"


ROOM = 78.0
"""Per cent of the width beyond which the name of a month would not end within it."""


@dataclass(frozen=True)
class Month:
    """A mark of the axis."""

    at: str
    text: str


def axis(window: Window, language: Language) -> Sequence[Month]:
    """The months that are named above the lanes: each, each third or each sixth."""
    months = (window.end - window.start).days / 30.44
    step = 1 if months < 6 else 3 if months < 20 else 6
    day, found = window.start, []
    while day <= window.end:
        at = window.at(day)
        if (day.month - 1) % step == 0 and at <= ROOM:
            found.append(Month(f"{at:.2f}%", language.month(day)))
        day = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return found
