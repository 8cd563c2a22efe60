"""Concentration of what someone sees: by every dimension, inside each value, and its movement; kept."""

from __future__ import annotations

from trousseau.costs.queries import told as costs_told
from trousseau.exposure.queries import whatif
from trousseau.ledger.concentration import Concentrations, Moment, family_revenue, movement, of_portfolio
from trousseau.portfolio.queries.kept import Kept, key
from trousseau.portfolio.queries.source import Asked

_found: Kept[Concentrations] = Kept(12, "concentrations")
_moved: Kept[dict[str, tuple[Moment, ...]]] = Kept(24, "movement")


def concentrations(asked: Asked) -> Concentrations:
    """The concentration of a question, groups as one customer."""
    grouped, costs = asked.ranked_by("group"), costs_told()

    def compute() -> Concentrations:
        families = family_revenue(asked.facts, asked.window, scope=asked.scope)
        return of_portfolio(whatif.portfolio(grouped, costs), families=families)

    return _found.get(key(grouped, costs), compute)


def moved(asked: Asked) -> dict[str, tuple[Moment, ...]]:
    """How the concentration of what someone sees moved, quarter by quarter."""
    return _moved.get(
        (str(asked.facts.folder), asked.facts.version, asked.scope_key, frozenset(asked.scope.groups.items()),
         asked.scope.excluded, asked.scope.accounts),
        lambda: movement(asked.facts, scope=asked.scope),
    )  # fmt: skip
