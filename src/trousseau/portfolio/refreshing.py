"""What the portfolio does once the figures of the accounts are written."""

from __future__ import annotations

from trousseau.costs.queries import quantities
from trousseau.ledger.erosion import warm as warm_erosions
from trousseau.ledger.facts import Facts
from trousseau.ledger.segments import warm
from trousseau.portfolio.actions import mark_eroding, write_standings


def classes(facts: Facts) -> None:
    """Write the class of every account, and have the table of the company's own segments made."""
    warm(facts)
    write_standings(facts)


def erosions(facts: Facts) -> None:
    """Have every account judged for silent erosion as of the last month, and mark those that erode for the lists."""
    warm_erosions(facts, quantities())
    mark_eroding(facts)
