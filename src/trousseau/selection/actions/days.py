"""What people tell of the days spent on a client, until plans know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.selection.actions.spend import may_tell
from trousseau.selection.models import DaysTold
from trousseau.selection.queries.clients import Client

MOST = 400
"""Days of work in a month that a whole team could spend; more is a slip of the pen."""


@dataclass(frozen=True)
class DaysOf:
    """The days of one client and month, as a table tells them."""

    client: str
    name: str
    month: date
    days: Decimal
    source: str


def tell_days(user: User, client: Client, month: date, days: Decimal, source: str) -> DaysTold:
    """Keep the days spent on a client in a month; what was told before of that month counts no more.

    Raises:
        PermissionDenied: neither a director nor a manager of one of the client's accounts.
        ValueError: less than none, or more than a team can spend.
    """
    if not may_tell(user, client):
        raise PermissionDenied
    if not 0 <= days <= MOST:
        raise ValueError(f"days of a month lie between 0 and {MOST}, got {days}")
    first = month.replace(day=1)
    with transaction.atomic():
        before = DaysTold.objects.filter(client=client.key, month=first).order_by("id").last()
        made: DaysTold = DaysTold.objects.create(
            client=client.key, name=client.name, month=first, days=days, source=source.strip(), author=user
        )
        audit.record(
            user,
            "days.told",
            made,
            before={"days": before.days, "source": before.source} if before else None,
            after={"month": first, "days": days, "source": made.source},
        )
    return made


def load_days(user: User, rows: Iterable[DaysOf], name: str) -> int:
    """Keep the days of many clients and months at once; gives how many rows.

    Raises:
        PermissionDenied: a table of days is the director's.
        ValueError: less than none, or more than a team can spend.
    """
    if "director" not in user.roles:
        raise PermissionDenied
    made = [DaysTold(author=user, **{**vars(row), "month": row.month.replace(day=1)}) for row in rows]
    for row in made:
        if not 0 <= row.days <= MOST:
            raise ValueError(f"days of a month lie between 0 and {MOST}, got {row.days}")
    with transaction.atomic():
        DaysTold.objects.bulk_create(made, batch_size=1_000)
        if made:
            last = DaysTold.objects.order_by("-id")[0]
            audit.record(user, "days.loaded", last, after={"name": name, "rows": len(made)})
    return len(made)
