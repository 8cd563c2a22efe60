"""Promises as people may see them: those on the accounts they see."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from trousseau.access.models import User
from trousseau.access.once import once
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.accounts.asked import Address, address
from trousseau.accounts.models import Account, folded
from trousseau.method.punctuality import Promise, Punctuality, punctuality
from trousseau.support.models.commitments import Commitment, Direction, State

PAGE = 50
SOON = 7
"""Days ahead from which a promise is pressing."""
STATES = ("open", "late", "kept", "broken", "moved", "withdrawn", "all")
PERIODS = ("week", "month", "quarter", "past")
AHEAD = {"week": 7, "month": 31, "quarter": 92}


@dataclass(frozen=True)
class Ask:
    """What an address asks of the register. What it cannot mean is left out, so an old link still opens."""

    search: str = ""
    mine: bool = False
    account: str = ""
    person: str = ""
    direction: str = ""
    state: str = "open"
    due: str = ""
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Ask:
        """Read an address."""
        said = Address(query)
        return cls(
            search=said.words("q", 100),
            mine=said.ticked("mine"),
            account=said.public_id("account"),
            person=said.key("person"),
            direction=said.one_of("direction", Direction.values),
            state=said.one_of("state", STATES, "open"),
            due=said.one_of("due", PERIODS),
            page=said.page(),
        )

    def query(self, **changes: Any) -> str:
        """The address of this list with some things changed; back to page 1."""
        one = replace(self, **({"page": 1} | changes))
        return address(
            q=one.search, mine=one.mine, account=one.account, person=one.person, direction=one.direction,
            state="" if one.state == "open" else one.state, due=one.due,
        )  # fmt: skip

    @property
    def filtered(self) -> bool:
        """Whether it asks for less than all open ones."""
        return bool(self.query())


@dataclass(frozen=True)
class Figures:
    """What the register opens with."""

    open: int
    late: int
    soon: int
    owed: int
    """Open ones that they promised us."""
    year: Punctuality


def visible(user: User) -> QuerySet[Commitment]:
    """The promises someone may see."""
    if not may(user, "read_commitments"):
        return Commitment.objects.none()
    return Commitment.objects.filter(account__in=access.visible_to(user))


def commitment_or_404(user: User, public_id: str) -> Commitment:
    """The promise of an address, for someone who may see it."""
    rows = visible(user).select_related("account__manager", "owner", "contact", "created_by")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def matching(user: User, ask: Ask) -> QuerySet[Commitment]:
    """The promises an address asks for: open ones by day, settled ones latest first."""
    today = timezone.localdate()
    found = visible(user).select_related("account", "owner", "contact")
    for word in folded(ask.search).split():
        found = found.filter(_holds(user, word))
    if ask.mine:
        found = found.filter(owner=user.pk)
    if ask.account:
        found = found.filter(account__public_id=ask.account)
    if ask.person:
        found = found.filter(owner=int(ask.person[:15]))
    if ask.direction:
        found = found.filter(direction=ask.direction)
    found = found.filter(_in_state(ask.state, today))
    if ask.due == "past":
        found = found.filter(due__lt=today)
    elif ask.due:
        found = found.filter(due__range=(today, today + dt.timedelta(days=AHEAD[ask.due])))
    return found.order_by("due", "pk") if ask.state in {"open", "late", "moved"} else found.order_by("-due", "-pk")


def _holds(user: User, word: str) -> Q:
    """What a searched word may be found in; names of people at the client only for who may read them."""
    found = Q(search_text__contains=word) | Q(account__search_text__contains=word) | Q(owner__name__icontains=word)
    if may(user, "read_contacts"):
        found |= Q(contact__name__icontains=word) | Q(contact_name__icontains=word)
    return found


def _in_state(state: str, today: dt.date) -> Q:
    if state == "all":
        return Q()
    if state == "late":
        return Q(state=State.OPEN, due__lt=today)
    if state == "moved":
        return ~Q(due=F("first_due"))
    return Q(state=state)


def figures(user: User, rows: QuerySet[Commitment] | None = None) -> Figures:
    """How many are open, late and near, and how the year was kept; of all someone sees, or of some rows."""
    found = counting(visible(user) if rows is None else rows)
    return figured(found.values_list("direction", "first_due", "due", "state", "settled_on"))


def of_account(user: User, account: Account) -> tuple[list[Commitment], Figures]:
    """The open promises of an account that someone sees, ours first, then by day, and its figures; one query."""
    rows = counting(visible(user).filter(account=account)).select_related("owner", "contact")
    found = once(("promises", user.pk, account.pk), lambda: list(rows.order_by("direction", "due", "pk")))
    counted = figured((one.direction, one.first_due, one.due, one.state, one.settled_on) for one in found)
    return [one for one in found if one.state == State.OPEN], counted


def counting(rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Those of some promises that figures count: open ones, and ours that may have fallen due within 12 months."""
    return rows.filter(Q(state=State.OPEN) | recent(year_before(timezone.localdate())))


def figured(rows: Iterable[tuple[Any, dt.date, dt.date, Any, dt.date | None]]) -> Figures:
    """The figures of promises told by direction, first day, day, state and day of settlement."""
    today, found = timezone.localdate(), list(rows)
    start, soon = year_before(today), today + dt.timedelta(days=SOON)
    ours = [due for direction, _, due, state, _ in found if state == State.OPEN and direction == Direction.OURS]
    made = [as_promise((*days, state, on)) for direction, *days, state, on in found if direction == Direction.OURS]
    return Figures(
        open=len(ours),
        late=sum(due < today for due in ours),
        soon=sum(today <= due <= soon for due in ours),
        owed=sum(one[0] == Direction.THEIRS and one[3] == State.OPEN for one in found),
        year=punctuality(made, start, today, today),
    )


def year_before(today: dt.date) -> dt.date:
    """The first day of the 12 months that end today."""
    try:
        return today.replace(year=today.year - 1) + dt.timedelta(days=1)
    except ValueError:  # 29 February
        return today.replace(year=today.year - 1, day=28) + dt.timedelta(days=1)


def recent(start: dt.date) -> Q:
    """The condition on promises of ours that may have fallen due since a day."""
    since = Q(first_due__gte=start) | Q(due__gte=start) | Q(settled_on__gte=start)
    return Q(direction=Direction.OURS) & since


def as_promise(row: tuple[dt.date, dt.date, Any, dt.date | None]) -> Promise:
    """First day, last day, state and day of settlement as the method counts them."""
    return Promise(*row)


@dataclass(frozen=True)
class Kept:
    """How someone, or we on an account, kept promises: by the last day and by the first."""

    name: str
    key: str
    last: Punctuality
    first: Punctuality


def by_account_and_person(user: User) -> tuple[list[Kept], list[Kept]]:
    """How promises were kept over 12 months, an account each and a person each; most promises first, one query."""
    today = timezone.localdate()
    start = year_before(today)
    rows = (
        visible(user)
        .filter(recent(start))
        .values_list(
            "first_due", "due", "state", "settled_on", "account__name", "account__public_id", "owner__name", "owner"
        )
    )
    accounts: dict[tuple[str, str], list[Promise]] = {}
    people: dict[tuple[str, str], list[Promise]] = {}
    for first, last, state, settled, account, public_id, owner, key in rows:
        one = as_promise((first, last, state, settled))
        accounts.setdefault((account, public_id), []).append(one)
        if key is not None:
            people.setdefault((owner, str(key)), []).append(one)
    return _kept(accounts, start, today), _kept(people, start, today)


def _kept(grouped: Mapping[tuple[str, str], Iterable[Promise]], start: dt.date, today: dt.date) -> list[Kept]:
    found = []
    for (name, key), made in grouped.items():
        last, first = (punctuality(made, start, today, today, by=by) for by in ("last", "first"))
        if last.due or first.due:
            found.append(Kept(name, key, last, first))
    return sorted(found, key=lambda one: (-one.last.due, one.name))


def month_of(text: str) -> tuple[dt.date, dt.date]:
    """The first and last day of a month written `2026-11`; 404 for what is none."""
    year, _dash, month = text.partition("-")
    if not (len(text) == 7 and (year + month).isascii() and (year + month).isdecimal()):
        raise Http404
    if not 1990 <= int(year) <= 2100 or not 1 <= int(month) <= 12:
        raise Http404
    last = calendar.monthrange(int(year), int(month))[1]
    return dt.date(int(year), int(month), 1), dt.date(int(year), int(month), last)


@dataclass(frozen=True)
class Stated:
    """A promise as it stood at the end of a month."""

    commitment: Commitment
    kind: str
    """kept, broken, late, renegotiated or open."""
    due: dt.date
    days: int = 0
    """How late it was, or was kept."""
    moved: bool = False


def statement(account: Account, rows: QuerySet[Commitment], start: dt.date, end: dt.date) -> list[Stated]:
    """What was kept, broken, late, moved and open on an account in a month, as it stood at its end; two queries."""
    asof = min(end, timezone.localdate())
    found = rows.filter(account=account, promised_on__lte=asof).exclude(state=State.WITHDRAWN, settled_on__lte=asof)
    found = found.filter(Q(settled_on=None) | Q(settled_on__gte=start))
    found = found.select_related("owner", "contact").prefetch_related("renegotiations")
    return [_stated(one, start, asof) for one in found]


def _stated(one: Commitment, start: dt.date, asof: dt.date) -> Stated:
    moves = [move for move in one.renegotiations.all() if move.on <= asof]
    due = moves[-1].after if moves else one.first_due
    moved = any(move.on >= start for move in moves)
    if one.settled_on is not None and one.settled_on <= asof:
        return Stated(one, one.state, due, max(0, (one.settled_on - due).days), moved)
    if due < asof:
        return Stated(one, "late", due, (asof - due).days, moved)
    return Stated(one, "renegotiated" if moved else "open", due, moved=moved)
