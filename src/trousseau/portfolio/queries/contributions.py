"""What each account of a question leaves: contribution where costs to serve were told, else margin."""

from __future__ import annotations

from dataclasses import replace

from trousseau.costs.queries import told as costs_told
from trousseau.ledger.classes import Measures, Place, measures, places
from trousseau.ledger.costs import Costs
from trousseau.ledger.costs.budgets import Kept as Budgeted
from trousseau.ledger.costs.budgets import budgets_kept, done_of
from trousseau.ledger.signs import signs
from trousseau.ledger.whale import Curve, Part, curve, reasons
from trousseau.portfolio.queries.kept import Kept, key
from trousseau.portfolio.queries.source import Asked

_measures: Kept[Measures] = Kept(24, "measures", long=True)
_curves: Kept[Curve] = Kept(24)
_of_places: Kept[Curve] = Kept(24, "whale", long=True)
_budgets: Kept[tuple[Budgeted, ...]] = Kept(24)
_reasons: Kept[dict[str, tuple[Part, ...]]] = Kept(24)


def contributions(asked: Asked, costs: Costs | None = None) -> Measures:
    """The accounts (or groups) of a question with all that rules may ask of them; kept.

    `costs`: what to take as told; None: what is told now.
    """
    told = costs_told() if costs is None else costs

    def read() -> Measures:
        return measures(
            asked.facts,
            asked.window,
            costs=told,
            scope=asked.scope,
            by=asked.by,
            erosion=signs(asked.facts, asked.window, scope=asked.scope, by=asked.by, costs=told),
        )

    return _measures.get(key(asked, told), read)


def whale_curve(asked: Asked, costs: Costs | None = None) -> Curve:
    """The whale curve over the accounts (or groups) of a question; kept."""
    told = costs_told() if costs is None else costs
    return _curves.get(key(asked, told), lambda: curve(contributions(asked, told).rows))


def whale_of_places(asked: Asked, dimension: Place, costs: Costs | None = None) -> Curve:
    """The whale curve over the zones or divisions of a question; kept."""
    told = costs_told() if costs is None else costs
    return _of_places.get(
        key(asked, told, dimension),
        lambda: curve(places(asked.facts, asked.window, dimension, costs=told, scope=asked.scope)),
    )


def budgets(asked: Asked, costs: Costs) -> tuple[Budgeted, ...]:
    """The budgets of a question with what was done; kept. What accounts and divisions left is not worked out again."""

    def read() -> tuple[Budgeted, ...]:
        by_division = whale_of_places(asked, "division", costs)
        return budgets_kept(
            asked.facts,
            asked.window,
            costs,
            scope=asked.scope,
            by=asked.by,
            accounts=done_of(contributions(asked, costs).rows) if asked.by == "account" else None,
            divisions=done_of((*by_division.rows, *by_division.unknown)),
        )

    return _budgets.get(key(asked, costs), read) if costs.budgets else ()


def tail_reasons(
    asked: Asked, found: Curve, most: int, dimension: Place | None, costs: Costs
) -> dict[str, tuple[Part, ...]]:
    """What explains the worst of a question's curve (over customers, or a dimension); kept."""
    return _reasons.get(key(asked, costs, dimension, most), lambda: reasons(found.tail[:most], found.rows))


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
