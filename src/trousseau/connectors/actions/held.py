"""A connection as it is now, for who may do something to it."""

from __future__ import annotations

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.connectors.models import Connection


def held(user: User, connection: Connection, revision: int | None = None) -> Connection:
    """The connection, locked, inside a transaction; `revision`: the one they have seen, where its words change.

    Raises:
        PermissionDenied: may not.
        ValidationError: removed, or changed meanwhile.
    """
    allowed(user)
    found = Connection.objects.select_for_update().filter(pk=connection.pk).first()
    if found is None:
        raise ValidationError({NON_FIELD_ERRORS: _("This connection was removed meanwhile.")})
    if revision is not None and found.revision != revision:
        raise ValidationError(
            {NON_FIELD_ERRORS: _("Somebody changed this connection meanwhile: open the page again, then change it.")}
        )
    return found


def allowed(user: User) -> None:
    """Raises PermissionDenied for who may not manage connections."""
    if not may(user, "manage_connections"):
        raise PermissionDenied
