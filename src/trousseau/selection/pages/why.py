"""One account of the ranking explained: what its score is made of, what would change its side, against whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trousseau.figures import selection as said
from trousseau.figures.language import Language
from trousseau.ledger.selection import Ranking
from trousseau.method.criteria import LEVELS, SCALE, Criterion, Grid
from trousseau.method.grid import figure_worth
from trousseau.method.turning import Turning
from trousseau.portfolio import words
from trousseau.portfolio.queries.source import Asked
from trousseau.selection.charts.ranks import ranks
from trousseau.selection.pages.words import criterion_name, figure_text


@dataclass(frozen=True)
class Part:
    """One criterion of one account."""

    name: str
    figure: str
    points: str
    weight: str
    brings: str
    turns: str
    """The weight at which the account would change sides."""
    needs: str
    """The figure of its own at which it would."""
    central: str
    """The mean weight under which it is on the list."""


@dataclass(frozen=True)
class Rival:
    """One it contends with, and the share of weightings under which it scores more."""

    name: str
    wins: str


@dataclass(frozen=True)
class Why:
    """One account explained."""

    name: str
    score: str
    parts: tuple[Part, ...]
    sentence: str
    rivals: tuple[Rival, ...]
    ranks: SafeString
    """The distribution of its ranks, drawn."""
    ranks_say: str


@dataclass(frozen=True)
class _Case:
    """An account at a place of a ranking, and who asks."""

    at: int
    found: Ranking
    turns: Turning
    asked: Asked
    language: Language


def why(at: int, found: Ranking, grid: Grid, asked: Asked) -> Why:
    """The account at a place of the ranking."""
    language, turns = words.language(), found.turning(at)
    case = _Case(at, found, turns, asked, language)
    parts = tuple(_part(one, place, case) for place, one in enumerate(grid.criteria))
    says = _ranks_say(at, found, language)
    return Why(
        name=found.names[at],
        score=score_text(at, found, language),
        parts=parts,
        sentence=_sentence(at, found, turns, language),
        rivals=tuple(Rival(found.names[one], said.chance(won, language)) for one, won in found.rivals(at)),
        ranks=ranks(found.certainty.ranks_of([at])[0], found.capacity, says),
        ranks_say=says,
    )


def score_text(at: int, found: Ranking, language: Language) -> str:
    """A score, or the least and the most it can be."""
    if not np.isnan(found.score[at]):
        return language.number(float(found.score[at]), 1)
    return "–".join(language.number(float(end[at]), 0) for end in (found.low, found.high))


def _part(one: Criterion, place: int, case: _Case) -> Part:
    at, found, language = case.at, case.found, case.language
    weight = float(found.weights[place])
    least, most = (float(end[at, place]) for end in found.ends)
    central = float(found.certainty.central_weights[at, place])
    brings = [language.number(end * weight, 1) for end in (least, most)]
    points = [language.number(end, 0) for end in (least, most)]
    return Part(
        name=criterion_name(one, language),
        figure=_figure(one, place, case),
        points=points[0] if least == most else "–".join(points),
        weight=language.percent(weight, 0),
        brings=brings[0] if least == most else "–".join(brings),
        turns=_turn(case.turns, place, weight, language),
        needs=_needs(one, place, case),
        central="–" if np.isnan(central) else language.percent(central, 0),
    )


def _figure(one: Criterion, place: int, case: _Case) -> str:
    """The figure behind the points; of a judgement its level, or those between which it is open."""
    at, found, language = case.at, case.found, case.language
    if not one.judged:
        return figure_text(one.measure, float(found.figures[one.measure][at]), case.asked, language)
    least, most = (float(end[at, place]) for end in found.ends)
    if (least, most) == SCALE:
        return _("not judged")
    levels = [_level(end, language) for end in (least, most)]
    return levels[0] if least == most else _("between {low} and {high}").format(low=levels[0], high=levels[1])


def _level(points: float, language: Language) -> str:
    """The level that is worth some points: 3, or 3.5 where people settled between two."""
    level = 1.0 + (LEVELS - 1) * points / SCALE[1]
    return language.number(level, 0 if level == round(level) else 1)


def _turn(turns: Turning, place: int, weight: float, language: Language) -> str:
    """The nearest weight that would change its side."""
    near = [float(ends[place]) for ends in (turns.weight_below, turns.weight_above) if not np.isnan(ends[place])]
    if not near:
        return _("no weight")
    nearest = min(near, key=lambda end: abs(end - weight))
    return f"{language.percent(weight, 0)} → {language.percent(nearest, 0)}"


def _needs(one: Criterion, place: int, case: _Case) -> str:
    """What the account itself would need on a criterion to change sides, the rest being as it is."""
    points = float(case.turns.own_score[place])
    if not SCALE[0] <= points <= SCALE[1]:
        return _("not by this alone")
    if one.judged:
        return _level(points, case.language)
    now = float(case.found.figures[one.measure][case.at])
    figure = figure_worth(points, one.anchors, 0.0 if np.isnan(now) else now)
    return _("not by this alone") if np.isnan(figure) else figure_text(one.measure, figure, case.asked, case.language)


def _sentence(at: int, found: Ranking, turns: Turning, language: Language) -> str:
    """Which side it is on, and by how much, against whom."""
    if turns.rival is None:
        return _("There is room for everyone.")
    text = (
        _("It is on the list, {points} points before {rival}, the first that is not.")
        if turns.listed
        else _("It is not on the list, {points} points behind {rival}, the last that is.")
    )
    said_so = text.format(points=language.number(abs(turns.margin), 1), rival=found.names[turns.rival])
    if not np.isnan(found.score[at]):
        return said_so
    low, high = (language.number(float(end[at]), 1) for end in (found.low, found.high))
    open_text = _(
        "A criterion of it is not settled: it may have from {low} to {high} points, and stands in the middle."
    )
    return f"{said_so} {open_text.format(low=low, high=high)}"


def _ranks_say(at: int, found: Ranking, language: Language) -> str:
    """The distribution in words: the most frequent rank, and those of 90 % of cases."""
    shares = found.certainty.ranks_of([at])[0]
    if not shares.any():
        return _("It is never among the first {n}.").format(n=language.number(len(shares)))
    low, high = found.ranks_between([at])[0]
    most = int(shares.argmax())
    often = _("Rank {rank} most often, under {share} of weightings").format(
        rank=language.number(most + 1), share=said.chance(float(shares[most]), language)
    )
    if high is None:
        return _("{often}; from {low} down in 90% of cases.").format(often=often, low=language.number(low))
    return _("{often}; from {low} to {high} in 90% of cases.").format(
        often=often, low=language.number(low), high=language.number(high)
    )
