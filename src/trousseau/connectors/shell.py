"""What this room tells the shell: sentences of the trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from trousseau.access import audit

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
