"""What of an account can be shared, kind by kind, and one thing as the client would see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.functional import Promise

from trousseau.access.rules import person
from trousseau.accounts import access
from trousseau.accounts import pages as account_pages
from trousseau.accounts.models import Account
from trousseau.portal.access import SHOWN, Window
from trousseau.portal.items import KINDS, Kind
from trousseau.portal.models import Space
from trousseau.portal.pages.told_words import NEVER, said
from trousseau.portal.told import told

DAYS: Mapping[str, str] = {
    "objective": "due", "action": "due", "kpi": "target_on", "commitment": "due", "meeting": "on", "value": "since",
    "document": "at",
}  # fmt: skip
"""The day that tells things of one name apart."""


@dataclass(frozen=True)
class Thing:
    """One thing of an account: its name, whether the client sees it, why it must stay with us."""

    id: str
    title: str
    day: dt.date
    """By when, or when."""
    shared: bool
    barred: str | Promise


@dataclass(frozen=True)
class Shelf:
    """The things of one kind, those shared first."""

    kind: Kind
    things: tuple[Thing, ...]

    @property
    def shared(self) -> int:
        """How many of them the client sees."""
        return sum(one.shared and not one.barred for one in self.things)


def shelves(account: Account) -> list[Shelf]:
    """What can be shared of an account, kind by kind."""
    found = []
    for kind in KINDS.values():
        things = [_thing(kind, one) for one in kind.rows(account)]
        found.append(Shelf(kind, tuple(sorted(things, key=lambda one: not one.shared))))
    return found


def one(request: HttpRequest, account: Account, kind: str, public_id: str) -> dict[str, Any]:
    """The page on which one thing is shared; 404 where there is none such."""
    of = KINDS.get(kind)
    row = of.rows(account).filter(public_id=public_id).first() if of else None
    if of is None or row is None:
        raise Http404
    space = Space.objects.filter(account=account, closed_at=None).first()
    as_shown = Window(space or Space(account=account), None, frozenset({(kind, public_id)}))
    return account_pages.head(request, account, "client") | {
        "kind": of,
        "thing": _thing(of, row),
        "facts": [fact for found in told(as_shown, kind, public_id=public_id) for fact in said(found)],
        "never": NEVER[kind],
        "confirm": of.confirm(row),
        "space": space,
        "preview": f"{SHOWN}={kind}:{public_id}",
        "may_share": access.may_share(person(request), account),
    }


def _thing(kind: Kind, row: Any) -> Thing:  # noqa: ANN401 - a row of the kind
    return Thing(
        row.public_id,
        getattr(row, kind.title),
        getattr(row, DAYS[kind.name]),
        getattr(row, kind.flag),
        kind.barred(row),
    )
