"""What managers and directors tell of the total spend of a client: one cell at a time, or a whole table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.access import may_write
from trousseau.method.wallet import Confidence
from trousseau.selection.models import SpendTold
from trousseau.selection.queries.clients import Client
from trousseau.selection.queries.potential import place

BATCH = 1_000


@dataclass(frozen=True)
class Told:
    """What someone tells of one unit × offer; an amount of None takes back what was told."""

    unit: str
    offer: str
    amount: Decimal | None
    currency: str
    source: str
    date: date
    confidence: Confidence


@dataclass(frozen=True)
class ToldOf:
    """The same of a named client, as a table tells it."""

    client: str
    name: str
    told: Told


class SpendTakenError(Exception):
    """Somebody else told of the same unit × offer since the page was read: nothing was kept. `row` is theirs."""

    def __init__(self, row: SpendTold) -> None:
        super().__init__(str(row))
        self.row = row


def may_tell(user: User, client: Client) -> bool:
    """Whether someone may tell of a client: a director, or who may change one of its accounts."""
    return may(user, "tell_spend") and any(may_write(user, account) for account in client.accounts)


def tell_spend(user: User, client: Client, told: Told, *, seen: int) -> SpendTold:
    """Keep what someone tells; what was told before of the same unit × offer stays, and counts no more.

    `seen`: the newest row of the client that stood on the page.

    Raises:
        PermissionDenied: neither a director nor a manager of one of the client's accounts.
        SpendTakenError: another was faster.
    """
    if not may_tell(user, client):
        raise PermissionDenied
    with transaction.atomic():
        mine = place(client.key, told.unit, told.offer)
        before = None
        for row in SpendTold.objects.filter(client=client.key).order_by("date", "id"):
            if place(row.client, row.unit, row.offer) == mine:
                if row.pk > seen:
                    raise SpendTakenError(row)
                before = row
        made: SpendTold = SpendTold.objects.create(client=client.key, name=client.name, author=user, **vars(told))
        audit.record(user, "spend.told", made, before=_plain(before) if before else None, after=_plain(made))
    return made


def load_spend(user: User | None, rows: Iterable[ToldOf], name: str) -> tuple[int, int]:
    """Keep a whole table; rows that say what is known already are left out. Gives how many were new, and known.

    `user` None: the machine itself.

    Raises:
        PermissionDenied: neither a director nor, for every client of it, a manager of one of its accounts.
    """
    if user is not None and not may(user, "tell_spend"):
        raise PermissionDenied
    with transaction.atomic():
        known = {_said(row) for row in SpendTold.objects.all()}
        fresh, total = [], 0
        for row in rows:
            total += 1
            made = SpendTold(client=row.client, name=row.name, author=user, **vars(row.told))
            if _said(made) not in known:
                known.add(_said(made))
                fresh.append(made)
        SpendTold.objects.bulk_create(fresh, batch_size=BATCH)
        if fresh:
            last = SpendTold.objects.order_by("-id")[0]
            audit.record(user, "spend.loaded", last, after={"name": name, "rows": len(fresh)})
    return len(fresh), total - len(fresh)


def _said(row: SpendTold) -> tuple[object, ...]:
    """All that a row says, whoever told it and when."""
    amount = None if row.amount is None else Decimal(row.amount).quantize(Decimal("0.0001"))
    return (*place(row.client, row.unit, row.offer), amount, row.currency, row.source, row.date, row.confidence)


def _plain(row: SpendTold) -> dict[str, object]:
    names = ("unit", "offer", "amount", "currency", "source", "date", "confidence")
    return {name: getattr(row, name) for name in names}
