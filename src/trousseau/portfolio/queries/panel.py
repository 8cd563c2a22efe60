"""The whole panel of a question: what the sales lines say, and what is told beside them."""

from __future__ import annotations

from dataclasses import dataclass

from trousseau.figures.indicators import Indicator
from trousseau.portfolio.queries.measure import Measured, measured
from trousseau.portfolio.queries.source import Asked


@dataclass(frozen=True, eq=False)
class Panel:
    """Every indicator that can be computed now, judged by the ranges shipped."""

    measured: Measured
    rows: tuple[Indicator, ...]


def panel_of(asked: Asked) -> Panel:
    """The panel of a question."""
    now = measured(asked)
    return Panel(now, now.rows)
