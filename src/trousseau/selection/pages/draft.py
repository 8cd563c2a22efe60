"""What a director wrote in the form of the grid, read into a grid."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from trousseau.figures import selection as said
from trousseau.figures.language import Language
from trousseau.ledger.selection import MEASURES
from trousseau.method.arrays import Floats
from trousseau.method.criteria import AXES, LEVELS, MOST, Criterion, Grid, GridError, anchors_of
from trousseau.portfolio import words
from trousseau.portfolio.queries.source import Asked
from trousseau.selection.pages.criteria import ANCHORS, Anchor, CriterionRow, Level
from trousseau.selection.pages.fields import figure_field, percent_measure
from trousseau.selection.queries.ranking import found as candidates

Anchors: TypeAlias = list[list[float | str]]
"""Pairs of figure and points; a text is one that is no number."""
JUDGED = "judged:"
OWN = "judged:own"
"""A judgement that is not among those delivered."""
PRESETS = (
    ("", _("as written")),
    ("more", _("more is better")),
    ("less", _("less is better")),
    ("between", _("best between")),
)
"""What a value function can be set to on the portfolio at hand."""


def read_draft(given: Mapping[str, str], asked: Asked) -> Grid:
    """The grid of the form's fields; one that is ticked as dropped is taken out.

    A computed criterion without anchors, or with a preset, is valued on the portfolio at hand.

    Raises:
        GridError: what was wrong, and where.
    """
    language = words.language()
    criteria: list[dict[str, Any]] = []
    for at in range(MOST):
        choice = given.get(f"measure-{at}", "")
        if not choice or given.get(f"drop-{at}"):
            continue
        read = _judged if choice.startswith(JUDGED) else _computed
        criteria.append(
            read(given, at, choice, asked)
            | {"axis": given.get(f"axis-{at}", ""), "weight": figure_field(given.get(f"weight-{at}", ""), language)}
        )
    keys = [one["key"] for one in criteria]
    for one in criteria:
        if keys.count(one["key"]) > 1:
            raise GridError("grid_key_twice", criterion=one["name"] or said.criterion_word(one["key"], language))
    capacity = figure_field(given.get("capacity", ""), language)
    points = figure_field(given.get("points", ""), language)
    return Grid.read({"criteria": criteria, "capacity": capacity, "points": points}, list(MEASURES))


def _judged(given: Mapping[str, str], at: int, choice: str, _asked: Asked) -> dict[str, Any]:
    """A criterion that people judge: delivered, or written by the company."""
    name = given.get(f"name-{at}", "").strip()[:60]
    levels = [given.get(f"level-{at}-{number}", "").strip()[:300] for number in range(1, LEVELS + 1)]
    key = choice.removeprefix(JUDGED)
    if choice == OWN:
        if not name:
            raise GridError("grid_name")
        key = f"own-{slugify(unicodedata.normalize('NFKD', name)) or at}"
    if not said.level_words(key, words.language()):
        for number, text in enumerate(levels, 1):
            if not text:
                raise GridError("grid_levels_empty", criterion=name or key, value=number)
    # Delivered words that nobody changed stay delivered: they follow the reader's language.
    delivered = [said.level_words(key, language) for language in (Language("en"), Language("fr"))]
    kept = [
        "" if any(text == ready[place] for ready in delivered if ready) else text for place, text in enumerate(levels)
    ]
    return {"key": key, "levels": kept, "name": name}


def _computed(given: Mapping[str, str], at: int, choice: str, asked: Asked) -> dict[str, Any]:
    """A criterion that is computed, with its value function."""
    if choice not in MEASURES:
        raise GridError("grid_measure", criterion=choice, value=choice, known=", ".join(MEASURES))
    anchors = _anchors(given, at, choice)
    preset = given.get(f"preset-{at}", "")
    if preset or not anchors or given.get(f"was-{at}", choice) != choice:
        figures = candidates(asked, Grid((Criterion(choice, AXES[0], 1.0, (), choice),), 1, 0.0)).values[choice]
        anchors = preset_anchors(preset, figures, choice)
    return {"key": choice, "measure": choice, "anchors": anchors, "name": given.get(f"name-{at}", "").strip()[:60]}


def preset_anchors(preset: str, figures: Floats, measure: str) -> Anchors:
    """A value function on the portfolio: more, less, or what lies between is best; "" as the measure is meant."""
    more = MEASURES[measure].more_is_better if preset in {"", "between"} else preset == "more"
    anchors = anchors_of(figures, more_is_better=more)
    if preset == "between" and len(anchors) > 2:
        return [[figure, points] for (figure, _), points in zip(anchors, (0.0, 100.0, 0.0), strict=True)]
    return [list(anchor) for anchor in anchors]


def _anchors(given: Mapping[str, str], at: int, measure: str) -> Anchors:
    """The pairs of figure and points that are filled in; what is no number stays, for `Grid.read` to refuse."""
    language = words.language()
    anchors: Anchors = []
    for place in range(ANCHORS):
        figure, points = given.get(f"figure-{at}-{place}", "").strip(), given.get(f"points-{at}-{place}", "").strip()
        if figure or points:
            worth = figure_field(figure, language)
            if isinstance(worth, float) and percent_measure(measure):
                worth /= 100.0
            anchors.append([worth, figure_field(points, language)])
    return anchors


def as_typed(given: Mapping[str, str], rows: Sequence[CriterionRow]) -> tuple[CriterionRow, ...]:
    """The rows of the form as they were typed, so that a refusal loses nothing; drawings are those of `rows`."""
    typed = []
    for at in range(MOST):
        choice = given.get(f"measure-{at}", "")
        if not choice:
            continue
        base = rows[at] if at < len(rows) else _bare(at, choice)
        anchors = tuple(
            Anchor(given.get(f"figure-{at}-{place}", ""), given.get(f"points-{at}-{place}", ""))
            for place in range(ANCHORS)
        )
        levels = [given.get(f"level-{at}-{number}", "") for number in range(1, LEVELS + 1)]
        typed.append(
            replace(
                base,
                choice=choice,
                own_name=given.get(f"name-{at}", ""),
                axis=given.get(f"axis-{at}", ""),
                weight=given.get(f"weight-{at}", ""),
                anchors=() if choice.startswith(JUDGED) else anchors,
                levels=tuple(Level(number, text, text) for number, text in enumerate(levels, 1))
                if choice.startswith(JUDGED)
                else (),
            )
        )
    return tuple(typed)


def _bare(at: int, choice: str) -> CriterionRow:
    """A further criterion that was never tried: named by what was chosen."""
    name = said.criterion_word(choice.removeprefix(JUDGED), words.language())
    return CriterionRow(at, name, "", choice, "", "", choice, "", 0, (), (), "", "", None, 0, "", "")
