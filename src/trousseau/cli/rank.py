"""`trousseau rank`: who the key accounts are under a grid, and how sure that is."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Unpack

import click
import numpy as np
from click.core import ParameterSource

from trousseau.cli.failures import Failure
from trousseau.cli.measuring import Flags, Measured, measured, measuring_flags
from trousseau.cli.output import say, say_json
from trousseau.figures import problems
from trousseau.figures import selection as words
from trousseau.figures.language import Language
from trousseau.ledger.costs import NOTHING, Costs
from trousseau.ledger.reading import Choices, ReadingError
from trousseau.ledger.selection import MEASURES, Candidates, Ranking, ScoresError, candidates, rank, read_scores
from trousseau.ledger.selection.ranking import Range, of_points
from trousseau.ledger.selection.shipped import NAMES, shipped
from trousseau.ledger.selection.table import Scores
from trousseau.method.criteria import CAPACITY, Grid, GridError
from trousseau.method.tiers import Tiers
from trousseau.method.tiers import shipped as shipped_tiers
from trousseau.method.weightings import around

TABLE = 40


@click.command(name="rank")
@measuring_flags
@click.option(
    "--grid",
    "grid_said",
    metavar="FILE|NUMBER",
    help="The grid as JSON, or the number of a published version (0: as shipped); else the one in force.",
)
@click.option(
    "--judged", type=click.Path(path_type=Path), help="Levels 1 to 5: one account a row, one criterion a column."
)
@click.option(
    "--scores", type=click.Path(path_type=Path), help="Rank this table of scores instead: no sales lines needed."
)
@click.option(
    "--weights", metavar="30,20,50", help="With --scores: one a column, or COLUMN=WEIGHT,…; equal by default."
)
@click.option(
    "--within", type=float, metavar="POINTS", help="Let each weight vary by so many points; else any weights."
)
@click.option("--order", metavar="A,B,C", help="With --scores: columns from the most to the least important.")
@click.option("--top", type=int, metavar="N", help="How many key accounts can be served.")
@click.option("--seed", type=int, default=0, help="Of the weightings that are drawn.")
def rank_(
    *,
    grid_said: str | None,
    judged: Path | None,
    scores: Path | None,
    weights: str | None,
    within: float | None,
    order: str | None,
    top: int | None,
    seed: int,
    **flags: Unpack[Flags],
) -> None:
    """Rank accounts by a grid of three to eight criteria, with the share of weightings that put each on the list.

    A grid ranks the sales lines of FILE, or the stored ledger: that by groups unless --by says otherwise, with what
    people judged and told, into the published tiers, as the page does. With --scores a table of scores is ranked as
    it is: more is better, an empty cell is a missing score and may be anything between the least and the most of the
    table.
    """
    if top is not None and top < 1:
        raise Failure("rank_top", exit=2, flag="--top", value=top)
    if within is not None and not 0 <= within <= 100:
        raise Failure("rank_within", exit=2, flag="--within", value=within)
    language = Language(flags["language"])
    if scores is not None:
        _check_alone(grid_said, judged, flags)
        table = _table(scores, language, flags, "--scores")
        found = _of_table(table, weights, within=within, order=order, top=top or CAPACITY, seed=seed)
        _tell(found, language, flags, {})
        return
    for flag, said in (("--weights", weights), ("--order", order)):
        if said is not None:
            raise Failure("rank_scores_only", exit=2, flag=flag)
    if not flags["files"] and click.get_current_context().get_parameter_source("by") is ParameterSource.DEFAULT:
        flags["by"] = "group"
    with measured(flags) as given:
        grid, number, known = _grid(given, grid_said)
        who = _candidates(given, grid, known)
        if not len(who.table):
            raise Failure("nothing_in_period", start=given.window.start, end=given.window.end)
        grid = grid or shipped(who)
        grid = Grid(grid.criteria, top or grid.capacity, grid.points if within is None else within)
        levels = _levels(judged, grid, language, flags) if judged else known.levels
        found = rank(who, grid, levels=levels, seed=seed)
        head = {
            "start": given.window.start.isoformat(),
            "end": given.window.end.isoformat(),
            "base_currency": given.facts.base,
            "by": given.by,
            "grid_version": number,
            "grid": grid.as_json(),
        }
        _tell(found, language, flags, head, grid=grid, tiers=known.tiers(grid.capacity))


@dataclass(frozen=True)
class _Known:
    """What the application knows beside the sales lines; nothing for lines of a file."""

    costs: Costs = NOTHING
    spend: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    levels: Mapping[str, Mapping[str, Range]] = field(default_factory=dict)
    tiers: Callable[[int], Tiers] = shipped_tiers


def _grid(given: Measured, said: str | None) -> tuple[Grid | None, int | None, _Known]:
    """The grid (None: as shipped), the number of its version (None: a file), and what else is known."""
    file = (
        Path(said) if said is not None and (not said.isascii() or not said.isdigit() or Path(said).exists()) else None
    )
    if not given.stored:
        if said is not None and file is None:
            raise Failure("rank_grid_stored", exit=2, flag="--grid", value=said)
        return read_grid(file, given.language) if file else None, None, _Known()
    from trousseau.costs.queries import serving  # noqa: PLC0415 - only with a database
    from trousseau.selection.queries import grids, judgements, potential, tiers  # noqa: PLC0415

    known = _Known(serving(), potential.told(), judgements.agreed(), tiers.in_force)
    if file is not None:
        return read_grid(file, given.language), None, known
    if said is None:
        now = grids.in_force()
        return now.grid, now.number, known
    published = {0: None} | {one.number: one.grid for one in grids.versions()}
    if int(said) not in published:
        raise Failure(
            "rank_grid_version", exit=2, flag="--grid", value=said, known=", ".join(map(str, sorted(published)))
        )
    kept = published[int(said)]
    return (grids.read(kept) if kept else None), int(said), known


def _candidates(given: Measured, grid: Grid | None, known: _Known) -> Candidates:
    wanted = NAMES if grid is None else [one.measure for one in grid.criteria if not one.judged]
    return candidates(
        given.facts, given.window, wanted, costs=known.costs, scope=given.scope, by=given.by, told=known.spend
    )


def _check_alone(grid_said: str | None, judged: Path | None, flags: Flags) -> None:
    given = {"FILE": flags["files"], "--grid": grid_said, "--judged": judged, "--period": flags["period"]}
    for flag, value in given.items():
        if value:
            raise Failure("rank_scores_alone", exit=2, flag=flag, other=flag)


def _table(path: Path, language: Language, flags: Flags, flag: str) -> Scores:
    """A table of scores or levels; `Failure` names row, column and value."""
    chosen = Choices(
        decimal=flags["decimal"], delimiter=flags["delimiter"], sheet=flags["sheet"], encoding=flags["encoding"]
    )
    try:
        return read_scores(path, chosen)
    except ReadingError as error:
        said = problems.error(error.code, error.params, language)
        raise Failure(error.code, flag=flag, message=f"{path.name}: {said}") from error
    except ScoresError as error:
        if error.questions:
            asked = (
                problems.question(one.code, one.params, language, column=one.column, flag=one.flag)
                for one in error.questions
            )
            raise Failure("question", exit=2, flag=error.questions[0].flag, message=" ".join(asked)) from error
        params: dict[str, Any] = {"path": path.name, **error.params}
        raise Failure(error.code, flag=flag, **params) from error


def _of_table(
    table: Scores, weights: str | None, *, within: float | None, order: str | None, top: int, seed: int
) -> Ranking:
    shares = _weights(weights, table.columns)
    known = table.values[~np.isnan(table.values)]
    scale = (float(known.min()), float(known.max())) if len(known) else (0.0, 0.0)
    total = sum(shares)
    ranges = around(np.asarray(shares) / total, within / 100) if within is not None else None
    try:
        return of_points(
            table.accounts,
            table.values,
            table.columns,
            np.asarray(shares),
            capacity=top,
            ranges=ranges,
            order=_order(order, table.columns),
            scale=scale,
            seed=seed,
        )
    except ValueError as error:
        raise Failure("rank_no_weighting", exit=2, flag="--order") from error


def _weights(said: str | None, columns: Sequence[str]) -> list[float]:
    if said is None:
        return [1.0] * len(columns)
    parts = [part.strip() for part in said.replace(";", ",").split(",") if part.strip()]
    named = [part.rpartition("=") for part in parts]
    if any(mark for _, mark, _ in named):
        given = {name.strip(): number for name, _, number in named}
        for name in given:
            if name not in columns:
                raise Failure("rank_weight_column", exit=2, flag="--weights", value=name, columns=", ".join(columns))
        numbers = [given.get(column, "0") for column in columns]
    else:
        numbers = parts
    if len(numbers) != len(columns):
        raise Failure("rank_weights_count", exit=2, flag="--weights", count=len(numbers), columns=", ".join(columns))
    found = []
    for number in numbers:
        try:
            found.append(float(number.rstrip("% ")))
        except ValueError:
            found.append(float("nan"))
        if not 0.0 <= found[-1] < float("inf"):
            raise Failure("rank_weight", exit=2, flag="--weights", value=number)
    if not any(found):
        raise Failure("rank_weights_zero", exit=2, flag="--weights")
    return found


def _order(said: str | None, columns: Sequence[str]) -> list[int] | None:
    if said is None:
        return None
    names = [name.strip() for name in said.split(",") if name.strip()]
    for name in names:
        if name not in columns or names.count(name) > 1:
            raise Failure("rank_order", exit=2, flag="--order", value=name, columns=", ".join(columns))
    return [columns.index(name) for name in names]


def read_grid(file: Path, language: Language) -> Grid:
    """A grid from a file of JSON; `Failure` with what is wrong in it."""
    try:
        return Grid.read(json.loads(file.read_text(encoding="utf-8")), list(MEASURES))
    except GridError as error:
        message = f"{file.name}: {words.problem_text(error, language)}"
        raise Failure(error.code, exit=2, flag="--grid", message=message) from error
    except (OSError, ValueError) as error:
        message = f"{file.name}: {words.problem_text(GridError('grid_form'), language)}"
        raise Failure("grid_form", exit=2, flag="--grid", message=message) from error


def _levels(path: Path, grid: Grid, language: Language, flags: Flags) -> dict[str, dict[str, Range]]:
    """For each judged criterion, the level of each account; an empty cell is a judgement nobody gave."""
    table = _table(path, language, flags, "--judged")
    judged = [one.key for one in grid.criteria if one.judged]
    for column in table.columns:
        if column not in judged:
            raise Failure("rank_judged_column", exit=2, flag="--judged", value=column, columns=", ".join(judged) or "–")
    outside = np.argwhere((table.values < 1.0) | (table.values > 5.0))
    if len(outside):
        row, column = outside[0].tolist()
        raise Failure(
            "rank_level",
            exit=2,
            flag="--judged",
            account=table.accounts[row],
            column=table.columns[column],
            value=f"{table.values[row, column]:g}",
        )
    return {
        column: {
            account: (float(level), float(level))
            for account, level in zip(table.accounts, table.values[:, at], strict=True)
            if not np.isnan(level)
        }
        for at, column in enumerate(table.columns)
    }


def _tell(
    found: Ranking,
    language: Language,
    flags: Flags,
    head: Mapping[str, Any],
    *,
    grid: Grid | None = None,
    tiers: Tiers | None = None,
) -> None:
    if flags["as_json"]:
        say_json(_json(found, head, tiers))
    else:
        say(_text(found, language, head.get("grid_version"), grid))


def _json(found: Ranking, head: Mapping[str, Any], tiers: Tiers | None) -> dict[str, Any]:
    places = found.order.tolist()
    ranks = dict(zip(places, found.ranks_between(places), strict=True))
    proposed = _proposed(found, tiers)
    sure = found.certainty
    return {
        **head,
        "capacity": found.capacity,
        "criteria": list(found.criteria),
        "weights": dict(zip(found.criteria, found.weights.tolist(), strict=True)),
        "samples": sure.samples,
        "sampling_error": sure.sampling_error,
        "accounts": [
            {
                "rank": position,
                "account": found.accounts[at],
                "name": found.names[at],
                "score": _number(found.score[at]),
                "low": _number(found.low[at]),
                "high": _number(found.high[at]),
                "axes": {axis: _number(values[at]) for axis, values in found.axes.items()},
                "scores": {key: _number(found.points[at, place]) for place, key in enumerate(found.criteria)},
                "missing": [key for place, key in enumerate(found.criteria) if np.isnan(found.points[at, place])],
                "top_probability": float(sure.top_probability[at]),
                "rank_low": ranks[at][0],
                "rank_high": ranks[at][1],
                "tier": proposed[at],
                "listed": position <= found.capacity,
                "fragile": bool(found.fragile[at]),
            }
            for position, at in enumerate(places, 1)
        ],
    }


def _proposed(found: Ranking, tiers: Tiers | None) -> list[str | None]:
    """The tier that is proposed for each account; a plain table of scores tells only who is key."""
    if tiers is None or not found.axes:
        return ["key" if rank <= found.capacity else None for rank in found.rank.tolist()]
    return [tiers.tiers[position].key for position in found.tiers(tiers).tolist()]


def _text(found: Ranking, language: Language, version: int | None, grid: Grid | None) -> str:
    lines = [words.finding(found, language), ""]
    if version is not None:
        lines.append(words.version_name(version, language))
    names = (
        [one.name or words.criterion_word(one.key, language) for one in grid.criteria] if grid else [*found.criteria]
    )
    shares = (
        f"{name} {language.percent(weight, 0)}" for name, weight in zip(names, found.weights.tolist(), strict=True)
    )
    lines += [" · ".join(shares), ""]
    shown = found.order[:TABLE].tolist()
    for position, (at, (low, high)) in enumerate(zip(shown, found.ranks_between(shown), strict=True), 1):
        if position == found.capacity + 1:
            lines.append("─" * 72)
        score = (
            language.number(float(found.score[at]), 1)
            if not np.isnan(found.score[at])
            else f"{language.number(float(found.low[at]), 1)}–{language.number(float(found.high[at]), 1)}"
        )
        chance = words.chance(float(found.certainty.top_probability[at]), language)
        span = f"{low}–{high}" if high is not None else f"{low}–…"
        mark = f"  ▲ {language.text('fragile')}" if found.fragile[at] else ""
        lines.append(f"{position:>4}  {found.names[at][:34]:<36}{score:>10}{chance:>9}{span:>10}{mark}")
    if len(found.order) > TABLE:
        lines.append(language.plural("  and {n} more", "  and {n} more", len(found.order) - TABLE))
    return "\n".join(lines)


def _number(figure: float) -> float | None:
    return None if np.isnan(figure) else float(figure)
