"""What people are told, and the trail of what was decided."""

from __future__ import annotations

from trousseau.access.models import AuditEvent
from trousseau.access.queries import trail
from trousseau.api.resources import Resource, resource
from trousseau.api.verbs import verb
from trousseau.notices import actions
from trousseau.notices.models import Notice
from trousseau.notices.queries import of

NOTICES = resource(
    Resource("notices", Notice, "make_tokens", of, ("kind", "params", "url", "at", "read_at"), "What you were told.",
             filters=("kind",))
)  # fmt: skip
AUDIT = resource(
    Resource(
        "audit", AuditEvent, "read_audit", trail,
        ("at", "actor", "actor_label", "verb", "target_type", "target_id", "target_label", "before", "after"),
        "Who decided what, and when.", filters=("verb", "target_type", "target_id", "actor"),
    )
)  # fmt: skip
verb(actions.read, "mark-read", on=NOTICES)
verb(actions.read_all, tag="notices")
verb(actions.unsubscribe, tag="notices")
