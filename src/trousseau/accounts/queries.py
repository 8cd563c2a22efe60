"""Reads of this room: the reckoning, one account with its answers, groups, people, history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from trousseau.access.audit import history as trail
from trousseau.access.models import AuditEvent, User
from trousseau.access.once import once
from trousseau.accounts import access
from trousseau.accounts.filters import Choice
from trousseau.accounts.models import (
    Account,
    AccountFigures,
    Group,
    Reckoning,
    SavedView,
    TeamMember,
    TeamRole,
    current,
    folded,
)
from trousseau.accounts.reckoning import change
from trousseau.ledger import answers
from trousseau.ledger.answers import LinePage, Scope, Window
from trousseau.ledger.answers.breakdown import Dimension
from trousseau.ledger.facts import Facts

DIMENSIONS: tuple[Dimension, ...] = ("zone", "division", "family", "product")
MOST_BARS = 8
LINES_A_PAGE = 25


def reckoning() -> Reckoning:
    """What the figures of all accounts stand for; one with nothing in it before the first refresh."""
    return once("reckoning", lambda: Reckoning.objects.filter(pk=1).first() or Reckoning(id=1))


def facts() -> Facts:
    """The newest facts; FactsError before the first refresh."""
    return Facts.open(Path(settings.TROUSSEAU_HOME) / "facts")


@dataclass(frozen=True)
class Bar:
    """One value of a dimension in an account's revenue; `value` None is the sum of the small ones."""

    value: str | None
    revenue: Decimal
    previous: Decimal | None
    share: float | None
    change: float | None
    count: int = 1


@dataclass(frozen=True)
class Breakdown:
    """An account's revenue by one dimension; the bars add up to its revenue."""

    dimension: str
    bars: tuple[Bar, ...]
    values: int


@dataclass(frozen=True)
class Month:
    """One month of sales, beside the same month a year before."""

    month: date
    revenue: Decimal
    year_before: Decimal | None


@dataclass(frozen=True)
class Sales:
    """What an account (or the accounts of a group) sold in a window, from the facts, exact to the cent."""

    window: Window
    base: str | None
    revenue: Decimal | None
    previous: Decimal | None
    change: float | None
    cost: Decimal | None
    costed: Decimal
    lines: int
    unconverted: int
    months: tuple[Month, ...]

    @property
    def margin(self) -> Decimal | None:
        """Of the lines that have a cost."""
        return None if self.cost is None else self.costed - self.cost


def sales(
    made: Facts, keys: Sequence[str], window: Window, *, months: int = 24, known: AccountFigures | None = None
) -> Sales:
    """The sales of some ledger accounts together in a window, and month by month; `known` spares the sums."""
    table = answers.months(made, list(keys), last=months + 12).to_pylist()
    by_month = {row["month"]: row["revenue"] for row in table}
    shown = [
        Month(row["month"], row["revenue"], by_month.get(row["month"].replace(year=row["month"].year - 1)))
        for row in table[-months:]
    ]
    sums = known or answers.totals(made, window, scope=Scope(accounts=tuple(keys)))
    return Sales(
        window=window,
        base=made.base,
        revenue=sums.revenue,
        previous=sums.previous,
        change=change(sums.revenue, sums.previous),
        cost=sums.cost,
        costed=sums.costed,
        lines=sums.lines,
        unconverted=sums.unconverted,
        months=tuple(shown),
    )


def known_figures(found: Account, kept: Reckoning, window: Window) -> AccountFigures | None:
    """The figures already written, where a window is theirs."""
    same = (window.start, window.end) == (kept.start, kept.end)
    return getattr(found, "figures", None) if same else None


def share_of_sales(
    made: Facts, window: Window, found: Account, kept: Reckoning, revenue: Decimal | None
) -> float | None:
    """What an account weighs in the portfolio of a window; None for one that is left out."""
    if found.excluded or revenue is None:
        return None
    total = kept.revenue
    if (window.start, window.end) != (kept.start, kept.end):
        excluded = tuple(access.every_account().filter(excluded=True).values_list("key", flat=True))
        total = answers.totals(made, window, scope=Scope(excluded=excluded)).revenue
    return float(revenue / total) if total > 0 else None


def breakdowns(made: Facts, keys: Sequence[str], window: Window) -> list[Breakdown]:
    """Revenue by zone, division, family, product; dimensions the file does not give are left out."""
    scope = Scope(accounts=tuple(keys))
    found = []
    for dimension in DIMENSIONS:
        rows = answers.breakdown(made, window, dimension, scope=scope).to_pylist()
        rows = [row for row in rows if row["revenue"] is not None and (row["lines"] or row["revenue"])]
        if any(row["value"] for row in rows):
            found.append(Breakdown(dimension, _bars(rows), len(rows)))
    return found


def _bars(rows: list[dict[str, Any]]) -> tuple[Bar, ...]:
    """The largest values and, past a bound, the rest together."""
    total = sum((row["revenue"] for row in rows), Decimal(0))
    first, rest = (rows, []) if len(rows) <= MOST_BARS else (rows[: MOST_BARS - 1], rows[MOST_BARS - 1 :])
    bars = [_bar(row["value"], row["revenue"], row["previous"], total) for row in first]
    if rest:
        known = [row["previous"] for row in rest if row["previous"] is not None]
        revenue = sum((row["revenue"] for row in rest), Decimal(0))
        bars.append(_bar(None, revenue, sum(known, Decimal(0)) if known else None, total, count=len(rest)))
    return tuple(bars)


def _bar(value: str | None, revenue: Decimal, previous: Decimal | None, total: Decimal, *, count: int = 1) -> Bar:
    share = float(revenue / total) if total > 0 else None
    return Bar(value, revenue, previous, share, change(revenue, previous), count)


def lines(made: Facts, keys: Sequence[str], window: Window, page: int) -> LinePage:
    """One page of the invoice lines behind a figure, newest first."""
    return answers.account_lines(made, list(keys), window, offset=(page - 1) * LINES_A_PAGE, limit=LINES_A_PAGE)


def members(user: User, account: Account) -> list[Account]:
    """The accounts of the same group that a person may see, this one too, the largest first."""
    if account.group_id is None:
        return []
    found = access.visible_to(user).filter(group=account.group_id, figures__isnull=False).select_related("figures")
    return list(found.order_by("figures__rank", "name"))


def groups_named(user: User, text: str, *, limit: int = 8) -> QuerySet[Group]:
    """Groups whose name holds the text, among those with an account the person may see; the largest first."""
    found = Group.objects.filter(accounts__in=access.visible_to(user)).annotate(size=Count("accounts"))
    wanted = folded(text)
    names = [group.pk for group in found if wanted in folded(group.name)]
    return found.filter(pk__in=names[: limit * 5]).order_by("-size", "name")[:limit]


def history(account: Account, *, limit: int = 100) -> list[AuditEvent]:
    """What was decided about an account, latest first."""
    return list(trail(account)[:limit])


def views_of(user: User, place: str = "accounts") -> list[SavedView]:
    """A person's own saved views and those others share."""
    found = SavedView.objects.filter(Q(owner=user) | Q(shared=True), place=place).select_related("owner")
    return list(found)


def leading() -> QuerySet[User]:
    """Who can lead an account: people with the role of manager."""
    return User.objects.filter(is_active=True, assignments__role="manager").distinct()


def places(account: Account) -> list[TeamMember]:
    """The places on an account's team, today, before and to come."""
    return once(("places", account.pk), lambda: list(account.members.select_related("user")))


def sponsor(account: Account) -> User | None:
    """Who of the management sponsors an account today."""
    return next((one.user for one in places(account) if one.current and one.role == TeamRole.SPONSOR), None)


def sponsored_by(user: User) -> list[Account]:
    """The accounts someone sponsors today, as far as they see them, the largest first."""
    theirs = access.on_team(user).filter(role=TeamRole.SPONSOR).values("account")
    found = access.visible_to(user).filter(pk__in=theirs).select_related("figures", "manager")
    return list(found.order_by("figures__rank", "name"))


def sponsor_choices() -> tuple[Choice, ...]:
    """Who sponsors accounts today, and those nobody sponsors, as choices of the list's filter."""
    held = TeamMember.objects.filter(current(), role=TeamRole.SPONSOR)
    people = User.objects.filter(pk__in=held.values("user"))
    return tuple(Choice(str(one.pk), str(one), Q(pk__in=held.filter(user=one).values("account"))) for one in people)
