"""Flags that tell costs beside a FILE of sales lines; without FILE, the application tells them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypedDict, TypeVar, cast

import click

from trousseau.cli.failures import Failure, Words
from trousseau.cli.measuring import Flags, Measured
from trousseau.figures import contribution as words
from trousseau.figures import problems
from trousseau.figures.language import Language
from trousseau.ledger.costs import Costs
from trousseau.ledger.costs.tables import KINDS, Directory, TableRead, directory, read_table, save_quantities
from trousseau.ledger.costs.tables.model import TableKind
from trousseau.ledger.reading import Choices, ReadingError

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
FLAGS: dict[TableKind, str] = {
    "drivers": "--costs",
    "rates": "--activity-rates",
    "fixed": "--fixed",
    "budgets": "--budgets",
}
SERVING: tuple[TableKind, ...] = ("drivers", "rates")
"""The tables that make a contribution."""


class CostFlags(TypedDict):
    """The flags of `costs_flags`, as a command receives them."""

    drivers: Path | None
    activity_rates: Path | None
    fixed: Path | None
    budgets: Path | None
    skip_rows: bool


def costs_flags(*kinds: TableKind) -> Callable[[Decorated], Decorated]:
    """Tables of costs for a FILE of sales lines, those of `kinds`: see `CostFlags`."""
    path = click.Path(path_type=Path)
    options: dict[TableKind, Callable[[Decorated], Decorated]] = {
        "drivers": click.option(
            "--costs", "drivers", type=path, help="With FILE: quantities of drivers by account, period."
        ),
        "rates": click.option(
            "--activity-rates", type=path, help="With FILE: what a unit of each driver costs; financing."
        ),
        "fixed": click.option("--fixed", type=path, help="Fixed costs by division or zone, and period."),
        "budgets": click.option("--budgets", type=path, help="With FILE: budgets by account or division and period."),
    }
    skip = click.option("--skip-rows", is_flag=True, help="Leave rows of these tables that cannot be used aside.")

    def decorate(command: Decorated) -> Decorated:
        for flag in reversed([*(options[kind] for kind in kinds), skip]):
            command = flag(command)
        return command

    return decorate


def parted(flags: dict[str, Any]) -> tuple[Flags, CostFlags]:
    """The flags of `measuring_flags`, and those of `costs_flags`; None for one the command does not have."""
    measuring = {name: value for name, value in flags.items() if name not in CostFlags.__annotations__}
    telling = {name: flags.get(name) for name in CostFlags.__annotations__}
    return cast("Flags", measuring), cast("CostFlags", telling)


def costs_of(found: Measured, flags: CostFlags, *, wins: tuple[TableKind, ...] = ()) -> Costs:
    """What is told of costs: by the application for the stored ledger, by the flags beside a FILE.

    `wins`: the tables a flag may put in the place of what the application tells. A fixed cost without a period is
    of the whole period measured.

    Raises:
        Failure: a table that cannot be read, or rows of it that cannot be used, without --skip-rows.
    """
    given: dict[TableKind, Path | None] = {
        "drivers": flags["drivers"],
        "rates": flags["activity_rates"],
        "fixed": flags["fixed"],
        "budgets": flags["budgets"],
    }
    named = [FLAGS[kind] for kind in KINDS if given[kind] is not None and kind not in wins]
    if found.stored and named:
        raise Failure("costs_stored", exit=2, flag=named[0], flags=", ".join(named))
    known = directory(found.facts)
    whole = found.window.start, found.window.end
    read = {
        kind: usable(path, kind, known, found.language, flag=FLAGS[kind], skip=flags["skip_rows"], whole=whole)
        for kind, path in given.items()
        if path is not None
    }
    if found.stored:
        from trousseau.costs.queries import told  # noqa: PLC0415 - only with a database

        return replace(told(), fixed=read["fixed"].fixed) if "fixed" in read else told()
    drivers, rates, fixed, budgets = (read.get(kind) for kind in KINDS)
    return Costs(
        drivers=(save_quantities(drivers.quantities, found.facts.folder / "told"),) if drivers else (),
        rates=rates.rates if rates else (),
        financing=rates.financing if rates else (),
        fixed=fixed.fixed if fixed else (),
        budgets=budgets.budgets if budgets else (),
    )


def usable(
    path: Path,
    kind: TableKind,
    known: Directory,
    language: Language,
    *,
    flag: str | None = None,
    skip: bool = False,
    choices: Choices | None = None,
    whole: tuple[date, date] | None = None,
) -> TableRead:
    """A table read; `Failure` where it cannot be, asks something, or holds rows that cannot be used (unless `skip`)."""
    try:
        found = read_table(path, kind, known, choices=choices or Choices(), whole=whole if kind == "fixed" else None)
    except ReadingError as error:
        said = problems.error(error.code, error.params, language)
        raise Failure(error.code, flag=flag, message=f"{path.name}: {said}") from error
    message, code = "", "costs_rows"
    if found.questions:
        asked = (problems.question(q.code, q.params, language, column=q.column, flag=q.flag) for q in found.questions)
        message, code = " ".join(asked), "question"
    elif found.missing:
        message, code = words.missing(found.missing, language), "costs_columns"
    elif found.problems and not skip:
        message = _rows(found, language)
    elif not found.entries:
        message, code = Words(language.code).text("This table tells nothing that can be used."), "costs_empty"
    if message:
        raise Failure(code, exit=2 if code == "question" else 1, flag=flag, message=f"{path.name}: {message}")
    return found


def _rows(found: TableRead, language: Language) -> str:
    """The first rows set aside, how many there are, and the way out."""
    first = (
        words.problem(one.code, language, row=one.row, column=one.column, value=one.value) for one in found.problems[:5]
    )
    return " ".join([words.unusable(len(found.problems), language), *first])
