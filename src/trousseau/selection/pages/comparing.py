"""Two grids side by side: criteria, weights, and who would enter and leave the list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.costs.queries import serving
from trousseau.figures import selection as said
from trousseau.figures.language import Language
from trousseau.method.criteria import Criterion, Grid
from trousseau.method.grid import percents
from trousseau.portfolio import words
from trousseau.portfolio.queries.source import Asked
from trousseau.selection.pages.moves import Moves, moves
from trousseau.selection.pages.words import criterion_name
from trousseau.selection.queries import grids
from trousseau.selection.queries.ranking import grid_of, ranking

DRAFT = "draft"


@dataclass(frozen=True)
class Side:
    """One of the two: what the address calls it, and the reader."""

    value: str
    name: str
    grid: Grid


@dataclass(frozen=True)
class CompareRow:
    """A criterion on both sides; "" where a side does not have it."""

    name: str
    axis: str
    before: str
    after: str
    change: str
    """What became of it, in words."""


@dataclass(frozen=True)
class ComparePage:
    """All that the template shows."""

    before: Side
    after: Side
    choices: tuple[tuple[str, str], ...]
    rows: tuple[CompareRow, ...]
    moves: Moves


def page(user: User, asked: Asked, chosen: Mapping[str, str]) -> ComparePage:
    """Two versions (by number; 0: as shipped) or the draft of a director; by default the last two.

    Raises:
        Http404: a version there is not.
    """
    language, costs = words.language(), serving()
    known = {str(one.number): grids.read(one.grid) for one in grids.versions()}
    known["0"] = grid_of(asked, None, costs)
    draft = grids.draft_of(user) if may(user, "edit_grid") else None
    if draft:
        known[DRAFT] = grids.read(draft.grid)
    latest = max(int(number) for number in known if number != DRAFT)
    usual = (str(latest), DRAFT) if draft else (str(max(0, latest - 1)), str(latest))
    sides = []
    for name, default in zip(("a", "b"), usual, strict=True):
        value = chosen.get(name) or default
        if value not in known:
            raise Http404
        sides.append(Side(value, _name(value), known[value]))
    before, after = sides
    return ComparePage(
        before=before,
        after=after,
        choices=tuple((value, _name(value)) for value in known),
        rows=_rows(before.grid, after.grid, language),
        moves=moves(ranking(asked, before.grid, costs), ranking(asked, after.grid, costs), language),
    )


def _name(value: str) -> str:
    if value == DRAFT:
        return _("your draft")
    return _("as shipped") if value == "0" else f"v{value}"


def _rows(before: Grid, after: Grid, language: Language) -> tuple[CompareRow, ...]:
    """Every criterion of either, those of the later first."""
    sides = [
        {one.key: (one, share) for one, share in zip(grid.criteria, percents(grid.weights), strict=True)}
        for grid in (before, after)
    ]
    old, new = sides
    found = []
    for key in (*new, *(key for key in old if key not in new)):
        one = (new.get(key) or old[key])[0]
        was, now = (language.percent(side[key][1] / 100, 0) if key in side else "" for side in sides)
        found.append(
            CompareRow(
                criterion_name(one, language),
                said.axis_word(one.axis, language),
                was,
                now,
                _change(old.get(key, (None,))[0], new.get(key, (None,))[0]),
            )
        )
    return tuple(found)


def _change(before: Criterion | None, after: Criterion | None) -> str:
    if before is None:
        return _("added")
    if after is None:
        return _("taken out")
    changes = [
        word
        for word, same in (
            (_("value function"), before.anchors == after.anchors),
            (_("levels"), before.levels == after.levels),
            (_("axis"), before.axis == after.axis),
            (_("measure"), before.measure == after.measure),
        )
        if not same
    ]
    return ", ".join(changes)
