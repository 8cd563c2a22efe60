"""Touchpoints promised against kept, client by client: over the last twelve months, as far back as the tier goes."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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
    lines: tuple[Line, ...]
    accounts: tuple[int, ...]
    """All accounts of the client that count."""

    @property
    def state(self) -> str:
        """That of its worst line."""
        states = {line.state for line in self.lines}
        return next((one for one in ("bad", "watch") if one in states), "good")

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
    for tier in tiers.in_force(tiers.capacity()).tiers:
        if tier.key not in detailed and tier.service.touchpoints:
            detailed[tier.key] = {"": tier.service.touchpoints}
    return {tier: levels for tier, levels in detailed.items() if any(levels.values())}


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
    for one in accounts.select_related("group", "manager").order_by("name"):
        if (key := _client(one)) in keys:
            clients[key].append(one)
    met = _met(meetings, [one.pk for some in clients.values() for one in some], today)
    names = dict(tiers.choices())
    found = {}
    for key, some in clients.items():
        tier = held[key]
        days = min(YEAR, max(0, (today - tier.since).days))
        rows = [row for one in some for row in met.get(one.pk, ())]
        lead = next((one for one in some if one.manager_id), some[0])
        found[key] = Rhythm(
            account or lead,
            some[0].group.name if some[0].group else some[0].name,
            names.get(tier.tier) or tiers.name(None, tier.tier, tier.tier_name),
            tuple(_lines(promises[tier.tier], rows, days, today)),
            tuple(one.pk for one in some),
        )
    return found


def _met(meetings: QuerySet[Meeting], keys: list[int], today: dt.date) -> dict[int, list[tuple[dt.date, str, str]]]:
    """Day, level and state of the meetings of some accounts from a year ago on; those cancelled count for nothing."""
    found: dict[int, list[tuple[dt.date, str, str]]] = defaultdict(list)
    rows = meetings.filter(account__in=keys, on__gt=today - dt.timedelta(days=YEAR))
    for key, on, level, state in rows.exclude(state=Held.CANCELLED).values_list("account", "on", "level", "state"):
        found[key].append((on, level, state))
    return found


def _lines(
    levels: Mapping[str, float], rows: Iterable[tuple[dt.date, str, str]], days: int, today: dt.date
) -> Iterable[Line]:
    rows = list(rows)
    order = [*Level.values, ""]
    for level, a_year in sorted(levels.items(), key=lambda one: order.index(one[0])):
        mine = [row for row in rows if level in {"", row[1]}]
        kept = [on for on, _level, state in mine if state == Held.HELD and on > today - dt.timedelta(days=max(days, 1))]
        coming = [on for on, _level, state in mine if state == Held.PLANNED and on >= today]
        yield Line(
            level,
            a_year,
            math.floor(a_year * days / YEAR + 1e-9),
            len(kept),
            len(coming),
            max((on for on, _level, state in mine if state == Held.HELD), default=None),
            min(coming, default=None),
        )
