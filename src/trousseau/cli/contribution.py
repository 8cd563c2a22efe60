"""`trousseau contribution`: what each customer leaves once everything known is paid."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import click

from trousseau.cli.costs_flags import SERVING, costs_flags, costs_of, parted
from trousseau.cli.measuring import Measured, measured, measuring_flags
from trousseau.cli.output import say, say_json
from trousseau.figures import budgets as budget_words
from trousseau.figures.contribution import Summary, finding, unknowns
from trousseau.figures.contribution_printed import printed
from trousseau.figures.language import Language
from trousseau.ledger.costs import Contributions, Costs, contributions
from trousseau.ledger.costs.budgets import Kept, budgets_kept, done_in
from trousseau.ledger.costs.summary import summed


@click.command()
@measuring_flags
@costs_flags(*SERVING, "budgets")
def contribution(**flags: Any) -> None:
    """Net contribution of each customer: margin less the cost to serve less the financing of what it owes.

    What is not known is said and never counted as nothing. With FILE, drivers come from --costs and --activity-rates;
    orders, lines and credit_notes are counted in the lines once they have a rate.
    """
    measuring, telling = parted(flags)
    with measured(measuring) as found:
        costs = costs_of(found, telling)
        answer = contributions(found.facts, found.window, costs, scope=found.scope, by=found.by)
        whole = summed(answer)
        told = Summary(
            start=found.window.start,
            end=found.window.end,
            base=found.facts.base,
            accounts=whole.known,
            unknown=whole.unknown,
            peak_at=whole.peak_at,
            peak=whole.peak,
            drag=whole.drag,
            revenue=whole.revenue,
            costed=whole.costed,
            financed=whole.financed,
            months=answer.months,
            covered=answer.covered,
            strangers=answer.strangers,
            unused=_unused(costs, answer),
        )
        rows = answer.table.to_pylist()
        done = done_in(rows) if found.by == "account" else None
        budgets = budgets_kept(found.facts, found.window, costs, scope=found.scope, by=found.by, accounts=done)
        if measuring["as_json"]:
            say_json({**_as_json(answer, told, found), "budget": _budgets(budgets, found.language)})
        else:
            lines = printed(told, rows, found.language)
            say("\n".join([*lines, *budget_words.printed(budgets, told.base, found.language)]))


def _unused(costs: Costs, answer: Contributions) -> tuple[str, ...]:
    """The activities that have a rate and no quantity, in alphabetical order."""
    return tuple(sorted({rate.driver for rate in costs.rates} - {one.driver for one in answer.covered}))


def _as_json(answer: Contributions, told: Summary, found: Measured) -> dict[str, Any]:
    drivers: dict[str, list[dict[str, Any]]] = {}
    for row in answer.drivers.to_pylist():
        said = {name: _written(row[name]) for name in ("driver", "quantity", "cost", "priced")}
        drivers.setdefault(row["account"], []).append(said)
    rows = (
        "account", "name", "group", "revenue", "costed", "cost", "margin", "serve", "financing", "financed",
        "contribution", "known",
    )  # fmt: skip
    return {
        "start": str(told.start),
        "end": str(told.end),
        "base": told.base,
        "by": found.by,
        "finding": "".join(part.text for part in finding(told, found.language)),
        "unknown": list(unknowns(told, found.language)),
        "whale": {
            "peak": str(told.peak),
            "peak_at": told.peak_at,
            "drag": str(told.drag),
            "total": str(told.total),
            "accounts": told.accounts,
            "accounts_unknown": told.unknown,
        },
        "months": answer.months,
        "drivers": [
            {"driver": one.driver, "kind": one.kind, "months": one.months, "priced": one.priced}
            for one in answer.covered
        ],
        "strangers": list(answer.strangers),
        "accounts": [
            {**{name: _written(row[name]) for name in rows}, "drivers": drivers.get(row["account"], [])}
            for row in answer.table.to_pylist()
        ],
    }


def _budgets(budgets: tuple[Kept, ...], language: Language) -> list[dict[str, Any]]:
    """Each budget held against what was done; null for what is unknown, and a note that says why."""
    return [
        {
            "account": one.planned.account,
            "division": one.planned.division,
            "name": one.name,
            "measure": one.planned.measure,
            "planned": _written(one.planned.amount),
            "actual": _written(one.actual),
            "deviation": _written(one.deviation),
            "relative": one.relative,
            "covered": one.planned.covered,
            "accounts": one.accounts,
            "members": one.members,
            "known": one.known,
            "why": one.why or None,
            "note": budget_words.note(one, language),
        }
        for one in budgets
    ]


def _written(value: object) -> object:
    """Money and quantities as exact text."""
    return str(value) if isinstance(value, Decimal) else value
