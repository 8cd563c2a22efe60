"""The portfolio before and after a scenario: totals, every division and zone against its fixed costs, concentration."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, cast

import numpy as np

from trousseau.ledger.whatif.portfolio import STEP, Codes, Mask, Portfolio, Whole, money
from trousseau.ledger.whatif.portfolio import Part as Dimension
from trousseau.method.concentration import Concentration, concentration
from trousseau.method.impact import UNKNOWN, Answer, Figure, Part
from trousseau.method.scenario import Scenario, ScenarioError
from trousseau.method.whatif import Cells, Loss
from trousseau.method.whatif import what_if as shaken

CENT = Decimal("0.01")


def what_if(portfolio: Portfolio, scenario: Scenario) -> Answer:
    """The portfolio after a scenario. Accounts, zones … that are not in it change nothing.

    Raises:
        ScenarioError: shocks that together make amounts too large to be numbers (`too_large`).
    """
    exact = scenario.plain
    change = _left(portfolio, scenario) if exact else _shaken(portfolio, scenario)
    rise = Decimal(1) + Decimal(str(scenario.fixed))
    names = [name for name in ("division", "zone", "currency", "family") if name in portfolio.labels]
    total = _parts(portfolio, change, None, rise)[0]
    parts = {name: _parts(portfolio, change, name, rise) for name in names}
    return Answer(
        scenario=scenario,
        exact=exact,
        total=total,
        parts={name: found for name, found in parts.items() if any(part.name for part in found)},
        before=_concentration(portfolio, portfolio.revenue),
        after=_concentration(portfolio, portfolio.revenue + change.revenue),
        served=portfolio.served,
        known_share=portfolio.known_share,
    )


@dataclass(frozen=True, eq=False)
class _Change:
    """What each cell gains or loses, in ten-thousandths: whole numbers where exact, else 0 where nothing reaches it."""

    revenue: Whole
    margin: Whole
    contribution: Whole


def _left(portfolio: Portfolio, scenario: Scenario) -> _Change:
    """What goes when some accounts are gone, to the last digit."""
    code = portfolio.labels["account"][1]
    gone = [portfolio.accounts[one.who] for one in scenario.lost if one.share and one.who in portfolio.accounts]
    goes: Mask = np.isin(code, gone)
    margin = portfolio.costed - portfolio.cost
    return _Change(-portfolio.revenue * goes, -margin * goes, -(margin - portfolio.serve) * goes)


def _shaken(portfolio: Portfolio, scenario: Scenario) -> _Change:
    """What shocks give and take, by the mathematics."""
    cells = Cells(
        revenue=portfolio.revenue.astype(np.float64),
        costed=portfolio.costed.astype(np.float64),
        cost=portfolio.cost.astype(np.float64),
        serve=portfolio.serve.astype(np.float64),
        known=portfolio.margin_known,
        labels={name: (tuple(names), code) for name, (names, code) in portfolio.labels.items()},
    )
    losses = [Loss({"account": one.who}, one.share) for one in scenario.lost]
    try:
        after = shaken(cells, [*losses, *(shock.as_method() for shock in scenario.shocks)]).after
    except ValueError as error:
        raise ScenarioError("too_large") from error
    margin = (after.costed - cells.costed) - (after.cost - cells.cost)
    return _Change(after.revenue - cells.revenue, margin, margin - (after.serve - cells.serve))


def _parts(portfolio: Portfolio, change: _Change, dimension: str | None, rise: Decimal) -> tuple[Part, ...]:
    """The sums of each value of a dimension before and after, largest first; None: of all, one part."""
    names, code = portfolio.labels[dimension] if dimension else ([""], np.zeros(len(portfolio.revenue), dtype=np.intp))
    margin = portfolio.costed - portfolio.cost
    known = np.bincount(code, weights=portfolio.known, minlength=len(names)) > 0

    def figures(before: Whole, changes: Whole) -> list[Figure]:
        firsts, moved = _added(before, code, len(names)), _added(changes, code, len(names))
        return [Figure(money(a), _later(a, b)) for a, b in zip(firsts, moved, strict=True)]

    revenue = figures(portfolio.revenue, change.revenue)
    margins, contributions = figures(margin, change.margin), figures(portfolio.contribution, change.contribution)
    found = [
        Part(
            name=name,
            revenue=revenue[i],
            margin=margins[i] if known[i] else UNKNOWN,
            contribution=contributions[i] if known[i] else UNKNOWN,
            fixed=_fixed(portfolio, dimension, name, rise),
            partial=dimension in portfolio.fixed and name in portfolio.fixed[cast("Dimension", dimension)].partial,
        )
        for i, name in enumerate(names)
    ]
    return tuple(sorted(found, key=lambda part: (-(part.revenue.before or Decimal(0)), part.name)))


def _fixed(portfolio: Portfolio, dimension: str | None, name: str, rise: Decimal) -> Figure:
    """The fixed costs of a part before and after, unknown where nothing is told of it."""
    if dimension is None:
        told = portfolio.fixed_total
    else:
        by = portfolio.fixed.get(cast("Dimension", dimension))
        told = by.by.get(name) if by is not None else None
    return UNKNOWN if told is None else Figure(told, told if rise == 1 else (told * rise).quantize(CENT, ROUND_HALF_UP))


def _added(values: Whole, code: Codes, size: int) -> list[Any]:
    """The sum of each value."""
    added = np.zeros(size, dtype=values.dtype)
    np.add.at(added, code, values)
    return added.tolist()


def _later(before: int, change: float) -> Decimal:
    """A sum afterwards: to the last digit where the change is exact or none, to the cent where it is estimated."""
    if isinstance(change, int) or not change:
        return money(before + int(change))
    return ((Decimal(before) + Decimal(repr(change))) / STEP).quantize(CENT, ROUND_HALF_UP) + Decimal(0)


def _concentration(portfolio: Portfolio, revenue: Whole) -> Concentration:
    """How the revenue is spread over the accounts that have any."""
    names, code = portfolio.labels["account"]
    sums = _added(revenue, code, len(names))
    there = [(name, float(value)) for name, value in zip(names, sums, strict=True) if value]
    return concentration([value for _, value in there], groups=[name for name, _ in there])
