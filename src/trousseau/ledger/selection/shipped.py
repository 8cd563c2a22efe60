"""The grid as shipped: what every ledger knows, valued on the portfolio at hand, until a director edits it."""

from __future__ import annotations

from trousseau.ledger.selection.measures import MEASURES, Candidates
from trousseau.method.criteria import Axis, Criterion, Grid, anchors_of

SHIPPED: tuple[tuple[str, Axis, float], ...] = (
    ("contribution", "attractiveness", 30.0),
    ("growth", "attractiveness", 20.0),
    ("zones", "attractiveness", 10.0),
    ("contribution_rate", "strength", 15.0),
    ("tenure", "strength", 15.0),
    ("divisions", "strength", 10.0),
)
"""Measure, axis, weight. Criteria that need judgement or the customer's total spend are for the company to add."""
CAPACITY, POINTS = 20, 10.0
NAMES = tuple(measure for measure, _, _ in SHIPPED)


def shipped(found: Candidates) -> Grid:
    """The shipped grid for candidates that have the measures `NAMES`; `anchors_of` values each.

    A measure nobody has stays in the grid: scores are then missing, and the ranking says between what they are.
    """
    criteria = []
    for measure, axis, weight in SHIPPED:
        figures = found.values[measure]
        better = MEASURES[measure].more_is_better
        criteria.append(Criterion(measure, axis, weight, anchors_of(figures, more_is_better=better), measure))
    return Grid(tuple(criteria), CAPACITY, POINTS)
