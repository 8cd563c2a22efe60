"""The levels assessors gave on one criterion: a dot each on a line from 1 to 5, with their number where they meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

from trousseau.method.criteria import LEVELS

STEP, HEIGHT, RADIUS = 24, 18, 6


def dots(levels: Sequence[int], label: str, settled: float | None = None) -> SafeString:
    """The line, the span between the lowest and the highest, and the dots; a ring where it was settled."""
    counts = Counter(levels)
    width, middle = (LEVELS - 1) * STEP + 2 * RADIUS + 4, HEIGHT // 2
    ticks = "".join(
        f'<line x1="{_x(n)}" x2="{_x(n)}" y1="{middle - 3}" y2="{middle + 3}"/>' for n in range(1, LEVELS + 1)
    )
    span = ""
    if len(counts) > 1:
        low, high = min(counts), max(counts)
        css = "span" if settled is None else "settled"
        span = f'<line class="{css}" x1="{_x(low)}" x2="{_x(high)}" y1="{middle}" y2="{middle}"/>'
    drawn = "".join(
        f'<circle cx="{_x(level)}" cy="{middle}" r="{RADIUS}"/>'
        + (f'<text x="{_x(level)}" y="{middle + 3.5}">{count}</text>' if count > 1 else "")
        for level, count in sorted(counts.items())
    )
    if settled is not None:
        drawn += f'<circle class="consensus" cx="{_x(settled)}" cy="{middle}" r="{RADIUS + 1.5}"/>'
    return mark_safe(  # noqa: S308 - numbers, and one escaped text
        f'<svg class="dots" width="{width}" height="{HEIGHT}" viewBox="0 0 {width} {HEIGHT}" role="img" '
        f'aria-label="{escape(label)}" focusable="false"><line x1="{_x(1)}" x2="{_x(LEVELS)}" y1="{middle}" '
        f'y2="{middle}"/>{ticks}{span}{drawn}</svg>'
    )


def _x(level: float) -> float:
    return RADIUS + 2 + (level - 1) * STEP
