"""What is to be mended: records with values that were not taken over, and what the CRM does not let us write."""

from __future__ import annotations

from django.db.models import QuerySet

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.connectors.models import Connection, Outbound, Remote

KEPT_BACK = (Outbound.State.REFUSED, Outbound.State.CONTESTED)


def troubled(user: User, connection: Connection) -> QuerySet[Remote]:
    """Records of which something could not be taken over, for who may read connections."""
    found = Remote.objects.filter(connection=connection, troubled=True, gone_at=None).order_by("pk")
    return found if may(user, "read_connections") else found.none()


def kept_back(user: User, connection: Connection) -> QuerySet[Outbound]:
    """What the CRM refused, or keeps changing back."""
    found = Outbound.objects.filter(record__connection=connection, record__gone_at=None, state__in=KEPT_BACK)
    found = found.select_related("record").order_by("record_id", "target")
    return found if may(user, "read_connections") else found.none()
