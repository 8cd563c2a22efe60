"""The grid in force, its history, and the draft someone works on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from trousseau.access.models import User
from trousseau.access.once import once
from trousseau.ledger.selection import MEASURES
from trousseau.method.criteria import Grid
from trousseau.selection.models import GridDraft, GridVersion


@dataclass(frozen=True)
class InForce:
    """The grid that ranks today."""

    number: int
    """0: as shipped."""
    grid: Grid | None
    """None: as shipped, which is valued on the portfolio at hand."""
    version: GridVersion | None

    @property
    def weighed(self) -> dict[str, Any]:
        """How its weights were found."""
        return dict(self.version.weighed) if self.version else {}


def in_force() -> InForce:
    """The newest grid; the one as shipped before anyone published some. One query."""
    return once("grid", _newest)


def _newest() -> InForce:
    newest = versions().first()
    return InForce(newest.number, read(newest.grid), newest) if newest else InForce(0, None, None)


def versions() -> QuerySet[GridVersion]:
    """Every grid that was published, the newest first."""
    return GridVersion.objects.select_related("published_by")


def draft_of(user: User) -> GridDraft | None:
    """What someone is working on."""
    return GridDraft.objects.filter(owner=user).first()


def read(said: object) -> Grid:
    """A grid as it was kept."""
    return Grid.read(said, list(MEASURES))
