"""What this room tells the shell and earlier rooms: sentences of the trail, how it forgets somebody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trousseau.access import audit
from trousseau.accounts import panels
from trousseau.connectors import indicators, sections
from trousseau.connectors.feeds import telling
from trousseau.connectors.pages import back, deals, mapping, mending, runs
from trousseau.connectors.queries import pipeline
from trousseau.connectors.runs import people
from trousseau.connectors.tokens import LOST
from trousseau.knowledge.actions import erasing
from trousseau.notices import kinds
from trousseau.plans.measuring import elsewhere
from trousseau.selection.queries import pipeline as potential

SENTENCES = {
    "connection.added": _("Connection added"),
    "connection.changed": _("Connection changed"),
    "connection.signed_in": _("Connection signed in"),
    "connection.lost": _("Connection to be signed in again"),
    "connection.removed": _("Connection removed"),
    "connection.mapped": _("Fields of a connection changed"),
    "connection.asked": _("CRM to be read now"),
    "connection.read": _("CRM read"),
    "connection.wrote": _("CRM written to"),
    "connection.again": _("Refused values of a connection tried again"),
    "feed.added": _("Source of sales lines added"),
    "feed.changed": _("Source of sales lines changed"),
    "feed.started": _("Source of sales lines started"),
    "feed.stopped": _("Source of sales lines stopped"),
    "feed.asked": _("Source of sales lines to be read now"),
    "feed.read": _("Source of sales lines read"),
    "feed.removed": _("Source of sales lines removed"),
    "record.linked": _("Record of a CRM linked"),
    "record.reconsidered": _("Record of a CRM looked at again"),
    "record.unlinked": _("Record of a CRM unlinked"),
}

SECTIONS: Mapping[str, sections.Read] = {
    "mend": mending.section,
    "runs": runs.last,
    "mapping": mapping.section,
    "back": back.section,
}


def register() -> None:
    """Told once, when the room opens."""
    audit.describe(SENTENCES)
    erasing.also_forget(people.forget)
    for order, (name, read) in enumerate(SECTIONS.items()):
        sections.register(sections.Section(name, order, f"connectors/connection/{name}.html", read))
    panels.register(
        panels.Panel("deals", _("Open deals"), "connectors/deals_panel.html", deals.panel, place="side", order=33)
    )
    potential.register("deals", pipeline.open_deals)
    elsewhere.register(
        "deals",
        indicators.readings,
        _("Amount of Opportunity (or Deal) is read by itself: the sum or the number won, and last what is open today."),
    )
    kinds.register(kinds.Kind(LOST, _("A connection to a CRM is to be signed in again"), text=lost))
    kinds.register(kinds.Kind(telling.WAITS, _("A file of a source waits or was refused"), text=telling.text))
    kinds.register(kinds.Kind(telling.STANDS, _("A source of sales lines cannot be read"), text=telling.text))


def lost(told: Mapping[str, Any]) -> str:
    """To administrators."""
    sentence = gettext("{crm} no longer knows the connection “{name}”: connect it again, nothing is read until then.")
    return sentence.format(**told)
