"""The whole panel of a question: what the sales lines say, and what is told beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trousseau.figures.indicators import Indicator, judged
from trousseau.ledger.answers import WindowError
from trousseau.ledger.costs import Contributions, Costs, contribution_cells, contributions, fixed_costs
from trousseau.ledger.growth import Growth, Inflation, comparison, growth
from trousseau.portfolio import beside, indicators
from trousseau.portfolio.queries.erosion import judged as eroding_of
from trousseau.portfolio.queries.kept import Kept, key
from trousseau.portfolio.queries.measure import Measured, measured
from trousseau.portfolio.queries.source import Asked
from trousseau.portfolio.queries.told import Told

YEAR = (365, 366)

_contributions: Kept[Contributions] = Kept(16)
_rows: Kept[tuple[Indicator, ...]] = Kept(64, "panel", long=True)


@dataclass(frozen=True, eq=False)
class Panel:
    """Every indicator that can be computed, judged by the ranges in force."""

    measured: Measured
    rows: tuple[Indicator, ...]


def panel_of(asked: Asked, told: Told) -> Panel:
    """The panel of a question."""
    now = measured(asked)
    rates = tuple((zone, tuple(sorted(found.items()))) for zone, found in sorted(told.inflation.rates.items()))
    more = _rows.get(key(asked, told.costs, rates), lambda: tuple(_beside(asked, told, now)))
    return Panel(now, judged(indicators.measured(now.checkup, now.moved, more), told.ranges))


def contributed(asked: Asked, costs: Costs) -> Contributions:
    """What each account contributes after these costs; kept."""
    return _contributions.get(
        key(asked, costs), lambda: contributions(asked.facts, asked.window, costs, scope=asked.scope, by=asked.by)
    )


def _beside(asked: Asked, told: Told, now: Measured) -> Iterator[Indicator]:
    """The indicators that need more than the lines."""
    yield from beside.profitability(contributed(asked, told.costs))
    found = [
        _fixed_cover(asked, told.costs, now),
        _erosion(asked, told.costs, now),
        _real_growth(asked, told.inflation),
    ]
    yield from (row for row in found if row is not None)


def _fixed_cover(asked: Asked, costs: Costs, now: Measured) -> Indicator | None:
    fixed = fixed_costs(costs, asked.window.start, asked.window.end, "division")
    if not fixed.by:
        return None
    cells = contribution_cells(asked.facts, asked.window, costs, scope=asked.scope, by=asked.by)
    return beside.fixed_cover(cells, fixed, {row.account: row.name for row in now.checkup.ranked})


def _erosion(asked: Asked, costs: Costs, now: Measured) -> Indicator | None:
    """Only of twelve months: that is the time an account is judged over."""
    window = asked.window
    if (window.end - window.start).days + 1 not in YEAR:
        return None
    found = eroding_of(asked, costs)
    return beside.erosion(len(found.eroding), found.revenue, now.checkup.revenue) if found.judged else None


def _real_growth(asked: Asked, inflation: Inflation) -> Indicator | None:
    if not inflation.rates:
        return None
    found = grown(asked, inflation)
    return beside.real_growth(found) if found else None


def grown(asked: Asked, inflation: Inflation) -> Growth | None:
    """The growth against a year earlier; None where there is no year earlier."""
    try:
        compared = comparison(asked.facts, asked.window)
    except WindowError:
        return None
    return growth(asked.facts, compared, inflation=inflation, scope=asked.scope, by=asked.by, limit=1)
