"""What the exposure room does once the figures of the accounts are written, or costs have changed."""

from __future__ import annotations

from contextlib import suppress

from trousseau.costs.queries import told as costs_told
from trousseau.exposure.queries import concentration, growth, losses, prices, whatif
from trousseau.ledger.answers import WindowError
from trousseau.ledger.facts import Facts
from trousseau.portfolio.queries.classes import whole_company


def usual(facts: Facts) -> None:
    """Have what who reads everything sees first worked out, so that no page waits for it."""
    company = whole_company(facts)
    if company is None:
        return
    asked, costs = company.ranked_by("group"), costs_told()
    whatif.breakings(asked, costs)
    concentration.concentrations(asked), concentration.moved(asked)
    losses.answer(asked, costs=costs), losses.of_everybody(facts)
    if ranked := prices.everybody(asked).accounts:
        prices.products(asked, ranked[0].account)
    with suppress(WindowError):  # no period to hold this one against
        growth.first(asked)
