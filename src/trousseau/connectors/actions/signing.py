"""Signing a connection in, and trying it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.connectors.actions.held import allowed, held
from trousseau.connectors.errors import SignInError
from trousseau.connectors.granting import Granted
from trousseau.connectors.models import Connection
from trousseau.connectors.opening import opened
from trousseau.connectors.protocol import Health
from trousseau.connectors.signing import way_of
from trousseau.connectors.signing.ways import Back, Trip
from trousseau.connectors.tokens import keep, lose


def sign_in(user: User, connection: Connection, back: Back | None = None, trip: Trip | None = None) -> Health:
    """Sign in: with what somebody came back with, with what is kept, or with a key that is tried; then try it.

    Raises:
        ConnectorError: the CRM says no, or nothing that can be read; nothing was changed by what came of it.
        ValidationError: it is another organisation than before.
    """
    allowed(user)
    way = way_of(connection)
    if way.exchange is not None and back is not None:
        _signed_in(user, connection, way.exchange(connection, back, trip or Trip("")))
    elif way.exchange is None and way.renew is not None:
        _signed_in(user, connection, way.renew(connection))
    elif way.renew is None and connection.state == Connection.State.RECONNECT:
        with transaction.atomic():
            found = held(user, connection)
            found.state = Connection.State.DRAFT
            found.save(update_fields=["state"])
    return try_it(user, connection)


def try_it(user: User, connection: Connection) -> Health:
    """Ask the CRM who we are there and what is missing, and keep its answer. A key that it knows is signed in.

    Raises:
        ConnectorError: what the CRM answers instead; a sign-in that it does not know is lost.
        ValidationError: it is another organisation than before.
    """
    allowed(user)
    try:
        with opened(connection) as connector:
            health = connector.check()
    except SignInError:
        lose(connection)
        raise
    with transaction.atomic():
        found = held(user, connection)
        _same(found, health)
        found.organisation, found.organisation_id = health.organisation[:300], health.organisation_id[:120]
        found.person, found.missing = health.person[:300], list(health.missing)[:200]
        found.currencies, found.checked_at = list(health.currencies)[:200], timezone.now()
        if health.quota is not None:
            found.limit_told, found.used_told = health.quota.limit, health.quota.used
        if found.state == Connection.State.DRAFT and way_of(found).renew is None:
            found.state = Connection.State.READY
            record(user, "connection.signed_in", found, after={"organisation": found.organisation, "way": found.way})
        found.save()
    return health


def _signed_in(user: User, connection: Connection, granted: Granted) -> None:
    with transaction.atomic():
        found = held(user, connection)
        keep(found, granted)
        found.state = Connection.State.READY
        found.save(update_fields=["state"])
        record(user, "connection.signed_in", found, after={"way": found.way, "base": found.base})


def _same(found: Connection, health: Health) -> None:
    """Records of one organisation are never taken for those of another. Raises ValidationError."""
    before = found.organisation_id
    if before and health.organisation_id and before != health.organisation_id and found.records.exists():
        raise ValidationError(
            _(
                "This signs in to “%(new)s”, but what was read is from “%(old)s”: sign in to that one again, or add a "
                "connection for the other."
            )
            % {"new": health.organisation or health.organisation_id, "old": found.organisation or before}
        )
