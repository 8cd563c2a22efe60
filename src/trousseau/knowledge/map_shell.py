"""What the map of people hands to the rooms around it: the panel, the papers, what is due, notices, the trail."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.accounts import due, panels, sections
from trousseau.accounts.models import Account
from trousseau.knowledge import leaving, map_due
from trousseau.knowledge.pages import relations as words
from trousseau.knowledge.pages.map_panel import panel, rows
from trousseau.knowledge.queries.relations import relations
from trousseau.notices import kinds

TITLE = gettext_lazy("Who decides, who influences")


def register() -> None:
    """Register everything; once, at the start."""
    panels.register(panels.Panel("relations", TITLE, "knowledge/map_panel.html", panel, order=20))
    sections.register(sections.Section("people", TITLE, told, order=30))
    due.register(map_due.items)
    kinds.register(kinds.Kind(leaving.KIND, gettext_lazy("A key contact left a client"), text=leaving.text))
    audit.describe(
        {
            "contact.placed": gettext_lazy("Contact moved on the map"),
            "map.tidied": gettext_lazy("Map of people laid out anew"),
        }
    )


def told(user: User, account: Account) -> sections.Told | None:
    """The people in the papers of an account: what weighs most, the way to who decides, then everyone."""
    found = relations(user, account)
    if not found.people:
        return None
    ways = [words.way(found, one).sentence for one in found.named(found.network.deciders())]
    said = words.language()
    return sections.Told(
        sentence=" ".join(dict.fromkeys([words.finding(found), *ways])),
        heads=(_("Person"), _("In buying"), _("Stance"), _("Our contact"), _("Last touch")),
        rows=tuple(
            (
                ", ".join(part for part in (row.person.name, row.person.title) if part),
                row.role,
                row.stance,
                str(row.person.owner or _("Nobody of us")),
                _("unknown")
                if row.days is None
                else ngettext("%(n)s day", "%(n)s days", row.days) % {"n": said.number(row.days)},
            )
            for row in rows(found)
        ),
    )
