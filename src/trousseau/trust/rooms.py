"""What the rooms of the house are called, on the pages about the trail and about personal data."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ROOMS: dict[str, str | Promise] = {
    "access": _("People and settings"),
    "jobs": _("Work in the background"),
    "notices": _("Notices"),
    "accounts": _("Accounts and groups"),
    "knowledge": _("Knowledge of the clients"),
    "imports": _("Sales lines"),
    "costs": _("Costs and rates"),
    "portfolio": _("Check-up"),
    "exposure": _("Exposure"),
    "selection": _("Selection"),
    "staffing": _("Managers and competencies"),
    "support": _("Support and commitments"),
    "plans": _("Plans"),
    "portal": _("Client space"),
    "trust": _("Audit and privacy"),
    "api": _("API"),
    "webhooks": _("Webhooks"),
    "connectors": _("The company’s other tools"),
}
"""By the label of their app, in the order of the house."""


def room(label: str) -> str:
    """The name of a room; a room that says none stands under its label."""
    return str(ROOMS.get(label, label))
