"""What a director decides of the grid: work on a draft, publish it for good, drop it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.ledger.selection import Ranking
from trousseau.method.criteria import Grid
from trousseau.portfolio.queries.source import Asked
from trousseau.selection.models import GridDraft, GridVersion
from trousseau.selection.queries import grids
from trousseau.selection.queries.ranking import grid_of, ranking


class GridPublishingError(Exception):
    """A grid that was not published: `grid_outdated` (someone was faster), `grid_unchanged`, `grid_reason`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def save_draft(user: User, grid: Grid, weighed: Mapping[str, Any] | None = None) -> GridDraft:
    """Keep what a director works on; a draft keeps the version it began from.

    `weighed`: how its weights were found; without it they were set directly, where they are others than before.

    Raises:
        PermissionDenied: the grid is the director's.
    """
    _allow(user)
    with transaction.atomic():
        now = grids.in_force()
        draft, new = GridDraft.objects.select_for_update().get_or_create(
            owner=user, defaults={"grid": grid.as_json(), "based_on": now.number}
        )
        before = now.grid if new else grids.read(draft.grid)
        kept = now.weighed if new else draft.weighed
        draft.weighed = dict(weighed or (kept if _weights(before) == _weights(grid) and kept else DIRECT))
        draft.grid = grid.as_json()
        draft.save(update_fields=["grid", "weighed", "changed_at"])
    return draft


DIRECT = {"by": "direct"}


def _weights(grid: Grid | None) -> dict[str, float]:
    return {one.key: one.weight for one in grid.criteria} if grid else {}


def drop_draft(user: User) -> None:
    """Forget what a director works on; the grid in force stays.

    Raises:
        PermissionDenied: the grid is the director's.
    """
    _allow(user)
    GridDraft.objects.filter(owner=user).delete()


def publish_grid(user: User, reason: str, asked: Asked | None) -> GridVersion:
    """Put a director's draft in force from now on; `asked` is the portfolio on which moves are kept.

    Where another version was published since the draft began, nothing happens and they are told.

    Raises:
        PermissionDenied: the grid is the director's.
        GridPublishingError: see its codes.
    """
    _allow(user)
    draft = grids.draft_of(user)
    now = grids.in_force()
    if draft is None:
        raise GridPublishingError("grid_unchanged")
    if not reason.strip():
        raise GridPublishingError("grid_reason")
    if draft.based_on != now.number:
        raise GridPublishingError("grid_outdated")
    grid = grids.read(draft.grid)
    if grid == now.grid:
        raise GridPublishingError("grid_unchanged")
    moves = _moves(asked, now.grid, grid)
    try:
        with transaction.atomic():
            version = GridVersion.objects.create(
                number=now.number + 1,
                published_by=user,
                reason=reason.strip(),
                grid=grid.as_json(),
                weighed=draft.weighed or DIRECT,
                moves=moves,
                start=asked.window.start if asked else None,
                end=asked.window.end if asked else None,
                facts_version=asked.facts.version if asked else "",
            )
            GridDraft.objects.filter(owner=user).delete()
            audit.record(
                user,
                "grid.published",
                version,
                before=now.grid.as_json() if now.grid else {},
                after={**grid.as_json(), "reason": version.reason},
            )
    except IntegrityError as error:
        raise GridPublishingError("grid_outdated") from error
    return version


def _allow(user: User) -> None:
    if not may(user, "edit_grid"):
        raise PermissionDenied


def _moves(asked: Asked | None, before: Grid | None, after: Grid) -> dict[str, list[list[str]]]:
    """Who enters the list and who leaves it."""
    if asked is None:
        return {"entered": [], "left": []}
    old, new = (_listed(ranking(asked, grid)) for grid in (grid_of(asked, before), after))
    return {
        "entered": [[account, name] for account, name in new.items() if account not in old],
        "left": [[account, name] for account, name in old.items() if account not in new],
    }


def _listed(found: Ranking) -> dict[str, str]:
    """The accounts on the list, with their names."""
    return {found.accounts[at]: found.names[at] for at in found.order[: found.capacity].tolist()}
