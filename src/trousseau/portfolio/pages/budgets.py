"""Budgets on the page of good and bad customers: the finding, and each plan with what was done."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from trousseau.figures import budgets as said
from trousseau.figures.language import Language
from trousseau.ledger.costs import Costs
from trousseau.ledger.costs.budgets import Kept
from trousseau.portfolio.queries.contributions import budgets
from trousseau.portfolio.queries.source import Asked

MOST = 20
"""Budgets shown at first; all of them are in the file."""


@dataclass(frozen=True)
class BudgetRow:
    """One plan with what was done."""

    kept: Kept
    measure: str
    note: str
    url: str
    """What was done, opened; "" where it cannot be."""


@dataclass(frozen=True)
class BudgetsView:
    """What the section shows."""

    findings: tuple[str, ...]
    rows: tuple[BudgetRow, ...]
    all: int


def budgets_view(asked: Asked, costs: Costs, written: Language) -> BudgetsView | None:
    """The budgets of a question; None where none is told for its period, or none may be seen."""
    kept = budgets(asked, costs)
    if not kept:
        return None
    return BudgetsView(
        findings=said.findings(kept, asked.facts.base, written),
        rows=tuple(row(one, asked, written) for one in kept[:MOST]),
        all=len(kept),
    )


def row(one: Kept, asked: Asked, written: Language) -> BudgetRow:
    """A plan as it is shown."""
    return BudgetRow(one, said.measure_word(one.planned.measure, written), said.note(one, written), _url(one, asked))


def _url(one: Kept, asked: Asked) -> str:
    """Of an account or group, its make-up; of a division, who sells there; over the same days."""
    if one.actual is None:
        return ""
    days = {"start": asked.window.start.isoformat(), "end": asked.window.end.isoformat()}
    if one.planned.account is None:
        return f"{reverse('portfolio:contributions')}?{urlencode({**days, 'by': asked.by, 'division': one.name})}"
    return f"{reverse('portfolio:contribution')}?{urlencode({**days, 'by': asked.by, 'account': one.planned.account})}"
