"""The events that call for a playbook today: each with the occasion by which it is known again."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import F, Q

from trousseau.accounts import access
from trousseau.accounts.models import Place
from trousseau.knowledge.models import Contract
from trousseau.plans.models import LIVING, Answer, Event, Meeting, Plan, PlaybookStart
from trousseau.plans.models.rhythm import Held, Kind
from trousseau.plans.playbook import Playbook
from trousseau.portfolio.queries.standouts import FALL
from trousseau.selection.models import AccountRank, TierDecision, TierHeld
from trousseau.selection.queries import tiers
from trousseau.staffing.models import AccountDemand

RECENT = dt.timedelta(days=60)
"""A tier decided longer ago starts nothing any more."""
QUIET = dt.timedelta(days=365)
"""Signs of loss that somebody answered are no news for a year."""
RISES = (TierDecision.Kind.ENTRY, TierDecision.Kind.PROMOTION, TierDecision.Kind.MOVED)


@dataclass(frozen=True)
class Call:
    """An event that calls for a playbook at an account."""

    key: str
    occasion: str
    """Which event it is: the same one is never called for twice."""
    event: str
    account: int
    day: dt.date
    because: str


def calls(playbooks: Iterable[Playbook], today: dt.date) -> list[Call]:
    """What calls for the playbooks that events start, of accounts that somebody leads; a dozen statements at most."""
    wanted: dict[str, list[Playbook]] = defaultdict(list)
    for one in playbooks:
        if one.event:
            wanted[one.event].append(one)
    if not wanted:
        return []
    found = [call for event, read in READ.items() if event in wanted for call in read(wanted[event], today)]
    return _fitting(found, {one.key: one for many in wanted.values() for one in many})


def _tiers(playbooks: list[Playbook], today: dt.date) -> Iterator[Call]:
    """Clients that rose into a tier: at the account that has a plan, else at the largest."""
    wanted = {tier for one in playbooks for tier in one.tiers}
    rows = TierHeld.objects.filter(tier__in=wanted, since__gte=today - RECENT, decision__kind__in=RISES)
    accounts = _of_clients([row.client for row in rows])
    for row in rows:
        for one in playbooks:
            if row.tier in one.tiers and row.client in accounts:
                called = dict(tiers.choices()).get(row.tier) or tiers.name(None, row.tier, row.tier_name)
                yield Call(one.key, f"tier:{row.decision_id}", Event.TIER, accounts[row.client], row.since, called)


def _of_clients(clients: list[str]) -> dict[str, int]:
    named = Q(group__name__in=clients) | Q(key__in=clients, group=None)
    led = access.every_account().filter(named, manager__is_active=True).select_related("group")
    planned = set(Plan.objects.filter(account__in=led, state__in=LIVING).values_list("account", flat=True))
    found: dict[str, int] = {}
    rows = led.order_by(F("figures__rank").asc(nulls_last=True), "pk")
    for one in sorted(rows, key=lambda row: row.pk not in planned):
        found.setdefault(one.group.name if one.group else one.key, one.pk)
    return found


def _reviews(playbooks: list[Playbook], today: dt.date) -> Iterator[Call]:
    for one in playbooks:
        ahead = (today, today + dt.timedelta(days=one.ahead))
        for row in Meeting.objects.filter(kind=Kind.REVIEW, state=Held.PLANNED, on__range=ahead):
            yield Call(one.key, f"review:{row.public_id}", Event.REVIEW, row.account_id, row.on, row.title)


def _contracts(playbooks: list[Playbook], today: dt.date) -> Iterator[Call]:
    for one in playbooks:
        ahead = (today, today + dt.timedelta(days=one.ahead))
        for row in Contract.objects.filter(removed_at=None, end__range=ahead):
            occasion = f"contract:{row.public_id}:{row.end}"
            yield Call(one.key, occasion, Event.CONTRACT, row.account_id, row.end, row.name)


def _losses(playbooks: list[Playbook], today: dt.date) -> Iterator[Call]:
    """Accounts that erode in silence, or fell by a fifth within a year while they counted."""
    fell = Q(figures__class_before__in=("A", "B"), figures__change__lte=FALL)
    led = access.every_account().filter(manager__is_active=True, excluded=False)
    signs = list(led.filter(fell | Q(standing__eroding=True)).values_list("pk", flat=True))
    answered: dict[tuple[str, int], list[dt.date]] = defaultdict(list)
    past = PlaybookStart.objects.filter(event=Event.LOSS, account__in=signs).exclude(state=Answer.PROPOSED)
    for key, account, at in past.values_list("key", "account", "at").order_by("at"):
        answered[key, account].append(at.date())
    for one in playbooks:
        for account in signs:
            times = answered[one.key, account]
            if not times or times[-1] <= today - QUIET:
                yield Call(one.key, f"loss:{account}:{len(times)}", Event.LOSS, account, today, "")


READ = {Event.TIER.value: _tiers, Event.REVIEW.value: _reviews, Event.CONTRACT.value: _contracts,
        Event.LOSS.value: _losses}  # fmt: skip


def _fitting(found: list[Call], playbooks: Mapping[str, Playbook]) -> list[Call]:
    """The calls at accounts that somebody leads and that their playbook is made for."""
    accounts = {one.account for one in found}
    led = set(access.every_account().filter(pk__in=accounts, manager__is_active=True).values_list("pk", flat=True))
    held = dict(AccountRank.objects.filter(account__in=accounts).values_list("account", "tier"))
    industries: dict[int, list[str]] = defaultdict(list)
    if any(one.industries for one in playbooks.values()):
        told = AccountDemand.objects.filter(account__in=accounts).values_list("account", "industry")
        places = Place.objects.filter(account__in=accounts, dimension="division").values_list("account", "name")
        for account, name in (*told, *places):
            industries[account].append(name)

    def fits(call: Call) -> bool:
        tier = held.get(call.account, "")
        one = playbooks[call.key]
        risen = call.event == Event.TIER  # the tier it rose into is looked at where it is read
        return one.made_for(one.tiers[0] if risen else tier, industries[call.account])

    return [call for call in found if call.account in led and fits(call)]
