"""`trousseau review`: what a grid would have said in the past, and what came after."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Unpack

import click

from trousseau.cli.measuring import Flags, Measured, flags_by, measured
from trousseau.cli.output import say, say_json
from trousseau.cli.rank import read_grid
from trousseau.figures.language import Language
from trousseau.figures.review import grid_sentence, name, span
from trousseau.ledger.selection.history import Then, backtest
from trousseau.ledger.selection.history_json import as_json
from trousseau.method.criteria import Grid


@click.command(name="review")
@flags_by("group", "account")
@click.option("--grid", "grid_file", type=click.Path(path_type=Path), help="The grid as JSON; else the one in force.")
def review(*, grid_file: Path | None, **flags: Unpack[Flags]) -> None:
    """Try a grid on every year that another one follows: did its scores tell growth, retention, contribution?

    Beside it stands the naive rule, the largest sales. Of a FILE growth is at constant rates; of the stored ledger it
    is real where inflation is told, and what was judged and told by then counts.
    """
    language = Language(flags["language"])
    grid = read_grid(grid_file, language) if grid_file else None
    with measured(flags) as given:
        then, grid = _asked(given, grid)
        found = as_json(backtest(then, grid))
        if flags["as_json"]:
            say_json({"base_currency": given.facts.base, "by": given.by, **found})
        else:
            say(_text(found, given.language))


def _asked(given: Measured, grid: Grid | None) -> tuple[Then, Grid | None]:
    """What is asked of the past, and the grid: that of the application where none is given."""
    if not given.stored:
        return Then(given.facts, scope=given.scope, by=given.by), grid
    from trousseau.costs.queries import serving  # noqa: PLC0415 - only with a database
    from trousseau.costs.queries.inflation import inflation  # noqa: PLC0415
    from trousseau.selection.queries import grids, judgements, potential  # noqa: PLC0415

    then = Then(given.facts, serving(), given.scope, given.by, inflation(), judgements.agreed, potential.told)
    return then, grid or grids.in_force().grid


def _text(found: Mapping[str, Any], language: Language) -> str:
    lines = [grid_sentence(found, language)]
    whole = found["together"]
    if whole is None:
        return lines[0]
    growth = whole["goals"]["growth"]
    named = {one["key"]: name(one, language) for one in found["criteria"]}
    rows = [(named[key], one) for key, one in zip(whole["keys"], growth["criteria"], strict=True)]
    head = language.text("AUC of growth")
    lines += ["", f"{head:<40}"]
    for called, one in (
        (language.text("The grid"), growth), *rows, (language.text("Largest sales"), growth["naive"])
    ):  # fmt: skip
        if one["auc"] is not None:
            interval = span(one["auc_interval"], language)
            lines.append(f"  {called[:36]:<38}{language.number(one['auc'], 2):>5}  ({interval})")
    return "\n".join(lines)
