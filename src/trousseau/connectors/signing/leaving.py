"""Leaving for a CRM and coming back: a trip is of one session, is used once, and ends after a while.

What comes back without a trip of this session was not begun here: somebody else's code would sign us in to their
account, and what is ours would be written there.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from trousseau.connectors.models import Connection
from trousseau.connectors.signing import way_of
from trousseau.connectors.signing.proof import verifier
from trousseau.connectors.signing.ways import Trip

TRIPS, MOST, LASTS = "connectors.trips", 5, dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Begun:
    """A trip, and the connection that it is for."""

    connection: str
    trip: Trip


def leave(session: SessionBase, connection: Connection, callback: str) -> str:
    """Begin a trip; gives the CRM's address. Raises ConnectorError, or KeyError where this way leads nowhere."""
    way = way_of(connection)
    if way.leave is None:
        raise KeyError(way.name)
    trip = Trip(callback, secrets.token_urlsafe(32), verifier())
    address = way.leave(connection, trip)
    begun = dict(list(session.get(TRIPS, {}).items())[1 - MOST :])
    until = (timezone.now() + LASTS).timestamp()
    begun[trip.state] = [connection.public_id, trip.callback, trip.verifier, until]
    session[TRIPS] = begun
    return address


def back(session: SessionBase, state: str) -> Begun | None:
    """The trip that ends here, which is thereby over; None where none of this session does."""
    begun = dict(session.get(TRIPS, {}))
    found = begun.pop(state, None)
    if found is None:
        return None
    session[TRIPS] = begun
    connection, callback, proof, until = found
    return Begun(connection, Trip(callback, state, proof)) if timezone.now().timestamp() < until else None
