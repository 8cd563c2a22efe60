"""The stop switch of what goes back to a CRM."""

from __future__ import annotations

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.connectors.actions.held import allowed, held
from trousseau.connectors.dryrun import seen
from trousseau.connectors.models import Connection, Outbound
from trousseau.connectors.runs import wishes


def rehearse(user: User, connection: Connection) -> int:
    """Work out what would be written, without calling the CRM; gives how many values wait."""
    allowed(user)
    return wishes.wish(connection)


def start(user: User, connection: Connection, shown: str, *, revision: int) -> Connection:
    """Let runs write; `shown`: the fingerprint of the dry run that they have seen. ValidationError where it moved."""
    rehearse(user, connection)
    with transaction.atomic():
        found = held(user, connection, revision)
        if shown != seen(found):
            raise ValidationError(
                {NON_FIELD_ERRORS: _("What would be written changed meanwhile: look at it once more, then switch on.")}
            )
        return _switch(user, found, on=True)


def stop(user: User, connection: Connection) -> Connection:
    """Let no run write from now on, whatever somebody else changed meanwhile."""
    with transaction.atomic():
        return _switch(user, held(user, connection), on=False)


def _switch(user: User, found: Connection, *, on: bool) -> Connection:
    if found.writes != on:
        waits = Outbound.objects.filter(record__connection=found, state=Outbound.State.WAITING).count()
        found.writes = on
        found.revision += 1
        found.save(update_fields=["writes", "revision"])
        record(user, "connection.changed", found, before={"writes": not on}, after={"writes": on, "waiting": waits})
    return found
