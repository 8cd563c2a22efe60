"""The criteria of a grid as a page shows them and as the fields of a draft hold them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trousseau.costs.queries import serving
from trousseau.figures import selection as said
from trousseau.figures.language import Language
from trousseau.figures.typed import written
from trousseau.ledger.costs import Costs
from trousseau.ledger.selection import MEASURES
from trousseau.method.arrays import Floats
from trousseau.method.criteria import LEVELS, Criterion, Grid
from trousseau.method.grid import percents
from trousseau.portfolio import words
from trousseau.portfolio.queries.source import Asked
from trousseau.selection.charts.value import Drawn, value_function
from trousseau.selection.pages.fields import percent_measure
from trousseau.selection.pages.words import criterion_name, figure_text
from trousseau.selection.queries import judgements
from trousseau.selection.queries.ranking import found as candidates

ANCHORS = 6
"""Anchors of a value function that the form has room for."""
SCANT = 0.5
"""A criterion known of fewer than this share of the accounts is said to be."""


@dataclass(frozen=True)
class Anchor:
    """One anchor as its two fields hold it."""

    figure: str
    points: str


@dataclass(frozen=True)
class Level:
    """One level of a judged criterion: what it means, and what its field holds (empty: the delivered words)."""

    number: int
    says: str
    own: str


@dataclass(frozen=True)
class CriterionRow:
    """A criterion as the page shows it, or as its fields hold it."""

    at: int
    name: str
    own_name: str
    key: str
    axis: str
    axis_word: str
    choice: str
    """What the select of the form holds: a measure, or `judged:` and the key."""
    weight: str
    """As the field holds it."""
    share: int
    """Of all weights, whole per cents that add up to 100."""
    anchors: tuple[Anchor, ...]
    levels: tuple[Level, ...]
    unit: str
    says: str
    """The value function or the levels in words."""
    drawn: Drawn | None
    """The value function on the portfolio's distribution."""
    known: int
    scant: str
    """Where few accounts have it, what that means."""
    swing: str
    """From the worst to the best of it, in its figures."""

    @property
    def fraction(self) -> float:
        """The share, of 1."""
        return self.share / 100

    @property
    def picture(self) -> SafeString:
        """The drawing, for reading."""
        return self.drawn.svg if self.drawn else SafeString("")


def rows(grid: Grid, asked: Asked | None, costs: Costs | None = None) -> tuple[CriterionRow, ...]:
    """The criteria of a grid on a portfolio; without one, without their drawings."""
    language = words.language()
    who = candidates(asked, grid, serving() if costs is None else costs) if asked else None
    levels = judgements.agreed() if any(one.judged for one in grid.criteria) else {}
    accounts = who.accounts if who else []
    shares = percents([one.weight for one in grid.criteria]) if grid.criteria else []
    found = []
    for at, one in enumerate(grid.criteria):
        figures = who.values[one.measure] if who and not one.judged else np.empty(0)
        known = _known(one, figures, accounts, levels.get(one.key, {}))
        found.append(
            CriterionRow(
                at=at,
                name=criterion_name(one, language),
                own_name=one.name,
                key=one.key,
                axis=one.axis,
                axis_word=said.axis_word(one.axis, language),
                choice=f"judged:{one.key}" if one.judged else one.measure,
                weight=written(one.weight, language),
                share=shares[at],
                anchors=_anchors(one, language),
                levels=levels_of(one, language),
                unit=_unit(one, asked),
                says=_says(one, asked, language),
                drawn=None if one.judged else value_function(figures, one.anchors),
                known=known,
                scant=_scant(known, len(accounts), language),
                swing=_swing(one, asked, language),
            )
        )
    return tuple(found)


def levels_of(one: Criterion, language: Language) -> tuple[Level, ...]:
    """The five levels of a judged criterion; the company's own words where it wrote some."""
    if not one.judged:
        return ()
    ready = said.level_words(one.key, language) or ("",) * LEVELS
    return tuple(
        Level(number, own or delivered, own)
        for number, (own, delivered) in enumerate(zip(one.levels, ready, strict=True), 1)
    )


def _known(one: Criterion, figures: Floats, accounts: list[str], levels: Mapping[str, tuple[float, float]]) -> int:
    """Of how many of the accounts the criterion is settled."""
    if not one.judged:
        return int(np.count_nonzero(np.isfinite(figures)))
    return sum(1 for account in accounts if account in levels and levels[account][0] == levels[account][1])


def _anchors(one: Criterion, language: Language) -> tuple[Anchor, ...]:
    """The anchors there are, then empty ones."""
    if one.judged:
        return ()
    scale = 100.0 if percent_measure(one.measure) else 1.0
    filled = [Anchor(written(figure * scale, language), written(points, language)) for figure, points in one.anchors]
    return (*filled, *[Anchor("", "")] * max(0, ANCHORS - len(filled)))


def _unit(one: Criterion, asked: Asked | None) -> str:
    if one.judged or one.measure not in MEASURES:
        return ""
    if percent_measure(one.measure):
        return "%"
    return (asked.facts.base or "") if asked and MEASURES[one.measure].unit == "money" else ""


def _says(one: Criterion, asked: Asked | None, language: Language) -> str:
    """The value function in words; of a judgement, its first and last level."""
    if one.judged:
        levels = levels_of(one, language)
        return _("judged, from 1 “{least}” to 5 “{most}”").format(least=levels[0].says, most=levels[-1].says)
    if asked is None:
        return ""
    return language.listed(
        [
            _("{points} points at {figure}").format(
                points=language.number(points, 0), figure=figure_text(one.measure, figure, asked, language)
            )
            for figure, points in one.anchors
        ]
    )


def _swing(one: Criterion, asked: Asked | None, language: Language) -> str:
    """From the figure worth least to the one worth most."""
    if one.judged:
        levels = levels_of(one, language)
        return _("from “{worst}” to “{best}”").format(worst=levels[0].says, best=levels[-1].says)
    if asked is None:
        return ""
    by_points = sorted(one.anchors, key=lambda anchor: anchor[1])
    worst, best = (figure_text(one.measure, by_points[end][0], asked, language) for end in (0, -1))
    return _("from {worst} to {best}").format(worst=worst, best=best)


def _scant(known: int, accounts: int, language: Language) -> str:
    if not accounts or known >= SCANT * accounts:
        return ""
    return _("settled for {known} of {accounts} accounts: the others keep anything from 0 to 100 points open").format(
        known=language.number(known), accounts=language.number(accounts)
    )
