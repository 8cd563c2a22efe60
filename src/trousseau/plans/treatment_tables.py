"""Bad customers and their treatments as a table to export."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.figures.export import Cell
from trousseau.plans.models.treatments import Course, Kind, Outcome
from trousseau.plans.pages import treatments as pages
from trousseau.plans.queries import treatments as queries
from trousseau.plans.value_tables import Table


def treatments(user: User) -> Table:
    """Every treatment, then every bad customer that has none; amounts in the base currency."""
    heads = (
        _("Account"), _("Code"), _("Class"), _("Net contribution, 12 months"), _("What is changed"),
        _("What exactly is changed"), _("Who sees to it"), _("Decided on"), _("In force by"), _("State"),
        _("What it should bring a year"), _("Before, 12 months"), _("Before, the same months"), _("After"),
        _("Months after"), _("More a year, at that pace"), _("What it brought"),
        _("What came of it"), _("Why"),
    )  # fmt: skip
    return Table(_("treatments"), heads, _rows(user))


def _rows(user: User) -> Iterator[tuple[Cell, ...]]:
    found = list(queries.visible(user).select_related("account__standing"))
    effects = queries.effects(found)
    for one in found:
        effect, standing = effects[one.pk], getattr(one.account, "standing", None)
        yield (
            one.account.name, one.account.code, standing.get_name_display() if standing else None,
            standing.contribution if standing else None, str(Kind(one.kind).label), one.what,
            one.owner.name if one.owner else None, one.decided_on, one.due, str(Course(one.course).label), one.expected,
            effect.before, effect.alike, effect.after, effect.months, effect.gained, pages.brought(one, effect).said,
            str(Outcome(one.outcome).label) if one.outcome else None, one.reason or None,
        )  # fmt: skip
    for row in queries.untreated(user).iterator(chunk_size=500):
        yield (row.account.name, row.account.code, row.get_name_display(), row.contribution, *(None,) * 15)
