"""The points of an account by criterion, weighed, one after the other; blues and violets part the two axes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

from trousseau.method.criteria import Grid

WIDTH, HEIGHT = 160, 12
"""In pixels: 160 are 100 points."""


def paints(grid: Grid) -> tuple[str, ...]:
    """The colour of each criterion; past the last of an axis, the first again."""
    seen = {"attractiveness": 0, "strength": 0}
    found = []
    for one in grid.criteria:
        name, colours = ("attract", 4) if one.axis == "attractiveness" else ("strength", 3)
        found.append(f"{name}-{1 + seen[one.axis] % colours}")
        seen[one.axis] += 1
    return tuple(found)


def swatch(paint: str) -> SafeString:
    """A small square of a colour."""
    return mark_safe(  # noqa: S308 - one of our own names
        f'<svg class="swatch" aria-hidden="true"><rect class="{paint}" width="100%" height="100%"/></svg>'
    )


def bar(points: Sequence[float | None], weights: Sequence[float], colours: Sequence[str], label: str) -> SafeString:
    """The stacked bar; a missing criterion leaves a hatched gap of its weight."""
    x, drawn = 0.0, []
    for one, weight, colour in zip(points, weights, colours, strict=True):
        width = WIDTH * weight * (1.0 if one is None else one / 100.0)
        css = "part-missing" if one is None else colour
        drawn.append(f'<rect class="{css}" x="{x:.1f}" y="0" width="{max(0.0, width - 1):.1f}" height="{HEIGHT}"/>')
        x += width
    return mark_safe(  # noqa: S308 - numbers, and one escaped text
        f'<svg class="points" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(label)}" focusable="false">{"".join(drawn)}</svg>'
    )
