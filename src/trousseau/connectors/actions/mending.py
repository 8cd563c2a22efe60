"""Sending again what a CRM refused or kept changing back, once somebody mended it there."""

from __future__ import annotations

from django.db import transaction

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.connectors.actions.held import held
from trousseau.connectors.models import Connection, Outbound
from trousseau.connectors.queries.mending import KEPT_BACK


def try_again(user: User, connection: Connection, key: int | None = None) -> int:
    """Let one thing that is kept back (None: all of them) be sent by the next run; gives how many."""
    with transaction.atomic():
        found = held(user, connection)
        kept = Outbound.objects.select_for_update().filter(record__connection=found, state__in=KEPT_BACK)
        if key is not None:
            kept = kept.filter(pk=key)
        count = kept.update(state=Outbound.State.WAITING, code="", message="", reverted=0)
        if count:
            record(user, "connection.again", found, after={"count": count})
    return count
