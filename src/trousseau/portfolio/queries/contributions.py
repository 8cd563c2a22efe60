"""What each account of a question leaves: contribution where costs to serve were told, else margin."""

from __future__ import annotations

from trousseau.ledger.classes import Measures, measures
from trousseau.ledger.whale import Curve, curve
from trousseau.portfolio.queries.kept import Kept, key
from trousseau.portfolio.queries.source import Asked

_measures: Kept[Measures] = Kept(24)
_curves: Kept[Curve] = Kept(24)


def contributions(asked: Asked) -> Measures:
    """The accounts (or groups) with a line in the window, with all that rules may ask of them; kept."""
    return _measures.get(key(asked), lambda: measures(asked.facts, asked.window, scope=asked.scope, by=asked.by))


def whale_curve(asked: Asked) -> Curve:
    """The whale curve over the accounts (or groups) of a question; kept."""
    return _curves.get(key(asked), lambda: curve(contributions(asked).rows))
