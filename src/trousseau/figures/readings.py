"""A line of readings against what is aimed at, drawn small by the server; colours are tokens of the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from trousseau.figures.palette import token

WIDTH, HEIGHT = 360, 150
LEFT, RIGHT, TOP, BOTTOM = 8, 262, 14, 118
APART = 15
"""Two labels at the right end lie at least this far from each other."""


@dataclass(frozen=True)
class Labels:
    """The words of the drawing, as the reader's language writes them."""

    title: str
    """What a screen reader says."""
    last: str
    """The last reading."""
    target: str
    """What is aimed at; "" where nothing is."""
    first_day: str
    last_day: str


def line(points: Sequence[tuple[dt.date, float]], target: float | None, labels: Labels, *, right: bool) -> str:
    """The readings in order, oldest first, and the line of the target; `right`: the last one is where it should be.

    "" below two readings: one point is a number, not a picture.
    """
    if len(points) < 2:
        return ""
    levels = [value for _on, value in points] + ([] if target is None else [target])
    low, high = min(levels), max(levels)
    room = (high - low) or abs(high) or 1.0
    first, span = points[0][0], max(1, (points[-1][0] - points[0][0]).days)

    def y(value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * (value - low) / room if high > low else (TOP + BOTTOM) / 2

    placed = [(LEFT + (RIGHT - LEFT) * (on - first).days / span, y(value)) for on, value in points]
    end, colour = placed[-1], "good" if right else "ink"
    goal = None if target is None else y(target)
    said = end[1] if goal is None or abs(end[1] - goal) >= APART else goal + (APART if end[1] >= goal else -APART)
    parts = [f'<path d="M{LEFT} {BOTTOM + 8}H{RIGHT}" stroke="{token("line")}"/>']
    if goal is not None:
        parts += [
            f'<path d="M{LEFT} {goal:.1f}H{RIGHT}" stroke="{token("good")}"/>',
            _words(RIGHT + 8, goal + 4, labels.target, "good"),
        ]
    path = "L".join(f"{x:.1f} {height:.1f}" for x, height in placed)
    parts += [
        f'<path d="M{path}" fill="none" stroke="{token("ink")}" stroke-width="1.75" stroke-linejoin="round"/>',
        f'<circle cx="{end[0]:.1f}" cy="{end[1]:.1f}" r="3.5" fill="{token(colour)}"/>',
        _words(RIGHT + 8, said + 4, labels.last, colour, bold=True),
        _words(LEFT, BOTTOM + 26, labels.first_day, "muted"),
        _words(RIGHT, BOTTOM + 26, labels.last_day, "muted", anchor="end"),
    ]
    return (
        f'<svg class="readings" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(labels.title)}" '
        f'focusable="false">{"".join(parts)}</svg>'
    )


def _words(x: float, y: float, text: str, colour: str, *, bold: bool = False, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{token(colour)}" font-size="12" font-weight="{650 if bold else 400}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )
