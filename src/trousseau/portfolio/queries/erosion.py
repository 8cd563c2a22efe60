"""Who erodes in silence, of the accounts a question is about; one verdict an account, even by group."""

from __future__ import annotations

from collections.abc import Mapping

from trousseau.ledger.erosion import Erosion, Judged, erosion, verdict
from trousseau.portfolio.queries.kept import Kept, key
from trousseau.portfolio.queries.source import Asked, facts

_judged: Kept[Judged] = Kept(16)


def judged(asked: Asked) -> Judged:
    """The accounts of a question judged as of the last whole month of its period; kept until the facts change."""
    return _judged.get(key(asked), lambda: erosion(asked.facts, asked.window.end, scope=asked.scope))


def eroding(asked: Asked) -> Mapping[str, Erosion]:
    """The accounts that erode, by ledger account, most contribution lost first."""
    return {one.account: one for one in judged(asked).eroding}


def erosion_of(account: str) -> Erosion | None:
    """The verdict of today's facts on one account that someone may see; None where there is none."""
    there = facts()
    return None if there is None else verdict(there, account)
