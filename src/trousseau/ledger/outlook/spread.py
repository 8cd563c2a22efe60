"""How far the rates of loss of a ledger's years and sectors differ, where it is long enough to tell."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import numpy as np

from trousseau.ledger.answers import Scope, Window, cells
from trousseau.ledger.answers.accounts import By
from trousseau.ledger.facts import Facts
from trousseau.ledger.outlook.histories import histories, shifted
from trousseau.ledger.outlook.retention import past_years
from trousseau.method.loss import Spread, rate_spread

YEARS_MOST = 10
"""What was longer ago says little of the years to come."""

YEARS_LEAST = 4
"""Fewer years tell no variance."""

LOST_LEAST = 12
"""Nor do fewer customers lost in all of them."""


def yearly_spread(
    facts: Facts, sector: Literal["zone", "division", "family"], *, scope: Scope, by: By = "account"
) -> Spread | None:
    """The relative variance of the yearly rates of loss by sector, None where the ledger does not tell.

    A year is the twelve months after an anniversary of the ledger's last day; a customer is at risk in it who ordered
    in the twelve months before, and lost who did not order in it. It counts in the sector where it bought most.
    """
    days = past_years(facts, YEARS_MOST)
    if len(days) < YEARS_LEAST:
        return None
    whole = Scope(excluded=scope.excluded, groups=scope.groups)
    years = [_year(facts, day, sector, whole, by) for day in days]
    names = sorted({name for year in years for name in year})
    counts = np.array([[year.get(name, (0, 0)) for name in names] for year in years], dtype=np.float64)
    found = rate_spread(counts[:, :, 0], counts[:, :, 1]) if names else None
    return found if found and found.years >= YEARS_LEAST and found.lost >= LOST_LEAST else None


def _year(
    facts: Facts, day: date, sector: Literal["zone", "division", "family"], scope: Scope, by: By
) -> dict[str, tuple[int, int]]:
    """Lost and at risk of each sector, in the year after a day."""
    window = Window("dates", shifted(day, -1) + timedelta(days=1), day)
    table = cells(facts, window, sector, scope=scope, by=by)
    best: dict[str, tuple[float, str]] = {}
    columns = (table[name].to_pylist() for name in ("account", "value", "revenue"))
    for account, value, revenue in zip(*columns, strict=True):
        said = (float(revenue or 0), value or "")
        if account not in best or said > best[account]:
            best[account] = said
    found: dict[str, tuple[int, int]] = {}
    history = histories(facts, day, scope=scope, by=by)
    rows = (history[name].to_pylist() for name in ("account", "lately", "after"))
    for account, lately, after in zip(*rows, strict=True):
        if lately and account in best:
            lost, there = found.get(best[account][1], (0, 0))
            found[best[account][1]] = (lost + (not after), there + 1)
    return found
