"""Reading a connection now."""

from __future__ import annotations

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.connectors.actions.held import held
from trousseau.connectors.models import Connection
from trousseau.jobs import actions as jobs
from trousseau.jobs.models import FINISHED, Job

READ = "connectors.read"


def read_now(user: User, connection: Connection) -> Job:
    """Have a connection read now; the job that waits or runs for it already, where there is one.

    Raises:
        PermissionDenied: may not manage connections.
        ValidationError: it is not signed in.
    """
    with transaction.atomic():
        found = held(user, connection)
        if found.state != Connection.State.READY:
            raise ValidationError({NON_FIELD_ERRORS: _("Sign this connection in first.")})
        job = start(found, user)
        record(user, "connection.asked", found, after={"job": job.pk})
    return job


def start(connection: Connection, user: User | None = None) -> Job:
    """A job that reads a connection: a new one, or the one that is not finished."""
    waiting = Job.objects.filter(kind=READ, params__connection_id=connection.pk).exclude(state__in=FINISHED).first()
    params = {"connection_id": connection.pk, "user_id": user.pk if user else None}
    return waiting or jobs.start(READ, params, user)
