"""Requests for who may see them: those about accounts they see, and those that are or were theirs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from trousseau.access.models import User
from trousseau.access.queries import reports_of
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.accounts.asked import Address
from trousseau.accounts.models import Account, folded
from trousseau.support.models import OPEN, Answer, Offer, Request, Stage, State, Urgency

DONE_SHOWN = dt.timedelta(days=30)
"""How long a request that is done stays on the board."""


def asked_of(user: User) -> Q:
    """The grant: accounts of requests that are someone's to do, or open to them to take; nothing longer than that."""
    if not may(user, "read_team") or access.sees_everything(user):
        return Q(pk=None)
    mine = Request.objects.filter(state=State.ACCEPTED, owner=user.pk).values("account")
    open_to = Offer.objects.filter(user=user.pk, answer=Answer.OPEN, request__state=State.ASKED)
    return Q(pk__in=mine) | Q(pk__in=open_to.values("request__account"))


def visible_to(user: User) -> QuerySet[Request]:
    """The requests someone may see.

    Those about accounts they see (which includes what is open to them); what they answered themselves; and what the
    people who report to them have in hand.
    """
    if not may(user, "read_team"):
        return Request.objects.none()
    if access.sees_everything(user):
        return Request.objects.all()
    allowed = Q(account__in=access.visible_to(user)) | Q(owner=user.pk)
    if "head" in user.roles and (team := reports_of(user)):
        offered = Offer.objects.filter(request=OuterRef("pk"), user__in=team, answer=Answer.OPEN)
        allowed |= Q(Q(owner__in=team, state=State.ACCEPTED) | Q(Q(state=State.ASKED) & Q(Exists(offered))))
    return Request.objects.filter(allowed)


def may_see(person: User, found: Request) -> bool:
    """Whether a person may see one request."""
    return visible_to(person).filter(pk=found.pk).exists()


def request_or_404(user: User, public_id: str) -> Request:
    """The request of an address, for someone who may see it."""
    found = visible_to(user).select_related("account", "asker", "owner").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def with_people(found: QuerySet[Request]) -> QuerySet[Request]:
    """With all that a list shows of each."""
    offers = Offer.objects.filter(answer=Answer.OPEN).select_related("user")
    return found.select_related("account", "asker", "owner").prefetch_related(
        Prefetch("offers", offers, to_attr="open_offers")
    )


def of_person(user: User, person: User) -> QuerySet[Request]:
    """Open requests a person owns or is asked to take, those that the reader sees."""
    offered = Offer.objects.filter(request=OuterRef("pk"), user=person.pk, answer=Answer.OPEN)
    theirs = Q(owner=person.pk, state=State.ACCEPTED) | Q(Q(state=State.ASKED) & Q(Exists(offered)))
    return with_people(visible_to(user).filter(theirs))


def of_account(user: User, account: Account) -> list[Request]:
    """Requests about an account that someone sees, what is open first, with all that a list shows; one query."""
    asked = FilteredRelation("offers", condition=Q(offers__answer=Answer.OPEN))
    rows: Any = visible_to(user).filter(account=account).annotate(asked=asked)
    found: dict[int, Any] = {}
    for row in rows.select_related("account", "asker", "owner", "asked__user").order_by("state", "due", "id", "asked"):
        first = found.setdefault(row.pk, row)
        first.open_offers = [*getattr(first, "open_offers", ())]
        if hasattr(row, "asked"):
            first.open_offers.append(row.asked)
    return list(found.values())


STATES = ("to-take", "climbed", "in-progress", "late", "done", "withdrawn")


@dataclass(frozen=True)
class Ask:
    """What the list of requests is asked for."""

    search: str = ""
    state: str = ""
    urgency: str = ""
    person: int = 0
    account: str = ""
    mine: bool = False
    view: str = "board"

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Ask:
        """What an address says; what makes no sense is left out."""
        said = Address(query)
        return cls(
            search=said.words("q", 100),
            state=said.one_of("state", STATES),
            urgency=said.one_of("urgency", Urgency.values),
            person=int(said.key("person") or 0),
            account=said.public_id("account"),
            mine=said.ticked("mine"),
            view=said.one_of("view", ("list",), "board"),
        )

    @property
    def filtered(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.search or self.state or self.urgency or self.person or self.account or self.mine)


def matching(user: User, ask: Ask) -> QuerySet[Request]:
    """The requests an address asks for, the most pressing first."""
    found = visible_to(user)
    if ask.state:
        found = found.filter(_in_state(ask.state))
    if ask.urgency:
        found = found.filter(urgency=ask.urgency)
    if ask.account:
        found = found.filter(account__public_id=ask.account)
    if ask.person:
        found = found.filter(_with(ask.person))
    if ask.mine:
        found = found.filter(_with(user.pk) | Q(asker=user.pk))
    for word in folded(ask.search).split():
        found = found.filter(Q(title__icontains=word) | Q(account__search_text__contains=word))
    return with_people(found).order_by("due", "id")


def _with(person: int) -> Q:
    offered = Offer.objects.filter(request=OuterRef("pk"), user=person, answer=Answer.OPEN)
    return Q(owner=person) | Q(Q(state=State.ASKED) & Q(Exists(offered)))


def _in_state(state: str) -> Q:
    return {
        "to-take": Q(state=State.ASKED, stage=Stage.EXPERTS),
        "climbed": Q(state=State.ASKED, stage__gt=Stage.EXPERTS),
        "in-progress": Q(state=State.ACCEPTED),
        "late": Q(state__in=OPEN, due__lt=timezone.localdate()),
        "done": Q(state=State.DONE),
        "withdrawn": Q(state=State.WITHDRAWN),
    }[state]
