"""Who erodes in silence, of the accounts a question is about; one verdict an account, even by group."""

from __future__ import annotations

from collections.abc import Mapping

from trousseau.costs.queries import quantities
from trousseau.ledger.costs import Costs
from trousseau.ledger.erosion import erosion
from trousseau.ledger.signals.payment import told
from trousseau.method.verdicts import Erosion, Judged
from trousseau.portfolio.queries.kept import Kept, key
from trousseau.portfolio.queries.source import Asked

_judged: Kept[Judged] = Kept(16, "eroding")


def judged(asked: Asked, costs: Costs | None = None) -> Judged:
    """The accounts of a question judged as of the last whole month of its period; kept until facts or tables change.

    `costs`: what to take as told; None: what is told now. Only the tables that may tell payment days matter.
    """
    known = told(quantities() if costs is None else costs)
    return _judged.get(
        key(asked, known.drivers), lambda: erosion(asked.facts, asked.window.end, scope=asked.scope, costs=known)
    )


def eroding(asked: Asked) -> Mapping[str, Erosion]:
    """The accounts that erode, by ledger account, most contribution lost first."""
    return {one.account: one for one in judged(asked).eroding}
