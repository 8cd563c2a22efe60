"""Levels drawn by the server: one competency as a bar with its ticks, all of them as a radar."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

from trousseau.staffing.framework import LEVELS

WIDTH, HEIGHT = 150, 18
SIZE, RADIUS = 460, 148
"""Of the radar: the square it stands in, the circle of level 5."""
LINE = 22
"""Signs of a label's line."""


def level_bar(
    level: float | None,
    *,
    asked: int | None = None,
    before: Sequence[float] = (),
    span: tuple[int, int] | None = None,
    label: str = "",
) -> SafeString:
    """One competency from 0 to 5: the bar holds the level, the tall tick what is asked, thin ones what was held before.

    `span`: from the lowest to the highest that was said, a thin line.
    """
    parts = [f'<rect class="track" x="0" y="5" width="{WIDTH}" height="8"/>']
    if level is not None:
        css = "done" if asked is None or level >= asked else "short"
        parts.append(f'<rect class="{css}" x="0" y="5" width="{_x(level)}" height="8"/>')
    if span is not None and span[0] != span[1]:
        parts.append(f'<line class="span" x1="{_x(span[0])}" x2="{_x(span[1])}" y1="16" y2="16"/>')
    parts += [f'<line class="before" x1="{_x(one)}" x2="{_x(one)}" y1="4" y2="14"/>' for one in before]
    if asked is not None:
        parts.append(f'<line class="asked" x1="{_x(asked)}" x2="{_x(asked)}" y1="1" y2="17"/>')
    return mark_safe(  # noqa: S308 - numbers, and one escaped text
        f'<svg class="level-bar" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" '
        f'aria-label="{escape(label)}" focusable="false">{"".join(parts)}</svg>'
    )


def radar(
    names: Sequence[str], held: Sequence[float | None], asked: Sequence[int | None], before: Sequence[float | None]
) -> SafeString:
    """All competencies on spokes: the levels held, those asked (dashed) and those held before (thin).

    What is not known breaks the line: it is not drawn as 0. Fewer than three spokes draw nothing.
    """
    if len(names) < 3:
        return SafeString("")
    rings = "".join(f'<circle class="ring" r="{RADIUS * n / LEVELS:.1f}"/>' for n in range(1, LEVELS + 1))
    spokes = "".join(
        f'<line class="spoke" x2="{x:.1f}" y2="{y:.1f}"/>'
        for x, y in (_at(at, len(names), LEVELS) for at in range(len(names)))
    )
    figures = _outline("before", before) + _outline("asked", asked) + _outline("held", held)
    dots = "".join(
        f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'
        for x, y in (_at(at, len(names), level) for at, level in enumerate(held) if level is not None)
    )
    labels = "".join(_label(name, at, len(names)) for at, name in enumerate(names))
    numbers = "".join(f'<text class="scale" x="4" y="{-RADIUS * n / LEVELS + 4:.1f}">{n}</text>' for n in (1, 3, 5))
    half = SIZE / 2
    return mark_safe(  # noqa: S308 - numbers and escaped names
        f'<svg class="radar" viewBox="{-half - 70} {-half + 30} {SIZE + 140} {SIZE - 60}" aria-hidden="true" '
        f'focusable="false">{rings}{spokes}{figures}{dots}{numbers}{labels}</svg>'
    )


def _x(level: float) -> float:
    return round(WIDTH * level / LEVELS, 1)


def _at(at: int, of: int, level: float, *, scale: float = 1.0) -> tuple[float, float]:
    """Where a level stands on a spoke; the first points up."""
    angle = 2 * math.pi * at / of - math.pi / 2
    length = RADIUS * level / LEVELS * scale
    return length * math.cos(angle), length * math.sin(angle)


def _outline(css: str, levels: Sequence[float | None]) -> str:
    """A polygon where all is known, else the pieces between what is not."""
    points = [None if level is None else _at(at, len(levels), level) for at, level in enumerate(levels)]
    known = [one for one in points if one is not None]
    if len(known) == len(points):
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in known)
        return f'<polygon class="{css}" points="{path}"/>'
    pairs = zip(points, [*points[1:], points[0]], strict=True)
    return "".join(
        f'<line class="{css}" x1="{a[0]:.1f}" y1="{a[1]:.1f}" x2="{b[0]:.1f}" y2="{b[1]:.1f}"/>'
        for a, b in pairs
        if a is not None and b is not None
    )


def _label(name: str, at: int, of: int) -> str:
    """A name at the end of its spoke, in two lines where it is long."""
    x, y = _at(at, of, LEVELS, scale=1.1)
    anchor = "middle" if abs(x) < 12 else "start" if x > 0 else "end"
    lines = _folded(name)
    first = y + 4 - (len(lines) - 1) * 7 + (7 if y > RADIUS else -7 if y < -RADIUS else 0)
    spans = "".join(
        f'<tspan x="{x:.1f}" y="{first + 14 * row:.1f}">{escape(line)}</tspan>' for row, line in enumerate(lines)
    )
    return f'<text text-anchor="{anchor}">{spans}</text>'


def _folded(name: str) -> list[str]:
    """A name in at most two lines."""
    if len(name) <= LINE:
        return [name]
    words, first = name.split(), ""
    while words and len(first) + len(words[0]) < LINE:
        first = f"{first} {words.pop(0)}".strip()
    rest = " ".join(words)
    if not first:
        return [f"{name[: LINE - 1]}…"]
    return [first, rest if len(rest) <= LINE + 4 else f"{rest[: LINE + 3]}…"] if rest else [first]
