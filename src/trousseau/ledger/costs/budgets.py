"""Budgets of a period held against what was done in it: of divisions, of accounts, of groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from trousseau.ledger import answers
from trousseau.ledger.answers import ALL, Scope, Window
from trousseau.ledger.answers.accounts import By
from trousseau.ledger.answers.question import Question
from trousseau.ledger.classes import Made, places
from trousseau.ledger.costs.contribution import contributions
from trousseau.ledger.costs.fixed import STEP
from trousseau.ledger.costs.model import Budget, Costs
from trousseau.ledger.facts import Facts

Held = tuple[str | None, str | None, str]
"""Account, division, measure."""

Why = Literal["", "overlap", "part", "unseen", "unknown"]
"""Why a plan has no deviation. overlap: two plans for the same days; part: it covers a part of the period only;
unseen: more was done than the scope shows; unknown: what was done is not known."""

NOTHING = Decimal("0.0000")


@dataclass(frozen=True)
class Planned:
    """What was planned for an account or a division over a period, in the base currency."""

    account: str | None
    """By group: the group, or the account that is in none."""
    division: str | None
    measure: str
    amount: Decimal | None
    """None where budgets overlap: two plans for the same day say nothing certain."""
    days: int
    """How many days of the period budgets cover; of a group, those of its account that has the fewest."""
    of: int
    """How many days the period has."""

    @property
    def covered(self) -> float:
        """The share of the period that is planned."""
        return self.days / self.of


@dataclass(frozen=True)
class Done:
    """What was done by an account or in a division; None: not known."""

    revenue: Decimal | None
    contribution: Decimal | None
    costed: Decimal | None = None
    """Revenue of the lines whose cost is known."""

    def of(self, measure: str) -> Decimal | None:
        """One of the two."""
        return self.contribution if measure == "contribution" else self.revenue


@dataclass(frozen=True)
class Kept:
    """A plan with what was done; `deviation` is None where `why` says so."""

    planned: Planned
    name: str
    actual: Decimal | None
    deviation: Decimal | None
    why: Why = ""
    accounts: int = 1
    """By group: how many accounts of it have this budget; what was done is theirs alone."""
    members: int = 1
    """By group: how many accounts it has."""
    known: float | None = None
    """Of a contribution: the share of revenue whose cost is known."""

    @property
    def relative(self) -> float | None:
        """The deviation against the plan; None where that is not above nothing."""
        plan = self.planned.amount
        return None if self.deviation is None or plan is None or plan <= 0 else float(self.deviation / plan)


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


def done_of(rows: Iterable[Made]) -> dict[str, Done]:
    """What accounts, zones or divisions did, from rows that were made already."""
    return {row.account: Done(row.revenue, row.contribution, row.costed) for row in rows}


def done_in(rows: Iterable[Mapping[str, Any]]) -> dict[str, Done]:
    """The same from the table of `contributions`."""
    return {row["account"]: Done(row["revenue"], row["contribution"], row["costed"]) for row in rows}


def budgets_kept(
    facts: Facts,
    window: Window,
    costs: Costs,
    *,
    scope: Scope = ALL,
    by: By = "account",
    accounts: Mapping[str, Done] | None = None,
    divisions: Mapping[str, Done] | None = None,
) -> tuple[Kept, ...]:
    """Each budget of a period with what was done; divisions first, then accounts (or groups), the largest plan first.

    `accounts` (by account, in scope), `divisions`: what was done, where the caller has it already. A group's plan is
    the sum of its accounts' plans, held against what these accounts did. What a scope shows in part only is not
    compared: its plan is of the whole.
    """
    reading = _Reading(facts, window, costs, scope)
    plans = planned(costs, window.start, window.end)
    rows = _by_account(reading, [one for one in plans if one.account is not None], accounts)
    found = [
        *_by_division(reading, [one for one in plans if one.division is not None], divisions),
        *(_by_group(rows) if by == "group" else [kept for kept, _ in rows]),
    ]
    return tuple(sorted(found, key=_order))


def _order(one: Kept) -> tuple[bool, bool, Decimal, str, str]:
    plan = one.planned
    return plan.division is None, plan.amount is None, -abs(plan.amount or NOTHING), one.name, plan.measure


@dataclass(frozen=True)
class _Reading:
    """What is asked."""

    facts: Facts
    window: Window
    costs: Costs
    scope: Scope

    def done(self, scope: Scope) -> dict[str, Done]:
        """What accounts did."""
        return done_in(contributions(self.facts, self.window, self.costs, scope=scope).table.to_pylist())

    def known(self, scope: Scope, names: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Of some accounts those the ledger knows and a scope holds, with their groups."""
        question = Question(self.facts, scope, {"budgeted": list(names)})
        return {
            row["account"]: row for row in question.ask("costs/budgeted", condition=question.condition()).to_pylist()
        }

    def idle(self, scope: Scope, names: Sequence[str]) -> dict[str, Done]:
        """Of accounts without figures, those that bought nothing at all: that is known, and it is 0."""
        if not names:
            return {}
        rows = answers.accounts(self.facts, self.window, scope=replace(scope, accounts=tuple(names)))
        bought = {row["account"] for row in rows.to_pylist() if row["lines"]}
        return {name: Done(NOTHING, NOTHING, NOTHING) for name in names if name not in bought}


def _by_division(reading: _Reading, plans: Sequence[Planned], given: Mapping[str, Done] | None) -> list[Kept]:
    """Budgets of divisions; who sees some zones or accounts only sees a part of each."""
    scope = reading.scope
    plans = [one for one in plans if scope.divisions is None or one.division in scope.divisions]
    if not plans:
        return []
    if scope.zones is not None or scope.accounts is not None:
        return [Kept(one, one.division or "", None, None, "unseen") for one in plans]
    if given is None:
        given = done_of(places(reading.facts, reading.window, "division", costs=reading.costs, scope=scope))
    return [_kept(one, one.division or "", given.get(one.division or "")) for one in plans]


def _by_account(
    reading: _Reading, plans: Sequence[Planned], given: Mapping[str, Done] | None
) -> list[tuple[Kept, str | None]]:
    """Budgets of the accounts a scope shows, each with the group of its account."""
    scope = reading.scope
    names = {one.account for one in plans if one.account is not None} - {*scope.excluded}
    wanted = tuple(sorted(names if scope.accounts is None else names & {*scope.accounts}))
    if not wanted:
        return []
    limited = scope.zones is not None or scope.divisions is not None
    whole = replace(scope, zones=None, divisions=None)
    seen = reading.done(replace(scope, accounts=wanted)) if given is None else given
    done = reading.done(replace(whole, accounts=wanted)) if limited else seen
    known = reading.known(whole, wanted)
    idle = reading.idle(whole, [name for name in known if name not in done])
    found = []
    for one in plans:
        account = one.account or ""
        if account not in wanted or (limited and account not in seen):
            continue
        row = known.get(account, {"name": account, "group": None, "members": 1})
        kept = _kept(one, row["name"] or account, done.get(account) or idle.get(account))
        if limited and seen[account] != done.get(account):
            kept = Kept(one, kept.name, None, None, "unseen")
        found.append((replace(kept, members=row["members"]), row["group"]))
    return found


def _by_group(rows: Iterable[tuple[Kept, str | None]]) -> list[Kept]:
    """The same with the accounts of a group as one; what one of them does not know, the group does not."""
    alone, held = [], dict[tuple[str, str], list[Kept]]()
    for kept, group in rows:
        if group is None:
            alone.append(replace(kept, members=1))
        else:
            held.setdefault((group, kept.planned.measure), []).append(kept)
    return [*alone, *(_together(group, measure, parts) for (group, measure), parts in held.items())]


def _together(group: str, measure: str, parts: Sequence[Kept]) -> Kept:
    first = parts[0].planned
    plan = Planned(
        group,
        None,
        measure,
        _sum([one.planned.amount for one in parts]),
        min(one.planned.days for one in parts),
        first.of,
    )
    why: Why = next((one.why for one in parts if one.why), "")
    shares = [one.known for one in parts if one.known is not None]
    return Kept(
        plan,
        group,
        _sum([one.actual for one in parts]),
        _sum([one.deviation for one in parts]),
        why,
        accounts=len(parts),
        members=parts[0].members,
        known=min(shares, default=None),
    )


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(values) else None


def _kept(one: Planned, name: str, done: Done | None) -> Kept:
    """A plan with what was done, the two compared where both are known and speak of the same days."""
    actual = None if done is None else done.of(one.measure)
    known = None
    if done is not None and one.measure == "contribution" and done.costed is not None and done.revenue:
        known = float(min(max(done.costed / done.revenue, Decimal(0)), Decimal(1)))
    if one.amount is None:
        return Kept(one, name, actual, None, "overlap", known=known)
    if actual is None:
        return Kept(one, name, None, None, "unknown")
    if one.days < one.of:
        return Kept(one, name, actual, None, "part", known=known)
    return Kept(one, name, actual, actual - one.amount, known=known)
