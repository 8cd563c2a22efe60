"""What the portfolio does once the figures of the accounts are written."""

from __future__ import annotations

from trousseau.costs.queries import quantities
from trousseau.ledger.erosion import warm as warm_erosions
from trousseau.ledger.facts import Facts
from trousseau.ledger.segments import warm
from trousseau.portfolio.actions import mark_eroding, write_standings
from trousseau.portfolio.queries import history
from trousseau.portfolio.queries.classes import moved, whole_company
from trousseau.portfolio.queries.contributions import whale_of_places
from trousseau.portfolio.queries.measure import measured, quarters, whole
from trousseau.portfolio.queries.panel import panel_of
from trousseau.portfolio.queries.told import told


def classes(facts: Facts) -> None:
    """Write the class of every account, and have the table of the company's own segments made."""
    warm(facts)
    write_standings(facts)


def erosions(facts: Facts) -> None:
    """Have every account judged for silent erosion as of the last month, and mark those that erode for the lists."""
    warm_erosions(facts, quantities())
    mark_eroding(facts)


def usual(facts: Facts) -> None:
    """Have the check-up that who reads everything sees first worked out, so that no page waits for it."""
    company = whole_company(facts)
    if company is None:
        return
    asked, beside = company.ranked_by("group"), told()
    now = measured(asked)
    whole(asked), quarters(asked), panel_of(asked, beside)
    history.against(now, (), beside, "previous")
    moved(asked, beside.rules, beside.costs)
    whale_of_places(asked, "zone", beside.costs), whale_of_places(asked, "division", beside.costs)
