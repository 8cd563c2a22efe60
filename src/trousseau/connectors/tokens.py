"""The token of a connection, one for all who work for it: kept sealed, renewed by one of them at a time.

Renewing holds the connection's row (in SQLite the only pen there is) from before the CRM is asked until its answer is
stored, so that nobody works with a token that could be lost, and nobody uses up a refresh token a second time. After a
kill in between, a CRM that changes its refresh token with each use knows ours no longer: it shows as any lost sign-in.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from trousseau.access.audit import record
from trousseau.access.models import Role, User
from trousseau.connectors.errors import SignInError
from trousseau.connectors.granting import Granted
from trousseau.connectors.models import Connection
from trousseau.notices.telling import Telling, tell_all

Renew = Callable[[Connection], Granted]
"""Asks the CRM for another token. Raises ConnectorError."""
LOST = "connection.lost"


class Stored:
    """`calling.Tokens` of a connection whose CRM gives tokens for a while. Never asked inside a transaction."""

    def __init__(self, connection: Connection, renew: Renew) -> None:
        self._id, self._crm, self._renew = connection.pk, connection.crm_name, renew

    def current(self) -> str:
        """See `calling.Tokens`; renewed shortly before it ends. Raises ConnectorError where that fails."""
        connection = _kept(self._id, self._crm)
        return str(connection.access) if _in_force(connection) else self.renewed(connection.access or "")

    def renewed(self, spent: str) -> str:
        """See `calling.Tokens`.

        Raises:
            SignInError: only an administrator can mend it, and is told so.
            UnavailableError and other ConnectorError: it did not come to that; the next call asks again.
        """
        with transaction.atomic(durable=True):
            connection = _kept(self._id, self._crm, held=True)
            if connection.access != spent and _in_force(connection):
                return str(connection.access)
            try:
                granted = self._renew(connection)
            except SignInError as error:
                _lose(connection, str(error.told.get("message", "")))
            else:
                keep(connection, granted)
                return granted.access
        raise SignInError("reconnect", crm=self._crm)


class Given:
    """`calling.Tokens` of a key that an administrator gave and that nobody renews."""

    def __init__(self, connection: Connection) -> None:
        self._id, self._crm = connection.pk, connection.crm_name

    def current(self) -> str:
        """The key."""
        return _kept(self._id, self._crm).secret or ""

    def renewed(self, spent: str) -> str:
        """The key that an administrator gave since. Raises SignInError where there is none."""
        with transaction.atomic(durable=True):
            connection = _kept(self._id, self._crm, held=True)
            if connection.secret and connection.secret != spent:
                return str(connection.secret)
            _lose(connection)
        raise SignInError("reconnect", crm=self._crm)


def keep(connection: Connection, granted: Granted) -> None:
    """Store what the CRM gave, in the transaction that holds the connection's row."""
    connection.access, connection.access_until = granted.access, granted.until
    connection.refresh = granted.refresh or connection.refresh
    connection.base = granted.base or connection.base
    connection.told = {**connection.told, **granted.told}
    connection.save(update_fields=["access", "access_until", "refresh", "base", "told"])


def lose(connection: Connection) -> None:
    """Say that a CRM knows a connection no longer, where a call showed it; told to administrators once."""
    with transaction.atomic():
        _lose(Connection.objects.select_for_update().get(pk=connection.pk))


def _lose(connection: Connection, why: str = "") -> None:
    if connection.state != Connection.State.READY:
        return
    connection.state, connection.access, connection.access_until = Connection.State.RECONNECT, "", None
    connection.refresh = ""
    connection.save(update_fields=["state", "access", "access_until", "refresh"])
    record(None, LOST, connection, after={"why": why} if why else None)
    told = {"name": connection.name, "crm": connection.crm_name}
    page = reverse("connectors:connection", args=[connection.public_id])
    key = f"{connection.public_id} {timezone.now().isoformat()}"
    administrators = User.objects.filter(is_active=True, assignments__role=Role.ADMINISTRATOR).distinct()
    tell_all(LOST, [Telling(one, key, page, told) for one in administrators])


def _kept(identity: int, crm: str, *, held: bool = False) -> Connection:
    """The connection as it stands. Raises SignInError where nobody is signed in, or it was removed."""
    rows = Connection.objects.select_for_update() if held else Connection.objects
    found = rows.filter(pk=identity).first()
    if found is None or found.state == Connection.State.RECONNECT:
        raise SignInError("reconnect", crm=crm)
    return found


def _in_force(connection: Connection) -> bool:
    """Whether a token may be used as it is: one without an end is, until the CRM refuses it."""
    until = connection.access_until
    return bool(connection.access) and (until is None or timezone.now() < until)
