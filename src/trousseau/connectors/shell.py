"""What this room tells the shell and earlier rooms: sentences of the trail, how it forgets somebody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from trousseau.access import audit
from trousseau.connectors.runs import people
from trousseau.knowledge.actions import erasing

SENTENCES = {
    "connection.added": _("Connection added"),
    "connection.changed": _("Connection changed"),
    "connection.signed_in": _("Connection signed in"),
    "connection.lost": _("Connection to be signed in again"),
    "connection.removed": _("Connection removed"),
    "connection.mapped": _("Fields of a connection changed"),
    "connection.read": _("CRM read"),
    "connection.wrote": _("CRM written to"),
    "record.linked": _("Record of a CRM linked"),
    "record.unlinked": _("Record of a CRM unlinked"),
}


def register() -> None:
    """Told once, when the room opens."""
    audit.describe(SENTENCES)
    erasing.also_forget(people.forget)
