"""What negotiation sheets hand to other rooms: a panel, a part of the plan, what is due, the words of the trail.

Nothing else: no search, no notice, no calendar, no paper. They say where we would give in.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from trousseau.access import audit
from trousseau.accounts import due, panels
from trousseau.plans import negotiation_due, parts
from trousseau.plans.pages import negotiations

TITLE = gettext_lazy("Negotiations")


def register() -> None:
    """Register everything; once, at the start."""
    panels.register(
        panels.Panel(
            "negotiations",
            TITLE,
            "plans/negotiations_panel.html",
            negotiations.panel,
            place="side",
            order=60,
            late=True,
        )
    )
    parts.register(
        parts.Part(
            "negotiations", TITLE, "plans/negotiations_part.html", negotiations.part, order=70, place="side", late=True
        )
    )
    due.register_source(negotiation_due.SOURCE)
    audit.describe(
        {
            "negotiation.opened": gettext_lazy("Negotiation sheet begun"),
            "negotiation.changed": gettext_lazy("Negotiation sheet changed"),
            "negotiation.term_put": gettext_lazy("Point of a negotiation written"),
            "negotiation.trade_off_put": gettext_lazy("Trade-off of a negotiation written"),
            "negotiation.conceded": gettext_lazy("Concession written down"),
            "negotiation.taken_out": gettext_lazy("Taken out of a negotiation sheet"),
            "negotiation.discarded": gettext_lazy("Draft of a negotiation sheet thrown away"),
            "negotiation.frozen": gettext_lazy("Negotiation sheet frozen"),
            "negotiation.ended": gettext_lazy("Outcome of a negotiation written down"),
            "negotiation.followed": gettext_lazy("Next step of a negotiation set"),
        }
    )
