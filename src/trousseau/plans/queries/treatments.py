"""Bad customers with their treatment, and the net contribution before and after its decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.costs.queries.known import serving
from trousseau.ledger.facts.calendar import between, month, shift
from trousseau.plans.formulas import Filter
from trousseau.plans.measuring.grids import SCALE
from trousseau.plans.measuring.ledger import Part
from trousseau.plans.models.treatments import Course, Treatment
from trousseau.portfolio.models import AccountStanding
from trousseau.portfolio.queries.source import facts as newest_facts

YEAR = 12
ENOUGH = 3
"""Months after the decision before anything is said of it."""


@dataclass(frozen=True)
class Effect:
    """Net contribution before and after a decision, in the base currency; None where it is not known, `why` says it.

    Before: the 12 months up to the month of the decision. After: the whole months that follow it, 12 at most.
    The month of the decision itself is neither. Alike: the same calendar months among those before, so that a season
    is never taken for an effect.
    """

    before: Decimal | None
    alike: Decimal | None
    after: Decimal | None
    months: int
    """How many months after are over."""
    last: str = ""
    """The last of them, YYYY-MM."""
    why: str = ""
    """no_ledger: the ledger does not tell; no_cost: the cost of some sales is not known; short: it begins too late."""

    @property
    def early(self) -> bool:
        """Whether it is too early to say anything."""
        return self.months < ENOUGH

    @property
    def gained(self) -> Decimal | None:
        """(after - alike) · 12 / months: how much more a year, at that pace; None where not known or too early."""
        if self.early or self.after is None or self.alike is None:
            return None
        return (self.after - self.alike) * YEAR / self.months


UNKNOWN = Effect(None, None, None, 0, why="no_ledger")


def visible(user: User) -> QuerySet[Treatment]:
    """The treatments of the accounts someone sees; none for who may not read plans."""
    if not may(user, "read_plans"):
        return Treatment.objects.none()
    found = Treatment.objects.filter(account__in=access.visible_to(user))
    return found.select_related("account", "account__manager", "owner")


def of_account(user: User, account: Account) -> list[Treatment]:
    """Those of one account, the running one first."""
    found = list(visible(user).filter(account=account))
    return sorted(found, key=lambda one: one.course == Course.CLOSED)


def bad(user: User) -> QuerySet[AccountStanding]:
    """The accounts someone sees that the rules call bad, the one that costs most first."""
    found = AccountStanding.objects.filter(account__in=access.visible_to(user), name="bad", account__excluded=False)
    return found.select_related("account", "account__manager").order_by("contribution", "account__name")


def untreated(user: User) -> QuerySet[AccountStanding]:
    """Those of them without a running treatment."""
    running = Treatment.objects.exclude(course=Course.CLOSED).values("account")
    return bad(user).exclude(account__in=running)


def effects(found: Sequence[Treatment]) -> dict[int, Effect]:
    """What each treatment brought so far; the ledger is read once for all of them."""
    facts = newest_facts() if found else None
    if facts is None or facts.last is None or not facts.months:
        return {one.pk: UNKNOWN for one in found}
    earliest = min(shift(month(one.decided_on), -YEAR) for one in found)
    keys = tuple(sorted({one.account.key for one in found}))
    part = Part(facts, Filter(), keys, serving(), since=earliest)
    return {one.pk: _effect(part, one.account.key, one.decided_on) for one in found}


def _effect(part: Part, key: str, decided: dt.date) -> Effect:
    at = month(decided)
    first, last = shift(at, 1), min(shift(at, YEAR), part.last)
    months = len(between(first, last)) if first <= last else 0
    ended = last if months else ""
    if shift(at, -YEAR) < part.first or shift(at, -1) > part.last:
        return Effect(None, None, None, months, ended, why="short")
    before = _over(part, key, shift(at, -YEAR), shift(at, -1))
    after = _over(part, key, first, last) if months else None
    alike = before if months == YEAR else _over(part, key, shift(first, -YEAR), shift(last, -YEAR)) if months else None
    unknown = before is None or (months > 0 and after is None)
    return Effect(before, alike, after, months, ended, why="no_cost" if unknown else "")


def _over(part: Part, key: str, first: str, last: str) -> Decimal | None:
    """The contribution of an account over some months; None where the cost of some of its sales is not known."""
    if part.earned.over((key,), "unknown", first, last):
        return None
    return Decimal(part.earned.over((key,), "earned", first, last)) / SCALE


def latest(found: Iterable[Treatment]) -> Mapping[int, Treatment]:
    """The treatment of each account that counts: the running one, else the one closed last."""
    kept: dict[int, Treatment] = {}
    for one in sorted(found, key=lambda one: (one.course != Course.CLOSED, one.decided_on, one.pk)):
        kept[one.account_id] = one
    return kept
