"""Scenarios side by side: what happens in each, and what it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.http import QueryDict
from django.utils.translation import gettext as _

from trousseau.costs.queries import told as costs_told
from trousseau.exposure import addresses
from trousseau.exposure.models import Scenario
from trousseau.exposure.queries import whatif
from trousseau.figures import whatif as said
from trousseau.ledger.costs import Costs
from trousseau.ledger.whatif import Answer
from trousseau.portfolio import words
from trousseau.portfolio.queries.measure import measured
from trousseau.portfolio.queries.source import Asked

MOST = 6
"""Scenarios side by side."""


@dataclass(frozen=True)
class Column:
    """One scenario."""

    scenario: Scenario
    url: str
    happens: tuple[str, ...]
    answer: Answer


@dataclass(frozen=True)
class Line:
    """One figure of every scenario; amounts, shares or numbers by `kind`."""

    label: str
    kind: str
    today: Decimal | float | None
    values: tuple[tuple[Decimal | float | None, bool], ...]
    """Of each scenario, and whether it is under fixed costs."""


@dataclass(frozen=True)
class Compare:
    """All that the template shows."""

    asked: Asked
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    choices: tuple[tuple[Scenario, bool], ...]
    kept: tuple[tuple[str, str], ...]
    finding: str

    @property
    def currency(self) -> str | None:
        """The unit of the amounts."""
        return self.asked.facts.base


def page(asked: Asked, query: QueryDict) -> Compare:
    """The scenarios of an address (`s=` each), or the first ones kept."""
    every = list(whatif.scenarios(asked))
    wanted = query.getlist("s")
    chosen = [one for one in every if one.public_id in wanted] if wanted else every
    told = costs_told()
    columns = tuple(_column(asked, query, scenario, told) for scenario in chosen[:MOST])
    return Compare(
        asked=asked,
        columns=columns,
        lines=lines(columns),
        choices=tuple((one, any(one.public_id == column.scenario.public_id for column in columns)) for one in every),
        kept=addresses.of_period(query),
        finding=_finding(columns, asked),
    )


def _column(asked: Asked, query: QueryDict, scenario: Scenario, told: Costs) -> Column:
    question = asked.ranked_by(whatif.by_of(scenario))
    names = {row.account: row.name for row in measured(question).checkup.ranked}
    happening = scenario.asked
    return Column(
        scenario=scenario,
        url=addresses.address(query, happening, by=scenario.by),
        happens=said.happens(happening, names, words.language()),
        answer=whatif.answer(question, happening, told),
    )


def _finding(columns: tuple[Column, ...], asked: Asked) -> str:
    """Which scenario costs most."""
    if not columns:
        return _("No scenario is kept yet: keep one in the lab, and it will stand here beside the others.")
    written = words.language()

    def change(column: Column) -> Decimal:
        found = column.answer.result.change
        return found if found is not None else column.answer.total.revenue.change or Decimal(0)

    worst = min(columns, key=change)
    template = (
        _("Of {count} scenarios, “{name}” weighs most: {amount} of result.")
        if worst.answer.result.change is not None
        else _("Of {count} scenarios, “{name}” weighs most: {amount} of sales.")
    )
    return template.format(
        count=written.number(len(columns)),
        name=worst.scenario.name,
        amount=written.short_amount(change(worst), asked.facts.base),
    )


def lines(columns: tuple[Column, ...]) -> tuple[Line, ...]:
    """Every figure, scenario by scenario; figures nobody knows are left out."""
    if not columns:
        return ()
    first = columns[0].answer
    found = []
    for label, name in (
        (_("Sales"), "revenue"),
        (_("Margin"), "margin"),
        (_("Contribution"), "contribution"),
        (_("Fixed costs"), "fixed"),
        (_("Result after fixed costs"), "spare"),
    ):
        figures = [getattr(column.answer.total, name) for column in columns]
        if any(figure.before is not None for figure in figures):
            under = name == "spare"
            found.append(
                Line(
                    label, "amount", figures[0].before, tuple((f.after, under and (f.after or 0) < 0) for f in figures)
                )
            )
    for part in (*first.parts.get("division", ()), *first.parts.get("zone", ())):
        if part.fixed.before is None:
            continue
        dimension = "division" if part in first.parts.get("division", ()) else "zone"
        parts = [column.answer.part(dimension, part.name) for column in columns]
        label = _("{place} after fixed costs").format(place=part.name or _("not given"))
        values = tuple((one.spare.after if one else None, bool(one and one.under)) for one in parts)
        found.append(Line(label, "amount", part.spare.before, values))
    spreads = [first.before, *(column.answer.after for column in columns)]
    numbers = (
        (_("Effective number of customers"), "number", [spread.effective_number for spread in spreads]),
        (_("Share of the first customer"), "share", [spread.top(1) for spread in spreads]),
        (_("HHI"), "index", [spread.hhi for spread in spreads]),
    )
    for label, kind, (today, *after) in numbers:
        found.append(Line(label, kind, today, tuple((value, False) for value in after)))
    return tuple(found)
