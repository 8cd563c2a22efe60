"""`trousseau match`: the best manager for each account, from tables or of the stored company."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import numpy as np

from trousseau.cli.failures import Failure
from trousseau.cli.match_files import Asked, of_fit, of_tables
from trousseau.cli.options import json_flag, language_flag
from trousseau.cli.output import say, say_json
from trousseau.figures.language import Language
from trousseau.figures.matching import clash_text
from trousseau.ledger.reading import Choices
from trousseau.method.matching import Assignment, InfeasibleError, assign

SHOWN = 60


@click.command(name="match")
@click.argument("fit", required=False, type=click.Path(path_type=Path))
@click.option(
    "--accounts",
    type=click.Path(path_type=Path),
    help="Accounts: days, zone, languages, industry, today, must, never, rivals.",
)
@click.option(
    "--managers", type=click.Path(path_type=Path), help="Managers: days, limit, zones, languages, industries."
)
@click.option("--keep-bonus", type=float, default=0.0, help="What keeping a manager is worth, in the unit of the fit.")
@click.option("--backup", is_flag=True, help="Name a second manager for each account too.")
@click.option("--decimal", type=click.Choice([",", "."]), help="The decimal mark, where a file leaves it open.")
@click.option("--delimiter", help="The mark between columns, where a file leaves it open.")
@language_flag
@json_flag
def match(
    *,
    fit: Path | None,
    accounts: Path | None,
    managers: Path | None,
    keep_bonus: float,
    backup: bool,
    decimal: str | None,
    delimiter: str | None,
    language: str,
    as_json: bool,
) -> None:
    """Give each account the manager that fits best, within days, limits, rules and rivalries, with a proof.

    FIT is a table: one account a row, one manager a column, an empty cell where nobody knows; a column “days” says
    what each account asks, a row “capacity” how many days each manager has. With --accounts and --managers the fit is
    reckoned from zones, languages and industries. Without any file it is that of the stored company, and nothing is
    changed there.
    """
    if not 0 <= keep_bonus < float("inf"):
        raise Failure("match_keep_bonus", exit=2, flag="--keep-bonus", value=keep_bonus)
    if (accounts is None) != (managers is None) or (fit is not None and accounts is not None):
        raise Failure("match_files", exit=2, flag="--accounts")
    said, chosen = Language(language), Choices(decimal=decimal, delimiter=delimiter)
    if fit is not None:
        asked = of_fit(fit, chosen, said)
    elif accounts is not None and managers is not None:
        asked = of_tables(accounts, managers, chosen, said)
    else:
        asked = _stored()
    try:
        found = assign(
            asked.fit, asked.demand, asked.capacity,
            keep=asked.today, keep_bonus=keep_bonus, conflicts=asked.rivals, limit=asked.limit,
            must=asked.must, never=asked.never, backup=0.0 if backup else None,
        )  # fmt: skip
    except InfeasibleError as error:
        texts = [clash_text(one, asked.accounts, asked.managers, said) for one in error.clashes[:5]]
        raise Failure("match_infeasible", message=" ".join(texts)) from error
    if as_json:
        say_json(_json(asked, found))
    else:
        say(_text(asked, found, said))


def _stored() -> Asked:
    """The stored company as a director sees it."""
    from trousseau.cli.database import ready  # noqa: PLC0415 - only with a database

    ready()
    from trousseau.access.models import Role, User  # noqa: PLC0415
    from trousseau.staffing.queries.cases import case  # noqa: PLC0415

    director = User.objects.filter(is_active=True, assignments__role=Role.DIRECTOR).order_by("pk").first()
    if director is None:
        raise Failure("match_nobody")
    given = case(director)
    if not given.accounts:
        raise Failure("match_nothing")
    most = [one.profile.most_accounts for one in given.managers]
    return Asked(
        accounts=tuple(one.name for one in given.accounts),
        managers=tuple(str(one.user) for one in given.managers),
        fit=given.fit.middle,
        demand=given.demand,
        capacity=given.capacity,
        limit=np.array([np.inf if one is None else one for one in most], dtype=np.float64),
        today=given.today,
        must=given.musts,
        never=given.nevers,
        rivals=given.rivals,
    )


def _json(asked: Asked, found: Assignment) -> dict[str, Any]:
    return {
        "value": found.value,
        "objective": found.objective,
        "bound": found.bound,
        "gap": found.gap,
        "method": found.method,
        "kept": found.kept,
        "accounts": [
            {
                "account": name,
                "manager": asked.managers[at],
                "before": asked.managers[now] if (now := int(asked.today[row])) >= 0 else None,
                "backup": _name(asked, found, row),
                "fit": float(asked.fit[row, at]),
                "days": float(asked.demand[row]),
            }
            for row, (name, at) in enumerate(zip(asked.accounts, found.manager.tolist(), strict=True))
        ],
        "managers": [
            {
                "manager": name,
                "days": float(found.load[at]),
                "capacity": float(asked.capacity[at]) if np.isfinite(asked.capacity[at]) else None,
                "accounts": int(found.count[at]),
            }
            for at, name in enumerate(asked.managers)
        ],
        "forced": [
            {
                "kind": one.kind,
                "account": asked.accounts[one.account],
                "manager": asked.managers[one.manager],
                "cost": one.cost,
                "exact": one.exact,
            }
            for one in found.forced
        ],
    }


def _name(asked: Asked, found: Assignment, row: int) -> str | None:
    if found.backup is None or found.backup[row] < 0:
        return None
    return asked.managers[int(found.backup[row])]


def _text(asked: Asked, found: Assignment, language: Language) -> str:
    lines = [
        language.text(
            "{n} accounts, {managers} managers: total fit {value}, at most {gap} below the best there can be.",
            n=language.number(len(asked.accounts)),
            managers=language.number(len(asked.managers)),
            value=language.number(found.value, 2),
            gap=language.percent(found.gap, 2),
        ),
        "",
    ]
    for row, (name, at) in enumerate(zip(asked.accounts[:SHOWN], found.manager[:SHOWN].tolist(), strict=True)):
        stand = _name(asked, found, row)
        lines.append(
            f"{name[:38]:<40}{asked.managers[at][:24]:<26}{language.number(asked.fit[row, at], 2):>7}"
            + (f"  ({stand})" if stand else "")
        )
    if len(asked.accounts) > SHOWN:
        lines.append(language.text("… {n} more: see --json.", n=language.number(len(asked.accounts) - SHOWN)))
    return "\n".join(lines)
