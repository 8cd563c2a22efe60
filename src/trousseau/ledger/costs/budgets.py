"""Budgets of a period held against what was done in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from trousseau.ledger.answers import ALL, Scope, Window, breakdown
from trousseau.ledger.costs.contribution import contributions
from trousseau.ledger.costs.fixed import STEP
from trousseau.ledger.costs.model import Budget, Costs
from trousseau.ledger.facts import Facts

Held = tuple[str | None, str | None, str]
"""Account, division, measure."""


@dataclass(frozen=True)
class Planned:
    """What was planned for an account or a division over a period, in the base currency."""

    account: str | None
    division: str | None
    measure: str
    amount: Decimal | None
    """None where budgets overlap: two plans for the same day say nothing certain."""
    days: int
    """How many days of the period budgets cover."""
    of: int
    """How many days the period has."""


@dataclass(frozen=True)
class Kept:
    """A plan with what was done; `deviation` is None where either is unknown, or the plan covers a part only."""

    planned: Planned
    actual: Decimal | None
    deviation: Decimal | None


def planned(costs: Costs, start: date, end: date) -> tuple[Planned, ...]:
    """The budgets of a period: each counts with the days it shares with it. Adjoining periods add up exactly."""
    of = (end - start).days + 1
    held: dict[Held, list[Budget]] = {}
    for budget in costs.budgets:
        if budget.start <= end and budget.end >= start:
            held.setdefault((budget.account, budget.division, budget.measure), []).append(budget)
    found = []
    for key, budgets in held.items():
        days = {
            day
            for one in budgets
            for day in range(max(one.start, start).toordinal(), min(one.end, end).toordinal() + 1)
        }
        told = sum((min(one.end, end) - max(one.start, start)).days + 1 for one in budgets)
        amount = sum((_until(one, end) - _before(one, start) for one in budgets), Decimal(0))
        found.append(Planned(*key, amount if told == len(days) else None, len(days), of))
    return tuple(sorted(found, key=lambda one: (one.division or "", one.account or "", one.measure)))


def _until(budget: Budget, day: date) -> Decimal:
    """What of a budget is planned up to a day, that day too."""
    days, of = (min(day, budget.end) - budget.start).days + 1, (budget.end - budget.start).days + 1
    return budget.amount if days == of else (budget.amount * max(days, 0) / of).quantize(STEP)


def _before(budget: Budget, day: date) -> Decimal:
    """What of a budget is planned before a day."""
    return _until(budget, date.fromordinal(day.toordinal() - 1)) if day > budget.start else Decimal(0)


def budgets_kept(facts: Facts, window: Window, costs: Costs, *, scope: Scope = ALL) -> tuple[Kept, ...]:
    """Each budget of a period with what was done: revenue, or contribution (of accounts; of a division: unknown)."""
    plans = planned(costs, window.start, window.end)
    if not plans:
        return ()
    done: dict[Held, Decimal | None] = {}
    for row in contributions(facts, window, costs, scope=scope).table.to_pylist():
        done[row["account"], None, "revenue"] = row["revenue"]
        done[row["account"], None, "contribution"] = row["contribution"]
    for row in breakdown(facts, window, "division", scope=scope).to_pylist():
        done[None, row["value"], "revenue"] = row["revenue"]
    return tuple(_kept(one, done.get((one.account, one.division, one.measure))) for one in plans)


def _kept(one: Planned, actual: Decimal | None) -> Kept:
    known = actual is not None and one.amount is not None and one.days == one.of
    return Kept(one, actual, actual - one.amount if known and actual is not None and one.amount is not None else None)
