"""The levels several assessors gave on a scale of 1 to 5: a dot a level, a line where they are apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe

WIDTH, HEIGHT, EDGE = 148, 22, 12
STEP = (WIDTH - 2 * EDGE) / 4


def dots(levels: Iterable[int], settled: float | None, label: str) -> SafeString:
    """A dot for each level, with how often it was given where more than once; a ring where it was settled."""
    count = Counter(levels)
    middle = HEIGHT / 2
    ticks = "".join(f'<line class="tick" x1="{_x(one)}" x2="{_x(one)}" y1="7" y2="15"/>' for one in range(1, 6))
    line = ""
    if len(count) > 1:
        css = "settled" if settled is not None else "apart"
        line = f'<line class="{css}" x1="{_x(min(count))}" x2="{_x(max(count))}" y1="{middle}" y2="{middle}"/>'
    drawn = "".join(
        f'<circle class="given" cx="{_x(level)}" cy="{middle}" r="{8 if times > 1 else 5}"/>'
        + (f'<text x="{_x(level)}" y="{middle + 3.5}">{times}</text>' if times > 1 else "")
        for level, times in sorted(count.items())
    )
    if settled is not None:
        drawn += f'<circle class="consensus" cx="{_x(settled)}" cy="{middle}" r="10"/>'
    return mark_safe(  # noqa: S308 - numbers, and one escaped text
        f'<svg class="levels" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(label)}" focusable="false"><line class="scale" x1="{EDGE}" x2="{WIDTH - EDGE}" '
        f'y1="{middle}" y2="{middle}"/>{ticks}{line}{drawn}</svg>'
    )


def _x(level: float) -> float:
    return round(EDGE + (level - 1) * STEP, 1)
