"""Watch notes, the accounts they concern and why, what readers did with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.accounts.asked import Address, address
from trousseau.accounts.models import Account, Place, folded
from trousseau.method.concerns import Client, Note, Reason, proposals
from trousseau.staffing.models import AccountDemand
from trousseau.support.models import WatchNote, WatchReading, WatchRoute

PAGE = 30
RECENT = 90
"""Days the headline counts."""


@dataclass(frozen=True)
class Ask:
    """What an address asks of the notes."""

    search: str = ""
    topic: str = ""
    zone: str = ""
    account: str = ""
    unread: bool = False
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Ask:
        """Read an address."""
        said = Address(query)
        return cls(
            search=said.words("q", 100),
            topic=said.words("topic", 120),
            zone=said.words("zone", 120),
            account=said.public_id("account"),
            unread=said.ticked("unread"),
            page=said.page(),
        )

    def query(self, **changes: Any) -> str:
        """The address of this list with some things changed; back to page 1."""
        one = replace(self, **({"page": 1} | changes))
        return address(q=one.search, topic=one.topic, zone=one.zone, account=one.account, unread=one.unread)


@dataclass(frozen=True)
class Figures:
    """What the page opens with: notes of the last 90 days, and what became of them."""

    notes: int
    sent: int
    read: int
    useful: int
    used: int


@dataclass(frozen=True)
class Concerned:
    """An account a note may concern, with why."""

    account: Account
    reasons: tuple[Reason, ...]


def notes(user: User) -> QuerySet[WatchNote]:
    """All notes, for who may read them; where they were sent is shown by account."""
    return WatchNote.objects.all() if may(user, "read_team") else WatchNote.objects.none()


def note_or_404(user: User, public_id: str) -> WatchNote:
    """The note of an address."""
    found = notes(user).select_related("author").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def may_change(user: User, note: WatchNote) -> bool:
    """Whether someone may change or send a note: its author, a director."""
    return may(user, "read_team") and (note.author_id == user.pk or "director" in user.roles)


def matching(user: User, ask: Ask) -> QuerySet[WatchNote]:
    """The notes an address asks for, latest first, with what readers did."""
    found = notes(user)
    for word in folded(ask.search).split():
        found = found.filter(search_text__contains=word)
    if ask.topic:
        found = found.filter(search_text__contains=folded(ask.topic))
    if ask.zone:
        found = found.filter(zone=ask.zone)
    if ask.account:
        seen = access.visible_to(user).filter(public_id=ask.account)
        found = found.filter(Exists(WatchRoute.objects.filter(note=OuterRef("pk"), account__in=seen)))
    mine = WatchReading.objects.filter(note=OuterRef("pk"), user=user.pk)
    if ask.unread:
        found = found.exclude(Exists(mine))
    return counted(found.annotate(mine=Exists(mine))).select_related("author").order_by("-said_on", "-pk")


def counted(found: QuerySet[WatchNote]) -> QuerySet[WatchNote]:
    """Notes with how many read them, found them useful and used them."""
    return found.annotate(
        readers=Count("readings", distinct=True),
        useful=Count("readings", filter=Q(readings__useful=True), distinct=True),
        used=Count("readings", filter=~Q(readings__used_for=""), distinct=True),
    )


def routes(user: User, found: Iterable[WatchNote]) -> dict[int, list[WatchRoute]]:
    """Where notes were sent, as far as someone sees the accounts; one query."""
    rows = WatchRoute.objects.filter(note__in=list(found), account__in=access.visible_to(user))
    sent: dict[int, list[WatchRoute]] = {}
    for row in rows.select_related("account"):
        sent.setdefault(row.note_id, []).append(row)
    return sent


def figures(user: User) -> Figures:
    """What became of the notes of the last 90 days; two queries."""
    since = timezone.localdate() - dt.timedelta(days=RECENT)
    recent = notes(user).filter(said_on__gte=since)
    found = recent.aggregate(
        notes=Count("pk", distinct=True),
        read=Count("readings", distinct=True),
        useful=Count("readings", filter=Q(readings__useful=True), distinct=True),
        used=Count("readings", filter=~Q(readings__used_for=""), distinct=True),
    )
    sent = WatchRoute.objects.filter(note__in=recent, account__in=access.visible_to(user))
    return Figures(sent=sent.values("account").distinct().count(), **found)


def topics(user: User) -> list[tuple[str, int]]:
    """The topics of all notes with how many have them, most first."""
    found: dict[str, tuple[str, int]] = {}
    for listed in notes(user).values_list("topics", flat=True)[:2_000]:
        for topic in listed:
            name, count = found.get(folded(topic), (topic, 0))
            found[folded(topic)] = (name, count + 1)
    return sorted(found.values(), key=lambda one: (-one[1], one[0]))[:40]


def zones(user: User) -> list[str]:
    """The zones of all notes."""
    return sorted(set(notes(user).exclude(zone="").values_list("zone", flat=True)))


def concerned(user: User, note: WatchNote) -> list[Concerned]:
    """The accounts with a manager that a note may concern and was not sent to yet; five queries."""
    led = access.visible_to(user).filter(manager__isnull=False, excluded=False)
    found = list(led.exclude(watch_routes__note=note).select_related("manager", "group").distinct())
    by_key = {str(one.pk): one for one in found}
    made = proposals(_about(note), _clients(found))
    return [Concerned(by_key[one.key], one.reasons) for one in made]


def reasons_for(note: WatchNote, accounts: Sequence[Account]) -> dict[int, list[list[str]]]:
    """Why a note concerns each of some accounts, as it is kept with the route."""
    made = proposals(_about(note), _clients(accounts))
    return {int(one.key): [[why.rule, why.met, why.topic] for why in one.reasons] for one in made}


def _about(note: WatchNote) -> Note:
    return Note(tuple(note.topics), note.industry, note.zone)


def _clients(accounts: Sequence[Account]) -> list[Client]:
    """Accounts as the method compares them: stakes of the whole client, industries, zones; three queries."""
    keys = [one.pk for one in accounts]
    groups = {one.group_id for one in accounts if one.group_id}
    stakes: dict[tuple[str, int], list[str]] = {}
    for title, account, group in _stakes(keys, groups):
        stakes.setdefault(("group", group) if group else ("account", account), []).append(title)
    places: dict[tuple[int, str], list[str]] = {}
    for account, dimension, name in Place.objects.filter(account__in=keys).values_list("account", "dimension", "name"):
        places.setdefault((account, dimension), []).append(name)
    industries = dict(AccountDemand.objects.filter(account__in=keys).values_list("account", "industry"))
    return [
        Client(
            key=str(one.pk),
            stakes=tuple(stakes.get(("group", one.group_id) if one.group_id else ("account", one.pk), ())),
            industries=tuple(filter(None, (*places.get((one.pk, "division"), ()), industries.get(one.pk, "")))),
            zones=tuple(places.get((one.pk, "zone"), ())),
        )
        for one in accounts
    ]


def _stakes(keys: list[int], groups: set[int]) -> Iterable[tuple[str, int, int | None]]:
    """The titles of the stakes that stand, with their account and its group; none before that room has them."""
    model = apps.all_models["knowledge"].get("stake")
    if model is None:
        return []
    told = model._default_manager  # noqa: SLF001 - Django's documented name for it
    found = told.filter(Q(account__in=keys) | Q(account__group__in=groups), removed_at=None)
    rows: Iterable[tuple[str, int, int | None]] = found.values_list("title", "account", "account__group")
    return rows


def zones_known() -> list[str]:
    """The zones anybody sells in, to choose from."""
    return sorted(set(Place.objects.filter(dimension="zone").values_list("name", flat=True).distinct()[:200]))
