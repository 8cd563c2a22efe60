"""What each account of a question leaves: contribution where costs to serve were told, else margin."""

from __future__ import annotations

from dataclasses import replace

from trousseau.ledger.classes import Measures, Place, measures, places
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


def whale_of_places(asked: Asked, dimension: Place) -> Curve:
    """The whale curve over the zones or divisions of a question; kept."""
    return _curves.get(
        key(asked, dimension), lambda: curve(places(asked.facts, asked.window, dimension, scope=asked.scope))
    )


def inside(asked: Asked, *, zone: str = "", division: str = "") -> Asked:
    """The same question about one zone or division only; what someone may not see stays out of it."""
    scope, limits = asked.scope, []
    for given, names in ((zone, scope.zones), (division, scope.divisions)):
        if not given:
            limits.append(names)
        else:
            limits.append((given,) if names is None or given in names else ())
    narrowed = replace(scope, zones=limits[0], divisions=limits[1])
    return replace(asked, scope=narrowed)
