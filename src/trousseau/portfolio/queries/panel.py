"""The whole panel of a question: what the sales lines say, and what is told beside them."""

from __future__ import annotations

from dataclasses import dataclass

from trousseau.figures.indicators import Indicator, judged
from trousseau.portfolio import indicators
from trousseau.portfolio.beside import profitability
from trousseau.portfolio.queries.contributions import contributions, whale_curve
from trousseau.portfolio.queries.measure import Measured, measured
from trousseau.portfolio.queries.source import Asked
from trousseau.portfolio.queries.told import Told


@dataclass(frozen=True, eq=False)
class Panel:
    """Every indicator that can be computed, judged by the ranges in force."""

    measured: Measured
    rows: tuple[Indicator, ...]


def panel_of(asked: Asked, told: Told) -> Panel:
    """The panel of a question."""
    now = measured(asked)
    more = profitability(contributions(asked), whale_curve(asked))
    rows = indicators.measured(now.checkup, now.moved, more)
    return Panel(now, judged(rows, told.ranges))
