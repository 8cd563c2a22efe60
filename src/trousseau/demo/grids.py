"""The grids that the demonstration's director published, from the first that went by size to the one in force.

The one in force has two judged criteria. Total spend and share of wallet are told of too few clients to weigh for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.method.criteria import AXES, Grid
from trousseau.portfolio.queries.source import Asked, asked
from trousseau.selection.actions.grids import DIRECT
from trousseau.selection.models import GridVersion
from trousseau.selection.queries import grids
from trousseau.selection.queries.ranking import ranking

ATTRACTIVENESS, STRENGTH = AXES
VALUES: dict[str, list[list[float]]] = {
    "revenue": [[0, 0], [500_000, 50], [5_000_000, 100]],
    "contribution": [[0, 0], [150_000, 40], [600_000, 70], [3_000_000, 100]],
    "contribution_rate": [[0, 0], [0.2, 50], [0.4, 100]],
    "growth": [[-0.2, 0], [0.0, 40], [0.3, 100]],
    "tenure": [[0, 0], [4, 100]],
    "divisions": [[1, 0], [4, 100]],
    "zones": [[1, 0], [5, 100]],
}
"""The value function of each computed criterion: the same in every version that has it."""


@dataclass(frozen=True)
class Published:
    """A version: how many days ago, why, its criteria with axis and weight, the points its weights may be off."""

    ago: int
    reason: str
    criteria: tuple[tuple[str, str, int], ...]
    points: int


VERSIONS = (
    Published(
        1_010,
        "Première grille : la taille, la croissance et l’ancienneté, comme on les choisissait déjà.",
        (("revenue", ATTRACTIVENESS, 60), ("growth", ATTRACTIVENESS, 15), ("tenure", STRENGTH, 25)),
        10,
    ),
    Published(
        640,
        "Les ventes seules gardaient Sandrup sur la liste : la contribution nette les remplace.",
        (
            ("contribution", ATTRACTIVENESS, 45), ("growth", ATTRACTIVENESS, 15), ("contribution_rate", STRENGTH, 20),
            ("tenure", STRENGTH, 20),
        ),
        10,
    ),
    Published(
        259,
        "L’enjeu et la relation se jugent à plusieurs ; l’ancienneté ne distinguait plus personne.",
        (
            ("contribution", ATTRACTIVENESS, 35), ("growth", ATTRACTIVENESS, 10), ("stake", ATTRACTIVENESS, 15),
            ("divisions", STRENGTH, 10), ("contribution_rate", STRENGTH, 10), ("relationship", STRENGTH, 20),
        ),
        8,
    ),
)  # fmt: skip
CAPACITY = 20


def tell(director: User, as_of: date) -> None:
    """Publish them on the days they were, where no grid is published."""
    if grids.versions().exists():
        return
    before: dict[str, Any] = {}
    listed: dict[str, str] = {}
    for number, one in enumerate(VERSIONS, 1):
        grid, day = _grid(one), as_of - timedelta(days=one.ago)
        question = then(director, day)
        if question is None:
            return
        now = _listed(question, grid)
        entered = {account: name for account, name in now.items() if listed and account not in listed}
        left = {account: name for account, name in listed.items() if account not in now}
        with transaction.atomic():
            version = GridVersion.objects.create(
                number=number,
                at=timezone.make_aware(datetime.combine(day, time(9, 30))),
                published_by=director,
                reason=one.reason,
                grid=grid.as_json(),
                weighed=DIRECT,
                moves={"entered": [*map(list, entered.items())], "left": [*map(list, left.items())]},
                start=question.window.start,
                end=question.window.end,
                facts_version=question.facts.version,
            )
            after = {**version.grid, "reason": one.reason}
            audit.record(director, "grid.published", version, before=before, after=after)
        before, listed = version.grid, now


def _grid(one: Published) -> Grid:
    criteria = [_criterion(*row) for row in one.criteria]
    return grids.read({"criteria": criteria, "capacity": CAPACITY, "points": one.points})


def _criterion(key: str, axis: str, weight: int) -> dict[str, Any]:
    said: dict[str, Any] = {"key": key, "axis": axis, "weight": weight}
    return said | ({"measure": key, "anchors": VALUES[key]} if key in VALUES else {"levels": [""] * 5})


def then(director: User, day: date) -> Asked | None:
    """The twelve months that were known on a day; None without sales lines."""
    end = day.replace(day=1) - timedelta(days=1)
    start = end.replace(year=end.year - 1, day=1) + timedelta(days=31)
    return asked(director, {"start": start.replace(day=1).isoformat(), "end": end.isoformat()})


def _listed(question: Asked, grid: Grid) -> dict[str, str]:
    """Who would be on the list by a grid."""
    found = ranking(question, grid)
    return {found.accounts[at]: found.names[at] for at in found.order[:CAPACITY].tolist()}
