"""The grid as shipped: what every ledger knows, valued on the portfolio at hand, until a director edits it."""

from __future__ import annotations

import numpy as np

from trousseau.ledger.selection.measures import MEASURES, Candidates
from trousseau.method.criteria import CAPACITY, Axis, Criterion, Grid, anchors_of

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
NAMES = tuple(dict.fromkeys([*(measure for measure, _, _ in SHIPPED), *INSTEAD.values()]))


def shipped(found: Candidates) -> Grid:
    """The shipped grid for candidates that have the measures `NAMES`; `anchors_of` values each.

    Where no line has a cost, sales stand for contribution and the rate of contribution is left out; tenure and zones
    are always known, so both axes are there.
    """
    criteria = []
    for measure, axis, weight in SHIPPED:
        used = measure if np.isfinite(found.values[measure]).any() else INSTEAD.get(measure)
        if used is not None:
            anchors = anchors_of(found.values[used], more_is_better=MEASURES[used].more_is_better)
            criteria.append(Criterion(used, axis, weight, anchors, used))
    return Grid(tuple(criteria), CAPACITY, POINTS)
