"""Who erodes in silence, of the accounts a question is about; one verdict an account, even by group."""

from __future__ import annotations

from collections.abc import Mapping

from trousseau.ledger.erosion import erosion
from trousseau.method.verdicts import Erosion, Judged
from trousseau.portfolio.queries.kept import Kept, key
from trousseau.portfolio.queries.source import Asked

_judged: Kept[Judged] = Kept(16)


def judged(asked: Asked) -> Judged:
    """The accounts of a question judged as of the last whole month of its period; kept until the facts change."""
    return _judged.get(key(asked), lambda: erosion(asked.facts, asked.window.end, scope=asked.scope))


def eroding(asked: Asked) -> Mapping[str, Erosion]:
    """The accounts that erode, by ledger account, most contribution lost first."""
    return {one.account: one for one in judged(asked).eroding}
