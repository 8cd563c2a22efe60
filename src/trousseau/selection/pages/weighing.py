"""Weights found by swing or by comparing pairs: what is asked, what was answered, and what follows."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from django.utils.translation import gettext as _

from trousseau.figures.language import Language
from trousseau.figures.typed import written
from trousseau.method.criteria import Criterion, Grid, GridError
from trousseau.method.grid import CONSISTENT, InconsistentWarning, Pairwise, comparisons, normalised, pairwise, percents
from trousseau.portfolio import words
from trousseau.portfolio.queries.source import Asked
from trousseau.selection.pages.criteria import rows
from trousseau.selection.pages.fields import figure_field
from trousseau.selection.pages.words import criterion_name

SAATY = (1, 2, 3, 4, 5, 6, 7, 8, 9)
"""How many times as much, in Saaty's words from "as much" to "incomparably more"."""


@dataclass(frozen=True)
class Result:
    """A criterion and the weight that follows for it."""

    name: str
    share: float
    """Of 1; whole per cents that add up to 100."""
    share_now: float
    """What it is without it."""


@dataclass(frozen=True)
class SwingRow:
    """One criterion lifted from its worst to its best."""

    key: str
    name: str
    swing: str
    points: str
    """As the field holds it, 0 to 100."""


@dataclass(frozen=True)
class SwingPage:
    """All that the page of swings shows."""

    rows: tuple[SwingRow, ...]
    results: tuple[Result, ...]
    problem: str


@dataclass(frozen=True)
class PairRow:
    """One pair: what was answered, as the select holds it."""

    name: str
    """Of its field."""
    first: str
    second: str
    chosen: str
    worst: bool
    """Whether it contradicts the others most."""


@dataclass(frozen=True)
class PairsPage:
    """All that the page of pairs shows."""

    rows: tuple[PairRow, ...]
    choices: tuple[tuple[str, str], ...]
    results: tuple[Result, ...]
    finding: str
    consistent: bool
    suggestion: str
    """What the others say of the worst pair."""
    suggested: tuple[tuple[str, str], ...]
    """The fields with that answer in place of the one given."""


def swing_page(grid: Grid, asked: Asked, given: Mapping[str, str] | None, kept: Mapping[str, object]) -> SwingPage:
    """The page: what is `given` now, else the points kept with the draft, else the weights as they are."""
    language = words.language()
    shown = rows(grid, asked)
    points = kept.get("points") if kept.get("by") == "swing" else None
    top = max(one.weight for one in grid.criteria) or 1.0
    fields = []
    for one, criterion in zip(shown, grid.criteria, strict=True):
        known = points.get(one.key) if isinstance(points, Mapping) else None
        usual = written(round(criterion.weight / top * 100.0) if known is None else known, language)
        fields.append(SwingRow(one.key, one.name, one.swing, (given or {}).get(f"swing-{one.key}", usual)))
    problem = ""
    results: tuple[Result, ...] = ()
    try:
        weights = read_swing(grid, {f"swing-{one.key}": one.points for one in fields})
        results = _results(grid, list(weights.values()), language)
    except GridError as error:
        problem = swing_problem(error)
    return SwingPage(tuple(fields), results, problem)


def read_swing(grid: Grid, given: Mapping[str, str]) -> dict[str, float]:
    """Points of swing by criterion; the most wished for has 100.

    Raises:
        GridError: `swing_points` (a field that is no number from 0 to 100), `swing_none` (all 0).
    """
    language = words.language()
    found: dict[str, float] = {}
    for one in grid.criteria:
        number = figure_field(given.get(f"swing-{one.key}", ""), language)
        if isinstance(number, str) or not 0.0 <= number <= 100.0:
            raise GridError("swing_points", criterion=criterion_name(one, language), value=number)
        found[one.key] = number
    if not any(found.values()):
        raise GridError("swing_none")
    return found


def swing_problem(error: GridError) -> str:
    """What is wrong with an answer, and how to mend it."""
    if error.code == "swing_none":
        return _("Every swing has 0 points: give 100 to the one you would wish for first.")
    return _("“{criterion}”: {value} is no number of points. Give 0 to 100.").format(
        criterion=error.params["criterion"], value=error.params["value"] or "–"
    )


def pairs_page(grid: Grid, given: Mapping[str, str] | None, kept: Mapping[str, object]) -> PairsPage:
    """The page: what is `given` now, else the answers kept with the draft, else all alike."""
    language = words.language()
    times = read_pairs(grid, given) if given is not None else _kept(grid, kept)
    found = compared(grid, times)
    names = [criterion_name(one, language) for one in grid.criteria]
    shown = tuple(
        PairRow(
            name=field(grid.criteria, i, j),
            first=names[i],
            second=names[j],
            chosen=_choice(times.get((i, j), 1.0)),
            worst=found.worst in {(i, j), (j, i)} and found.consistency_ratio > CONSISTENT,
        )
        for i, j in combinations(range(len(names)), 2)
    )
    suggestion, suggested = _suggestion(grid, found, shown, names, language)
    return PairsPage(
        rows=shown,
        choices=_choices(language),
        results=_results(grid, found.weights.tolist(), language),
        finding=_consistency(found, language),
        consistent=found.consistency_ratio <= CONSISTENT,
        suggestion=suggestion,
        suggested=suggested,
    )


def read_pairs(grid: Grid, given: Mapping[str, str]) -> dict[tuple[int, int], float]:
    """How many times as much the first of each pair weighs; an answer that is none of the choices is "as much"."""
    known = dict(_times())
    return {
        (i, j): known.get(given.get(field(grid.criteria, i, j), ""), 1.0)
        for i, j in combinations(range(len(grid.criteria)), 2)
    }


def compared(grid: Grid, times: Mapping[tuple[int, int], float]) -> Pairwise:
    """The weights behind the answers; the page says itself where they contradict each other."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", InconsistentWarning)
        return pairwise(comparisons(len(grid.criteria), times))


def field(criteria: Sequence[Criterion], i: int, j: int) -> str:
    """The field of a pair: by keys, so that answers survive a change of the order."""
    return f"pair-{criteria[i].key}-{criteria[j].key}"


def kept_pairs(grid: Grid, times: Mapping[tuple[int, int], float]) -> dict[str, object]:
    """The answers as a draft and a version keep them."""
    table: dict[str, dict[str, float]] = {}
    for (i, j), number in times.items():
        table.setdefault(grid.criteria[i].key, {})[grid.criteria[j].key] = number
    return {"by": "pairs", "times": table}


def _kept(grid: Grid, kept: Mapping[str, object]) -> dict[tuple[int, int], float]:
    table = kept.get("times") if kept.get("by") == "pairs" else None
    found: dict[tuple[int, int], float] = {}
    for i, j in combinations(range(len(grid.criteria)), 2):
        first, second = grid.criteria[i].key, grid.criteria[j].key
        if isinstance(table, Mapping):
            number = table.get(first, {}).get(second)
            back = table.get(second, {}).get(first)
            found[i, j] = number or (1.0 / back if back else 1.0)
    return found


def _times() -> tuple[tuple[str, float], ...]:
    """What a select holds and how many times as much it means, from 9 to 1 / 9."""
    return (
        *((f"{number}", float(number)) for number in reversed(SAATY)),
        *((f"1/{number}", 1.0 / number) for number in SAATY[1:]),
    )


def _choice(number: float) -> str:
    return min(_times(), key=lambda one: abs(one[1] - number))[0]


def _choices(language: Language) -> tuple[tuple[str, str], ...]:
    """Every answer in words, from the first by far to the second by far."""
    words_of = {
        1: _("both weigh as much"),
        3: _("a little more"),
        5: _("clearly more"),
        7: _("far more"),
        9: _("incomparably more"),
    }

    def said(number: int, who: str) -> str:
        times = language.number(number)
        return f"{who} × {times}" + (f" ({words_of[number]})" if number in words_of else "")

    first, second = _("the first"), _("the second")
    return tuple(
        (
            value,
            words_of[1] if times == 1 else said(round(times), first) if times > 1 else said(round(1 / times), second),
        )
        for value, times in _times()
    )


def _results(grid: Grid, weights: Sequence[float], language: Language) -> tuple[Result, ...]:
    names = [criterion_name(one, language) for one in grid.criteria]
    new, now = percents(normalised(weights)), percents(grid.weights)
    return tuple(Result(name, one / 100, was / 100) for name, one, was in zip(names, new, now, strict=True))


def _consistency(found: Pairwise, language: Language) -> str:
    ratio = language.number(found.consistency_ratio, 2)
    limit = language.number(CONSISTENT, 2)
    if found.consistency_ratio <= CONSISTENT:
        return _("The answers go together: consistency ratio {ratio}, {limit} at most.").format(
            ratio=ratio, limit=limit
        )
    return _("The answers contradict each other: consistency ratio {ratio}, {limit} at most.").format(
        ratio=ratio, limit=limit
    )


def _suggestion(
    grid: Grid, found: Pairwise, shown: tuple[PairRow, ...], names: list[str], language: Language
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What the others say of the pair that contradicts them most, and all answers with it taken."""
    if found.worst is None or found.consistency_ratio <= CONSISTENT:
        return "", ()
    first, second = found.worst
    others = found.suggested
    if others >= 1.0:
        text = _("By the other answers, “{first}” weighs {times} times as much as “{second}”.")
    else:
        first, second, others = second, first, 1.0 / others
        text = _(
            "By the other answers it is the other way round: “{first}” weighs {times} times as much as “{second}”."
        )
    said = text.format(first=names[first], second=names[second], times=language.number(others, 1))
    i, j = sorted((first, second))
    taken = _choice(others if first == i else 1.0 / others)
    worst = field(grid.criteria, i, j)
    return said, tuple((one.name, taken if one.name == worst else one.chosen) for one in shown)
