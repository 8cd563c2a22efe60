"""Meetings as lists ask for them, and what is open on an account for the agenda of the next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from trousseau.access.models import User
from trousseau.access.once import once
from trousseau.access.rules import may
from trousseau.accounts.asked import Address, address
from trousseau.accounts.models import Account, folded
from trousseau.plans import meeting_access
from trousseau.plans.access import living
from trousseau.plans.models import Action, Decision, Meeting, Plan, Progress
from trousseau.plans.models.rhythm import Held, Kind
from trousseau.support.models.commitments import Commitment
from trousseau.support.models.commitments import State as Promise
from trousseau.support.queries import commitments

PAGE, NEAR = 100, 10
SOON = dt.timedelta(days=30)
"""What falls due within this time after a meeting is talked of there."""
MOST = 12
WHEN = ("next", "past", "silent", "all")


@dataclass(frozen=True)
class Ask:
    """What a list of meetings is asked for, as it stands in the address."""

    when: str = "next"
    kind: str = ""
    person: str = ""
    account: str = ""
    search: str = ""
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Ask:
        """Read an address; what it does not understand is as if it were not there."""
        said = Address(query)
        return cls(
            when=said.one_of("when", WHEN, "next"),
            kind=said.one_of("kind", Kind.values),
            person=said.one_of("person", ("me",)) or said.key("person"),
            account=said.public_id("account"),
            search=said.words("q", 100),
            page=said.page(),
        )

    def query(self) -> str:
        """The address again, without the page."""
        return address(
            when=self.when if self.when != "next" else "", kind=self.kind, person=self.person, account=self.account,
            q=self.search,
        )  # fmt: skip

    @property
    def filtered(self) -> bool:
        """Whether anything is left out beside the time."""
        return bool(self.kind or self.person or self.account or self.search)


def matching(user: User, ask: Ask) -> QuerySet[Meeting]:
    """The meetings an address asks for; those to come first by day, those past the latest first."""
    today = timezone.localdate()
    found = meeting_access.visible(user).select_related("account", "organiser")
    if ask.when == "next":
        found = found.filter(on__gte=today, state=Held.PLANNED)
    elif ask.when == "past":
        found = found.filter(on__lt=today)
    elif ask.when == "silent":
        found = found.filter(on__lt=today, state=Held.PLANNED)
    if ask.kind:
        found = found.filter(kind=ask.kind)
    if ask.person:
        who = user.pk if ask.person == "me" else int(ask.person)
        found = found.filter(_with(who))
    if ask.account:
        found = found.filter(account__public_id=ask.account)
    for word in folded(ask.search).split():
        found = found.filter(Q(search_text__contains=word) | Q(account__search_text__contains=word))
    return found.order_by("on", "at", "id") if ask.when == "next" else found.order_by("-on", "-at", "-id")


def _with(person: int) -> Q:
    """The meetings someone organises or takes part in."""
    return Q(organiser=person) | Q(pk__in=Meeting.people.through.objects.filter(user=person).values("meeting"))


def mine(user: User) -> QuerySet[Meeting]:
    """The meetings someone organises or takes part in, on accounts they may see."""
    return meeting_access.visible(user).filter(_with(user.pk))


@dataclass(frozen=True)
class Open:
    """What is open on an account and not on an agenda yet."""

    commitments: tuple[Commitment, ...] = ()
    actions: tuple[Action, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @property
    def count(self) -> int:
        """How many things."""
        return len(self.commitments) + len(self.actions) + len(self.decisions)


def plan_of(user: User, account: Account) -> Plan | None:
    """The plan in force of an account, read once a page."""
    return once(("plan of meetings", user.pk, account.pk), lambda: living(user, account))


def open_for(user: User, meeting: Meeting) -> Open:
    """Late or due by a month after the meeting: promises, actions, and decisions nothing came of."""
    until, account = meeting.on + SOON, meeting.account
    there = list(meeting.agenda.values_list("action", "commitment", "decision"))
    actions, promises, decided = ({row[n] for row in there if row[n]} for n in range(3))
    plan = plan_of(user, account)
    acting = Action.objects.none() if plan is None else plan.actions.filter(state=Progress.OPEN, due__lte=until)
    promised = commitments.visible(user).filter(account=account, state=Promise.OPEN, due__lte=until)
    before = Decision.objects.filter(
        meeting__account=account, meeting__on__lt=meeting.on, meeting__on__gte=meeting.on - dt.timedelta(days=184),
        action=None, commitment=None,
    )  # fmt: skip
    return Open(
        tuple(promised.exclude(pk__in=promises).select_related("owner").order_by("due")[:MOST])
        if may(user, "read_commitments")
        else (),
        tuple(acting.exclude(pk__in=actions).select_related("owner", "contact").order_by("due")[:MOST]),
        tuple(before.exclude(pk__in=decided).select_related("meeting", "owner").order_by("-meeting__on")[:MOST]),
    )


@dataclass(frozen=True)
class Figures:
    """How many meetings are to come within 30 days, and how many past ones nobody said anything of."""

    coming: int
    silent: int
    held: int
    """Over 12 months."""


def figures(found: QuerySet[Meeting]) -> Figures:
    """Those figures of some meetings, in one query."""
    today = timezone.localdate()
    rows = found.order_by().filter(on__gte=today - dt.timedelta(days=365)).values_list("on", "state")
    coming = silent = kept = 0
    for on, state in rows:
        coming += state == Held.PLANNED and today <= on <= today + SOON
        silent += state == Held.PLANNED and on < today
        kept += state == Held.HELD and on <= today
    return Figures(coming, silent, kept)


def of_account(user: User, account: Account) -> QuerySet[Meeting]:
    """The meetings on one account."""
    return meeting_access.visible(user).filter(account=account).select_related("organiser", "account")


@dataclass(frozen=True)
class Around:
    """Meetings on both sides of today: those to come, the next first, and those that were held, the last first."""

    coming: tuple[Meeting, ...]
    held: tuple[Meeting, ...]


def around(user: User, account: Account) -> Around:
    """The meetings next to today on an account, `NEAR` on each side; one query."""
    return once(("meetings around", user.pk, account.pk), lambda: _around(of_account(user, account)))


def _around(found: QuerySet[Meeting]) -> Around:
    today = timezone.localdate()
    next_first, last_first = (F("on").asc(), F("at").asc(), F("pk").asc()), (F("on").desc(), F("pk").desc())
    near = found.filter(Q(state=Held.PLANNED, on__gte=today) | Q(state=Held.HELD, on__lte=today)).annotate(
        to_come=Window(RowNumber(), partition_by="state", order_by=next_first),
        gone=Window(RowNumber(), partition_by="state", order_by=last_first),
    )
    near = near.filter(Q(state=Held.PLANNED, to_come__lte=NEAR) | Q(state=Held.HELD, gone__lte=NEAR))
    rows: list[Any] = list(near.order_by("to_come"))
    return Around(
        coming=tuple(one for one in rows if one.state == Held.PLANNED),
        held=tuple(sorted((one for one in rows if one.state == Held.HELD), key=attrgetter("gone"))),
    )
