"""Who does something in plans, those with most that is late first; and what each of them does, a page at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.due import called
from trousseau.plans.models import Action, Plan, Progress
from trousseau.plans.queries.all import Planned, running


@dataclass(frozen=True)
class Doing:
    """An action of someone, with the account it is for."""

    action: Planned
    account: str
    address: str
    """Of the account."""


Key = tuple[int | None, str, str]
"""Who does it (None: somebody at the client), their name, the client they work for ("": one of us)."""


def doers(user: User, plans: QuerySet[Plan], start: dt.date, end: dt.date) -> QuerySet[Any, Mapping[str, Any]]:
    """Everyone who does something in a period, with how much is open and late; one row a person.

    People at clients are named to who may read them; the others see one row a client.
    """
    today = timezone.localdate()
    counts = {
        "left": Count("pk", filter=Q(done__lt=100)),
        "overdue": Count("pk", filter=Q(state=Progress.OPEN, due__lt=today)),
    }
    rows = _named(user, running(plans.order_by(), start, end)).values("owner", "name", "theirs")
    found: QuerySet[Any, Mapping[str, Any]] = rows.annotate(**counts)
    return found.order_by("-overdue", "-left", "name", "theirs")


def doings(
    user: User, plans: QuerySet[Plan], people: Iterable[Mapping[str, Any]], start: dt.date, end: dt.date
) -> dict[Key, list[Doing]]:
    """What some of them do in a period, by their days; one query."""
    told = [_key(one) for one in people]
    theirs = Q(owner=None, theirs__in={client for owner, _name, client in told if owner is None})
    ours = Q(owner__in={owner for owner, *_rest in told if owner is not None})
    rows = _named(user, running(plans.order_by(), start, end)).filter(ours | theirs)
    found: dict[Key, list[Doing]] = {key: [] for key in told}
    for row in rows.order_by("starts", "due", "pk").values(
        "plan", "what", "starts", "due", "done", "owner", "name", "theirs", "plan__account__name",
        "plan__account__public_id",
    ):  # fmt: skip
        mine = found.get(_key(row))
        if mine is None:
            continue
        one = Planned(row["plan"], row["what"], row["starts"], row["due"], row["done"], row["owner"], row["name"], "")
        mine.append(Doing(one, row["plan__account__name"], row["plan__account__public_id"]))
    return found


def _key(row: Mapping[str, Any]) -> Key:
    return row["owner"], row["name"], row["theirs"]


def _named(user: User, rows: QuerySet[Action]) -> QuerySet[Any, Any]:
    """Actions with whose they are and, where they are the client's, of which client."""
    contact = F("contact__name") if may(user, "read_contacts") else Value("")
    nobody = Value("", output_field=CharField())
    named = When(owner=None, then=Coalesce(contact, nobody))
    return rows.annotate(
        name=Case(named, default=called("owner"), output_field=CharField()),
        theirs=Case(When(owner=None, then=F("plan__account__name")), default=nobody, output_field=CharField()),
    )
