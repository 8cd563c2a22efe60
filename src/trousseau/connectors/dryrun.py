"""What the next run would write into a CRM, and the fingerprint of what somebody has seen of it."""

from __future__ import annotations

import hashlib
import json

from django.db.models import QuerySet

from trousseau.connectors import fields
from trousseau.connectors.models import Connection, Outbound


def waiting(connection: Connection) -> QuerySet[Outbound]:
    """What would be written, record by record."""
    found = Outbound.objects.filter(record__connection=connection, record__gone_at=None, state=Outbound.State.WAITING)
    return found.select_related("record", "record__account").order_by("record_id", "target")


def seen(connection: Connection) -> str:
    """A fingerprint of which fields are written, and of everything that waits for them."""
    rows = {name: [row.places, row.converter, row.choices] for name, row in fields.outbound(connection).items()}
    made = hashlib.blake2b(json.dumps(rows, sort_keys=True).encode(), digest_size=16)
    for one in waiting(connection).values_list("record_id", "target", "wanted").iterator():
        made.update(json.dumps(one).encode())
    return made.hexdigest()
