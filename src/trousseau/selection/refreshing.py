"""What selection does once the figures of the accounts are written, or costs have changed."""

from __future__ import annotations

from trousseau.costs.queries import serving
from trousseau.ledger.facts import Facts
from trousseau.portfolio.queries.classes import whole_company
from trousseau.selection.actions.ranks import rank_anew
from trousseau.selection.queries import grids, review, tomorrow
from trousseau.selection.queries.ranking import found


def usual(facts: Facts) -> None:
    """Have what the grid in force ranks by worked out, so that no page waits for it."""
    company = whole_company(facts)
    if company is not None:
        found(company.ranked_by("group"), grids.in_force().grid, serving())
        tomorrow.of_everyone(company.ranked_by("group"))
        review.evidence(company.ranked_by("group"))


def other_grid(**_signal: object) -> None:
    """Rank anew for the lists: another grid was published."""
    rank_anew()
