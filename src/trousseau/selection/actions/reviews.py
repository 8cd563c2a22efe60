"""What people decide in a review of the criteria, and what they tell for it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.method.criteria import AXES, Grid
from trousseau.portfolio.queries.source import Asked
from trousseau.selection.actions.grids import save_draft
from trousseau.selection.actions.spend import may_tell
from trousseau.selection.models import CriteriaReview, ExecutionTold, GridDraft, ReviewRhythm
from trousseau.selection.queries import grids, review
from trousseau.selection.queries.clients import Client
from trousseau.selection.queries.ranking import grid_of

SHARE = 100
LEFT = 0.05
"""What is left of an axis whose criteria told nothing."""


class ReviewError(Exception):
    """What was not done, and why.

    `review_reason`, `review_outcome`, `review_outdated` (another was decided meanwhile), `review_percent`,
    `review_source`, `review_day`, `review_months`, `review_quarters`, `review_draft` (a draft is there already),
    `review_nothing` (no weights are proposed).
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def tell_execution(
    user: User, client: Client, percent: Decimal, source: str, *, until: date, latest: date
) -> ExecutionTold:
    """Keep how much of a client's plan was done by a day, of what should be done by then; `latest`: today.

    Raises:
        PermissionDenied: neither a director nor a manager of one of the client's accounts.
        ReviewError: `review_percent`, `review_source`, `review_day`.
    """
    if not may_tell(user, client):
        raise PermissionDenied
    if not percent.is_finite() or not 0 <= percent <= SHARE:
        raise ReviewError("review_percent")
    if not source.strip():
        raise ReviewError("review_source")
    if until > latest:
        raise ReviewError("review_day")
    with transaction.atomic():
        before = ExecutionTold.objects.filter(client=client.key).order_by("until", "id").last()
        made: ExecutionTold = ExecutionTold.objects.create(
            client=client.key, name=client.name, until=until, percent=percent, source=source.strip(), author=user
        )
        audit.record(
            user,
            "execution.told",
            made,
            before={"until": before.until, "percent": before.percent, "source": before.source} if before else None,
            after={"until": until, "percent": percent, "source": made.source},
        )
    return made


def set_review_rhythm(user: User, months: int, quarters: int) -> ReviewRhythm:
    """Decide how often the criteria are reviewed, and after how many quarters without growth.

    Raises:
        PermissionDenied: it is the director's.
        ReviewError: `review_months`, `review_quarters`.
    """
    _allow(user)
    if not 1 <= months <= 60:
        raise ReviewError("review_months")
    if not 2 <= quarters <= 12:
        raise ReviewError("review_quarters")
    before = review.rhythm()
    with transaction.atomic():
        made: ReviewRhythm = ReviewRhythm.objects.create(months=months, quarters=quarters, author=user)
        audit.record(
            user,
            "review.rhythm_set",
            made,
            before={"months": before.months, "quarters": before.quarters},
            after={"months": months, "quarters": quarters},
        )
    return made


def decide_review(user: User, asked: Asked, outcome: str, reason: str, *, seen: int) -> CriteriaReview:
    """Decide what becomes of the grid, and keep all it was decided on.

    `seen`: the number of the newest review that stood on the page; where another was decided since, nothing happens.

    Raises:
        PermissionDenied: it is the director's.
        ReviewError: see its codes.
    """
    _allow(user)
    if outcome not in CriteriaReview.Outcome.values:
        raise ReviewError("review_outcome")
    if not reason.strip():
        raise ReviewError("review_reason")
    evidence = review.evidence(asked)
    try:
        with transaction.atomic():
            newest = CriteriaReview.objects.aggregate(newest=Max("number"))["newest"] or 0
            if newest != seen:
                raise ReviewError("review_outdated")
            made: CriteriaReview = CriteriaReview.objects.create(
                number=newest + 1,
                decided_by=user,
                outcome=outcome,
                reason=reason.strip(),
                grid_version=evidence["grid"],
                evidence=evidence,
            )
            diagnosis = evidence["diagnosis"] or {}
            audit.record(
                user,
                "review.decided",
                made,
                after={
                    "number": made.number,
                    "outcome": outcome,
                    "reason": made.reason,
                    "culprit": diagnosis.get("culprit", "unknown"),
                },
            )
    except IntegrityError as error:
        raise ReviewError("review_outdated") from error
    return made


def draft_proposed_weights(user: User, asked: Asked) -> GridDraft:
    """Begin a draft from the grid in force with the weights its review proposes.

    Criteria that could not be tried keep theirs.

    Raises:
        PermissionDenied: the grid is the director's.
        ReviewError: `review_draft`, `review_nothing`.
        GridError: an axis would be left without a criterion.
    """
    _allow(user)
    if grids.draft_of(user) is not None:
        raise ReviewError("review_draft")
    now = grids.in_force()
    found = next(one for one in review.evidence(asked)["grids"] if one["grid"] == now.number)
    if not found["proposal"] or not found["together"]:
        raise ReviewError("review_nothing")
    grid = grid_of(asked, now.grid)
    weights = proposed_weights(grid, found["together"]["keys"], found["proposal"]["weights"])
    said = grid.as_json()
    for one, weight in zip(said["criteria"], weights, strict=True):
        one["weight"] = weight
    return save_draft(user, grids.read(said))


def proposed_weights(grid: Grid, keys: list[str], weights: list[float]) -> list[float]:
    """The weights of all criteria in points of a hundred: those tried share anew what they have together.

    An axis that nothing would be left of keeps `LEFT` for its heaviest criterion of today, for a grid needs both.
    """
    by_key = dict(zip(keys, weights, strict=True))
    tried = sum(float(weight) for one, weight in zip(grid.criteria, grid.weights, strict=True) if one.key in by_key)
    new = [
        tried * by_key[one.key] if one.key in by_key else float(weight)
        for one, weight in zip(grid.criteria, grid.weights, strict=True)
    ]
    for axis in AXES:
        places = grid.on(axis)
        if not any(new[at] > 0.0 for at in places):
            heaviest = max(places, key=lambda at: grid.weights[at])
            new = [weight * (1.0 - LEFT) for weight in new]
            new[heaviest] = LEFT
    return [float(np.round(100.0 * weight, 1)) for weight in new]


def _allow(user: User) -> None:
    if not may(user, "edit_grid"):
        raise PermissionDenied
