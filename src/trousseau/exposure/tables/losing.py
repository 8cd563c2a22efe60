"""The tables behind the pictures of exposure, whole and unrounded, to be exported."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trousseau.exposure.losing import WhatIf
from trousseau.portfolio.tables import Table


def without(answer: WhatIf) -> Table:
    """Every division, zone and currency before and after a loss."""
    titles = {"division": _("Division"), "zone": _("Zone"), "currency": _("Currency")}
    return Table(
        "what-if",
        _("What if"),
        (_("Dimension"), _("Value"), _("Revenue before"), _("Revenue after"), _("Loss"), _("Share lost")),
        (
            (_("Total"), "", answer.total.before, answer.total.after, answer.total.loss, answer.total.share),
            *(
                (titles[name], part.name or _("not given"), part.before, part.after, part.loss, part.share)
                for name, parts in answer.parts.items()
                for part in parts
            ),
        ),
    )
