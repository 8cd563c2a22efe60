"""The accounts (or groups) of a question ranked by a grid; kept, for facts never change."""

from __future__ import annotations

import json

from trousseau.costs.queries import serving
from trousseau.ledger.costs import Costs
from trousseau.ledger.selection import MEASURES, Candidates, Ranking, candidates, rank
from trousseau.ledger.selection.shipped import NAMES, shipped
from trousseau.method.criteria import Grid
from trousseau.portfolio.queries.kept import Kept, key
from trousseau.portfolio.queries.source import Asked
from trousseau.selection.queries import judgements, potential

_candidates: Kept[Candidates] = Kept(12, "candidates")
_rankings: Kept[Ranking] = Kept(12)


def found(asked: Asked, grid: Grid | None, costs: Costs | None = None) -> Candidates:
    """Those a grid can rank, with what its criteria are computed from; None: the grid as shipped."""
    measures = NAMES if grid is None else tuple(sorted({one.measure for one in grid.criteria if not one.judged}))
    costs = serving() if costs is None else costs
    spend = potential.told() if any(MEASURES[one].told for one in measures) else {}
    return _candidates.get(
        key(asked, costs, measures, json.dumps(spend, sort_keys=True)),
        lambda: candidates(
            asked.facts, asked.window, measures, costs=costs, scope=asked.scope, by=asked.by, told=spend
        ),
    )


def grid_of(asked: Asked, grid: Grid | None, costs: Costs | None = None) -> Grid:
    """The grid itself; the one as shipped is valued on the portfolio of the question."""
    return grid or shipped(found(asked, None, costs))


def ranking(asked: Asked, grid: Grid, costs: Costs | None = None) -> Ranking:
    """The ranking by a grid."""
    costs = serving() if costs is None else costs
    who = found(asked, grid, costs)
    levels = judgements.agreed() if any(one.judged for one in grid.criteria) else {}
    return _rankings.get(
        key(asked, costs, json.dumps([grid.as_json(), levels]), who), lambda: rank(who, grid, levels=levels)
    )
