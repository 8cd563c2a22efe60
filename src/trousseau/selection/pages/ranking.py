"""The page of the ranking: who is on the list, how sure that is, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urlencode

import numpy as np
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.costs.queries import serving
from trousseau.figures import selection as said
from trousseau.figures.language import Language
from trousseau.ledger.selection import Ranking
from trousseau.ledger.selection.measures import floats
from trousseau.method.arrays import Floats, Integers
from trousseau.method.criteria import Grid
from trousseau.method.grid import composite
from trousseau.portfolio import words
from trousseau.portfolio.pages.links import addresses
from trousseau.portfolio.queries.source import Asked
from trousseau.selection.charts.matrix import MOST, Bubble, matrix
from trousseau.selection.pages.standing import Choice, Moves, Standing, moves, sentence, standing
from trousseau.selection.pages.why import Why, score_text, why
from trousseau.selection.pages.words import criterion_name
from trousseau.selection.queries import grids
from trousseau.selection.queries.ranking import found as candidates
from trousseau.selection.queries.ranking import grid_of
from trousseau.selection.queries.ranking import ranking as ranked

BEYOND = 10
"""Rows shown after the capacity line."""
WIDTH, HEIGHT = 160, 12
"""Of the bar of points, in pixels: 160 are 100 points."""


@dataclass(frozen=True)
class Row:
    """An account of the ranking."""

    at: int
    rank: int
    name: str
    url: str
    why: str
    """The address that opens its explanation."""
    points: SafeString
    """Its points by criterion, drawn."""
    score: str
    chance: str
    probability: float
    span: str
    fragile: bool
    listed: bool
    held: str
    """The tier it holds; "" for none."""
    tier: str
    """The tier the rules propose."""
    chosen: bool


@dataclass(frozen=True)
class Legend:
    """A criterion as the bars show it."""

    name: str
    weight: str
    swatch: SafeString


@dataclass(frozen=True)
class RankingPage:
    """All that the template shows."""

    asked: Asked
    now: grids.InForce
    grid: Grid
    found: Ranking
    finding: str
    lead: str
    rows: tuple[Row, ...]
    total: int
    legend: tuple[tuple[str, tuple[Legend, ...]], ...]
    """By axis."""
    option: dict[str, Any]
    why: Why | None
    standing: Standing
    order: Integers
    """The accounts that the filters leave, the highest first."""
    filters: tuple[Choice, ...]
    kept: str
    """What a link of the page keeps of the address: the filters."""
    moves: Moves
    moving: str

    @property
    def filtered(self) -> bool:
        """Whether the page shows only some accounts."""
        return bool(self.kept)

    @property
    def capacity(self) -> int:
        """How many key accounts there can be."""
        return self.grid.capacity

    @property
    def left(self) -> int:
        """How many are not shown."""
        return self.total - len(self.rows)


def page(user: User, asked: Asked, chosen: Mapping[str, str]) -> RankingPage:
    """The ranking of a question under the grid in force."""
    language = words.language()
    costs, now = serving(), grids.in_force()
    grid = grid_of(asked, now.grid, costs)
    found = ranked(asked, grid, costs)
    everyone = chosen.get("all") == "1"
    stands = standing(asked, found)
    order = stands.order(chosen)
    shown = order if everyone else order[: grid.capacity + BEYOND]
    opened = chosen.get("account", "")
    rows = _rows(user, asked, stands, shown.tolist(), grid=grid, opened=opened)
    one = next((row for row in rows if row.chosen), None)
    revenue = np.nan_to_num(floats(candidates(asked, grid, costs).table["revenue"]))
    moving = moves(stands, revenue, asked, language)
    kept = {name: chosen[name] for name in ("tier", "fragile") if chosen.get(name)}
    return RankingPage(
        asked=asked,
        now=now,
        grid=grid,
        found=found,
        finding=said.finding(found, language),
        lead=_lead(found, grid, language),
        rows=rows,
        total=len(order),
        legend=_legend(grid, found, language),
        option=_matrix(found, grid, revenue, asked, order=order),
        why=why(one.at, found, grid, asked) if one else None,
        standing=stands,
        order=order,
        filters=stands.choices(chosen),
        kept=f"&{urlencode(kept)}" if kept else "",
        moves=moving,
        moving=sentence(moving, language),
    )


def _rows(user: User, asked: Asked, stands: Standing, shown: list[int], *, grid: Grid, opened: str) -> tuple[Row, ...]:
    found, language, paints = stands.found, words.language(), _paints(grid)
    urls = addresses(user, {found.accounts[at] for at in shown}, by=asked.by)
    spans = found.ranks_between(shown)
    rows = []
    for at, (low, high) in zip(shown, spans, strict=True):
        key = found.accounts[at]
        rank = int(found.rank[at])
        probability = float(found.certainty.top_probability[at])
        rows.append(
            Row(
                at=at,
                rank=rank,
                name=found.names[at],
                url=urls.get(key, ""),
                why=key,
                points=_points(found, at, paints, language),
                score=score_text(at, found, language),
                chance=said.chance(probability, language),
                probability=probability,
                span=f"{low}–{'…' if high is None else high}" if low != high else f"{low}",
                fragile=bool(found.fragile[at]),
                listed=rank <= found.capacity,
                held=stands.held_word(at),
                tier=stands.proposed_word(at),
                chosen=key == opened,
            )
        )
    return tuple(rows)


def _paints(grid: Grid) -> tuple[str, ...]:
    """The colour of each criterion: blues for attractiveness, violets for strength; past the last, the first again."""
    seen = {"attractiveness": 0, "strength": 0}
    found = []
    for one in grid.criteria:
        name, colours = ("attract", 4) if one.axis == "attractiveness" else ("strength", 3)
        found.append(f"{name}-{1 + seen[one.axis] % colours}")
        seen[one.axis] += 1
    return tuple(found)


def _points(found: Ranking, at: int, paints: tuple[str, ...], language: Language) -> SafeString:
    """The points of each criterion, weighed, one after the other; a missing one leaves a hatched gap of its weight."""
    x, drawn, spoken = 0.0, [], []
    for place, (points, weight) in enumerate(zip(found.points[at].tolist(), found.weights.tolist(), strict=True)):
        known = points == points  # noqa: PLR0124 - NaN
        width = WIDTH * weight * (points / 100.0 if known else 1.0)
        css = paints[place] if known else "part-missing"
        drawn.append(f'<rect class="{css}" x="{x:.1f}" y="0" width="{max(0.0, width - 1):.1f}" height="{HEIGHT}"/>')
        spoken.append(language.number(points * weight, 1) if known else _("unknown"))
        x += width
    label = escape(" + ".join(spoken))
    return mark_safe(  # noqa: S308 - numbers, and one escaped text
        f'<svg class="points" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{label}" focusable="false">{"".join(drawn)}</svg>'
    )


def _lead(found: Ranking, grid: Grid, language: Language) -> str:
    return _(
        "{samples} weightings were drawn, each weight within {points} points of the published one; a place is fragile "
        "where it changes hands under one weighting in ten or more. No share is off by more than {error} points."
    ).format(
        samples=language.number(found.certainty.samples),
        points=language.number(grid.points, 0),
        error=language.number(196 * found.certainty.sampling_error, 1),
    )


def _legend(grid: Grid, found: Ranking, language: Language) -> tuple[tuple[str, tuple[Legend, ...]], ...]:
    axes = []
    for axis in ("attractiveness", "strength"):
        named = tuple(
            Legend(
                criterion_name(one, language),
                language.percent(float(found.weights[place]), 0),
                mark_safe(  # noqa: S308 - one of our own names
                    f'<svg class="swatch" aria-hidden="true"><rect class="{paint}" width="100%" height="100%"/></svg>'
                ),
            )
            for place, (one, paint) in enumerate(zip(grid.criteria, _paints(grid), strict=True))
            if one.axis == axis
        )
        axes.append((said.axis_word(axis, language), named))
    return tuple(axes)


def _matrix(found: Ranking, grid: Grid, revenue: Floats, asked: Asked, *, order: Integers) -> dict[str, Any]:
    """Both axes; what is not settled stands in the middle of what it can be, and says so."""
    language = words.language()
    middle = (found.ends[0] + found.ends[1]) / 2.0
    strength, attractiveness = (
        composite(middle[:, grid.on(axis)], grid.weights[grid.on(axis)]) for axis in ("strength", "attractiveness")
    )
    says = {True: _("{name}: {sales}, scores not settled"), False: _("{name}: {sales}")}
    bubbles = [
        Bubble(
            name=found.names[at],
            strength=float(strength[at]),
            attractiveness=float(attractiveness[at]),
            revenue=float(revenue[at]),
            says=says[bool(np.isnan(found.score[at]))].format(
                name=found.names[at], sales=language.short_amount(float(revenue[at]), asked.facts.base)
            ),
            state="fragile" if found.fragile[at] else "listed" if found.rank[at] <= found.capacity else "other",
        )
        for at in order[:MOST].tolist()
    ]
    return matrix(
        bubbles,
        {
            "attractiveness": said.axis_word("attractiveness", language),
            "strength": said.axis_word("strength", language),
            "ne": _("Defend and extend"),
            "nw": _("Win"),
            "se": _("Maintain"),
            "sw": _("Serve at less cost"),
        },
    )
