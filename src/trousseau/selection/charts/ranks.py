"""The ranks an account has under the weightings drawn: a bar a rank, and the end of the list."""

from __future__ import annotations

from html import escape

from django.utils.safestring import SafeString, mark_safe

from trousseau.method.arrays import Floats

STEP, HEIGHT, MOST = 8, 48, 60


def ranks(shares: Floats, capacity: int, label: str) -> SafeString:
    """The distribution over the first ranks, from the first that is had to a little beyond the last, 60 at most.

    Bars up to the end of the list are in the colour of the list.
    """
    had = (shares > 0.0).nonzero()[0]
    first = max(0, min(int(had[0]), capacity) - 2) if len(had) else max(0, capacity - 5)
    last = min(len(shares), max(int(had[-1]) + 1, capacity) + 2, first + MOST) if len(had) else capacity + 2
    shown = shares[first:last]
    tallest = float(shown.max(initial=0.0)) or 1.0
    bars = "".join(
        f'<rect class="{"listed" if first + at < capacity else "beyond"}" x="{at * STEP}" '
        f'y="{HEIGHT * (1 - share / tallest):.1f}" width="{STEP - 1}" height="{HEIGHT * share / tallest:.1f}"/>'
        for at, share in enumerate(shown.tolist())
        if share
    )
    width, end = max(1, last - first) * STEP, (capacity - first) * STEP - 0.5
    line = f'<line x1="{end}" x2="{end}" y1="0" y2="{HEIGHT}"/>' if 0 < end < width else ""
    return mark_safe(  # noqa: S308 - numbers, and one escaped text
        f'<svg class="ranks" width="{width}" height="{HEIGHT}" viewBox="0 0 {width} {HEIGHT}" role="img" '
        f'aria-label="{escape(label)}" focusable="false">{bars}{line}</svg>'
    )
