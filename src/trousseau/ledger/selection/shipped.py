"""The grid as shipped: what every ledger knows, valued on the portfolio at hand, until a director edits it."""

from __future__ import annotations

import numpy as np

from trousseau.ledger.selection.measures import MEASURES, Candidates
from trousseau.method.criteria import CAPACITY, FEWEST, Axis, Criterion, Grid, anchors_of

SHIPPED: tuple[tuple[str, Axis, float], ...] = (
    ("contribution", "attractiveness", 30.0),
    ("growth", "attractiveness", 20.0),
    ("zones", "attractiveness", 10.0),
    ("contribution_rate", "strength", 15.0),
    ("tenure", "strength", 15.0),
    ("divisions", "strength", 10.0),
)
"""Measure, axis, weight. Criteria that need judgement or the customer's total spend are for the company to add."""
POINTS = 5.0
INSTEAD = {"contribution": "revenue"}
"""What stands for a measure that is known of nobody; another such measure is left out."""
ALWAYS: tuple[tuple[str, Axis, float], ...] = (("recency", "strength", 10.0),)
"""What joins where fewer than three criteria are left: with sales and years it is known in every ledger."""
NAMES = tuple(dict.fromkeys([*(measure for measure, _, _ in (*SHIPPED, *ALWAYS)), *INSTEAD.values()]))


def shipped(found: Candidates) -> Grid:
    """The shipped grid for candidates that have the measures `NAMES`; `anchors_of` values each.

    Where no line has a cost, sales stand for contribution and the rate of contribution is left out.
    """
    known = [(INSTEAD.get(one, one) if not _known(found, one) else one, axis, weight) for one, axis, weight in SHIPPED]
    known = [(measure, axis, weight) for measure, axis, weight in known if _known(found, measure)]
    if len(known) < FEWEST:
        known += ALWAYS
    criteria = []
    for measure, axis, weight in known:
        anchors = anchors_of(found.values[measure], more_is_better=MEASURES[measure].more_is_better)
        criteria.append(Criterion(measure, axis, weight, anchors, measure))
    return Grid(tuple(criteria), CAPACITY, POINTS)


def _known(found: Candidates, measure: str) -> bool:
    return bool(np.isfinite(found.values[measure]).any())
