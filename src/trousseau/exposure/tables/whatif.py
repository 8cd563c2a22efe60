"""The tables of the lab and of scenarios side by side, whole and unrounded, to be exported."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trousseau.exposure.pages.compare import Compare
from trousseau.ledger.whatif import Answer
from trousseau.portfolio.tables import Table


def before_and_after(answer: Answer) -> Table:
    """Every division, zone and currency before and after."""
    titles = {"division": _("Division"), "zone": _("Zone"), "currency": _("Currency"), "family": _("Product family")}
    parts = [(_("Total"), "", answer.total)]
    parts += [
        (titles[name], part.name or _("not given"), part) for name, found in answer.parts.items() for part in found
    ]
    return Table(
        "what-if",
        _("What if"),
        (
            _("Dimension"), _("Value"), _("Revenue before"), _("Revenue after"), _("Margin before"), _("Margin after"),
            _("Contribution before"), _("Contribution after"), _("Fixed costs before"), _("Fixed costs after"),
            _("After fixed costs, before"), _("After fixed costs, after"),
        ),
        (
            (
                dimension, name, part.revenue.before, part.revenue.after, part.margin.before, part.margin.after,
                part.contribution.before, part.contribution.after, part.fixed.before, part.fixed.after,
                part.spare.before, part.spare.after,
            )
            for dimension, name, part in parts
        ),
    )  # fmt: skip


def side_by_side(compare: Compare) -> Table:
    """Every figure of every scenario."""
    happening = (_("What happens"), None, *("; ".join(column.happens) for column in compare.columns))
    return Table(
        "scenarios",
        _("Scenarios"),
        (_("Figure"), _("Today"), *(column.scenario.name for column in compare.columns)),
        (happening, *((line.label, line.today, *(value for value, _under in line.values)) for line in compare.lines)),
    )
