"""Touchpoints promised against kept, client by client: over the last twelve months, as far back as the tier goes."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils import timezone

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.plans import meeting_access
from trousseau.plans.models import Meeting
from trousseau.plans.models.rhythm import Held, Level
from trousseau.plans.models.touchpoints import TouchPromise
from trousseau.selection.queries import tiers

YEAR = 365
LEVELS = (*Level.values, "")
"""Levels in their order, and last any of them."""
Met = tuple[dt.date, str, str]
"""Day, level and state of a meeting."""


@dataclass(frozen=True)
class Line:
    """What one level is promised and what was kept."""

    level: str
    """"": whatever the level, where the tier promises a number alone."""
    a_year: float
    promised: int
    """Over the time that counts: the last twelve months, or since the tier was given."""
    held: int
    planned: int
    last: dt.date | None
    next: dt.date | None

    @property
    def missing(self) -> int:
        """How many are missing; 0 where all were kept."""
        return max(0, self.promised - self.held)

    @property
    def state(self) -> str:
        """good: kept; watch: behind, with the next one planned; bad: behind, and nothing planned."""
        if not self.missing:
            return "good"
        return "watch" if self.planned else "bad"


@dataclass(frozen=True)
class Rhythm:
    """One client: the account that stands for it, its tier, a line a level."""

    account: Account
    name: str
    tier: str
    """What it is called."""
    lines: tuple[Line, ...]
    accounts: tuple[int, ...]
    """All accounts of the client that count."""
    tier_key: str
    sales: Decimal
    """Of those accounts over 12 months, as lists have them."""

    @property
    def state(self) -> str:
        """That of its worst line."""
        states = {line.state for line in self.lines}
        return next((one for one in ("bad", "watch") if one in states), "good")

    @property
    def last(self) -> dt.date | None:
        """The day of the last one that was held, within a year."""
        return max((line.last for line in self.lines if line.last), default=None)

    @property
    def next(self) -> dt.date | None:
        """The day of the next one that is planned."""
        return min((line.next for line in self.lines if line.next), default=None)

    @property
    def promised(self) -> int:
        """All levels together."""
        return sum(line.promised for line in self.lines)

    @property
    def kept(self) -> int:
        """Of what was promised, how much was kept; more at one level makes up for nothing at another."""
        return sum(min(line.promised, line.held) for line in self.lines)


def promised() -> dict[str, dict[str, float]]:
    """Tier → level → touchpoints a year; a tier nobody detailed promises its number at whatever level."""
    detailed: dict[str, dict[str, float]] = defaultdict(dict)
    for one in TouchPromise.objects.all():
        detailed[one.tier][one.level] = float(one.a_year)
    of_tiers = {tier.key: at_any_level(tier.key) for tier in tiers.known().tiers}
    return {tier: levels for tier, levels in (of_tiers | detailed).items() if any(levels.values())}


def at_any_level(tier: str) -> dict[str, float]:
    """What a tier promises whatever the level; {} where it promises nothing."""
    for one in tiers.known().tiers:
        if one.key == tier and one.service.touchpoints:
            return {"": one.service.touchpoints}
    return {}


def rhythms(user: User, account: Account | None = None) -> list[Rhythm]:
    """The clients someone sees that are promised something, those most behind first; a handful of queries."""
    seen = access.visible_to(user).filter(excluded=False)
    if account is not None:
        seen = seen.filter(group=account.group_id) if account.group_id else seen.filter(pk=account.pk)
    found = _found(seen, meeting_access.visible(user), timezone.localdate(), account)
    order = {"bad": 0, "watch": 1, "good": 2}
    return sorted(found.values(), key=lambda one: (order[one.state], one.kept - one.promised, one.name))


def of_accounts(accounts: Iterable[Account], today: dt.date) -> dict[int, Rhythm]:
    """The rhythm of the clients that some accounts belong to, whoever asks: account → its client's.

    An account whose client is promised nothing is left out. As many queries for one account as for all.
    """
    wanted = list(accounts)
    groups = {one.group_id for one in wanted if one.group_id}
    members = access.every_account().filter(Q(pk__in=[one.pk for one in wanted]) | Q(group__in=groups), excluded=False)
    found = _found(members, Meeting.objects.all(), today)
    return {account: one for one in found.values() for account in one.accounts}


def _client(account: Account) -> str:
    """The client an account is, or belongs to."""
    return account.group.name if account.group else account.key


def _found(
    accounts: QuerySet[Account], meetings: QuerySet[Meeting], today: dt.date, account: Account | None = None
) -> dict[str, Rhythm]:
    """Client → its rhythm, of the accounts and meetings that count; `account` stands for its client where given."""
    held = tiers.held()
    promises = promised() if held else {}
    keys = {key for key, one in held.items() if one.tier in promises}
    if not keys:
        return {}
    clients: dict[str, list[Account]] = defaultdict(list)
    for one in accounts.select_related("group", "manager", "figures").order_by("name"):
        if (key := _client(one)) in keys:
            clients[key].append(one)
    met = _met(meetings, [one.pk for some in clients.values() for one in some], today)
    names = dict(tiers.choices())
    found = {}
    for key, some in clients.items():
        tier = held[key]
        rows = [row for one in some for row in met.get(one.pk, ())]
        lead = next((one for one in some if one.manager_id), some[0])
        found[key] = Rhythm(
            account or lead,
            some[0].group.name if some[0].group else some[0].name,
            names.get(tier.tier) or tiers.name(None, tier.tier, tier.tier_name),
            lines(promises[tier.tier], rows, tier.since, today),
            tuple(one.pk for one in some),
            tier_key=tier.tier,
            sales=sum((_sales(one) for one in some), Decimal(0)),
        )
    return found


def _sales(account: Account) -> Decimal:
    figures = getattr(account, "figures", None)
    return figures.revenue or Decimal(0) if figures is not None else Decimal(0)


def counting(meetings: QuerySet[Meeting], today: dt.date) -> QuerySet[Meeting]:
    """Those that can count: from a year ago on, and not cancelled."""
    return meetings.filter(on__gt=today - dt.timedelta(days=YEAR)).exclude(state=Held.CANCELLED)


def _met(meetings: QuerySet[Meeting], keys: list[int], today: dt.date) -> dict[int, list[Met]]:
    """The meetings of some accounts, as far as they count."""
    found: dict[int, list[Met]] = defaultdict(list)
    rows = counting(meetings, today).filter(account__in=keys)
    for key, on, level, state in rows.values_list("account", "on", "level", "state"):
        found[key].append((on, level, state))
    return found


def lines(levels: Mapping[str, float], met: Iterable[Met], since: dt.date, today: dt.date) -> tuple[Line, ...]:
    """What each level is promised a year, against the meetings of a year; `since`: the day its tier was given."""
    days, rows, order = min(YEAR, max(0, (today - since).days)), list(met), LEVELS
    return tuple(
        _line(level, a_year, [row for row in rows if level in {"", row[1]}], days, today)
        for level, a_year in sorted(levels.items(), key=lambda one: order.index(one[0]))
    )


def _line(level: str, a_year: float, met: Iterable[Met], days: int, today: dt.date) -> Line:
    held = [on for on, _level, state in met if state == Held.HELD]
    coming = [on for on, _level, state in met if state == Held.PLANNED and on >= today]
    return Line(
        level,
        a_year,
        promised=math.floor(a_year * days / YEAR + 1e-9),
        held=sum(on > today - dt.timedelta(days=max(days, 1)) for on in held),
        planned=len(coming),
        last=max(held, default=None),
        next=min(coming, default=None),
    )
