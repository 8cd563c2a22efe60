"""What a refresh of the facts prepares of costs."""

from __future__ import annotations

from trousseau.costs.queries import told
from trousseau.ledger import answers
from trousseau.ledger.costs import warm
from trousseau.ledger.facts import Facts
from trousseau.ledger.growth import make_usual


def contributions(facts: Facts) -> None:
    """Work out the contribution of the last twelve months, so that pages find it made."""
    window = answers.windows(facts).get("r12")
    if window is not None:
        warm(facts, window, told())


def bridges(facts: Facts) -> None:
    """Have the growth of the usual periods worked out."""
    make_usual(facts)
