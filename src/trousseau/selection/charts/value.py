"""A value function drawn on the distribution of the portfolio: bars for accounts, a line for points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.safestring import SafeString, mark_safe

from trousseau.method.arrays import Floats

WIDTH, HEIGHT, BINS = 200, 44, 25


@dataclass(frozen=True)
class Drawn:
    """A drawing, and the figures at its left and right end, which a page needs to let points be dragged."""

    svg: SafeString
    low: float
    high: float

    @property
    def ends(self) -> str:
        """Both ends as a script reads them, whatever the language of the page."""
        return f"{self.low!r} {self.high!r}"


def value_function(figures: Floats, anchors: Sequence[tuple[float, float]]) -> Drawn | None:
    """The drawing, from a little before the first anchor to a little after the last; None without anchors.

    Accounts beyond stand in the first and the last bar.
    """
    known = figures[np.isfinite(figures)]
    if not anchors:
        return None
    first, last = anchors[0][0], anchors[-1][0]
    margin = (last - first) * 0.1
    low, high = first - margin, last + margin
    counts, _ = np.histogram(np.clip(known, low, high), bins=BINS, range=(low, high))
    tallest = max(1, int(counts.max(initial=0)))
    step = WIDTH / BINS
    bars = "".join(
        f'<rect x="{at * step:.1f}" y="{HEIGHT - HEIGHT * count / tallest:.1f}" width="{step - 1:.1f}" '
        f'height="{HEIGHT * count / tallest:.1f}"/>'
        for at, count in enumerate(counts.tolist())
        if count
    )
    points = [(low, anchors[0][1]), *anchors, (high, anchors[-1][1])]
    path = " ".join(
        f"{WIDTH * (figure - low) / (high - low):.1f},{HEIGHT - 2 - (HEIGHT - 4) * worth / 100:.1f}"
        for figure, worth in points
    )
    return Drawn(
        mark_safe(  # noqa: S308 - numbers only
            f'<svg class="value-function" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
            f'aria-hidden="true" focusable="false"><g class="accounts">{bars}</g><polyline points="{path}"/></svg>'
        ),
        low,
        high,
    )
