"""The payment days of each account by month, where the company tells them.

Who tells quarters has made one observation a quarter, not three: a period speaks in its last month, and the months
before are not known. A period that ends after the months asked for has not been observed yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from trousseau.ledger.costs import NOTHING, PAYMENT_DAYS, Costs
from trousseau.ledger.costs.worked import ended
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.calendar import month


def told(costs: Costs) -> Costs:
    """Of what is told, what payment days depend on: rates or budgets that change make no verdict anew."""
    if not costs.drivers or costs.kind(PAYMENT_DAYS) != "level":
        return NOTHING
    return replace(NOTHING, drivers=costs.drivers)


def payment_days(facts: Facts, costs: Costs, months: Sequence[str]) -> dict[str, list[float | None]]:
    """Payment days by account, an entry a month (YYYY-MM, without a gap); None: no period told ends that month."""
    known = told(costs)
    if not known.drivers or not months:
        return {}
    at = {name: place for place, name in enumerate(months)}
    found: dict[str, list[float | None]] = {}
    for account, day, level in ended(facts, known, PAYMENT_DAYS, months):
        found.setdefault(account, [None] * len(months))[at[month(day)]] = level
    return found
