"""The table of readings to fill in, with the rows that are due; and the rows of one that were set aside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.figures.export import Cell
from trousseau.plans import rhythms
from trousseau.plans.kpi_tables import Table
from trousseau.plans.models import Kpi, Unit
from trousseau.plans.queries import readings as queries
from trousseau.plans.readings_meant import Problem

PERIODS = 24
"""At most so many periods of one indicator are asked for, the newest."""


def template(user: User) -> Table:
    """A row for each reading of this person's indicators that is due; one without a day where none is."""
    heads = (_("Account code"), _("Account"), _("Indicator"), _("Day"), _("Value"), _("Unit"), _("Note"))
    return Table(_("readings"), heads, _rows(queries.mine(user), timezone.localdate()))


def _rows(found: Sequence[Kpi], today: dt.date) -> Iterator[tuple[Cell, ...]]:
    for kpi in found:
        account = kpi.plan.account
        for day in due(kpi, today) or (None,):
            yield account.code, account.name, kpi.name, day, None, str(Unit(kpi.unit).label), None


def due(kpi: Kpi, today: dt.date) -> list[dt.date]:
    """The ends of the periods that are over and have no reading since the last one, or since the baseline."""
    standing = getattr(kpi, "standing", None)
    last = (standing.on if standing else None) or kpi.baseline_on
    begin = rhythms.over(kpi.rhythm, last) + dt.timedelta(days=1)
    return rhythms.ends(kpi.rhythm, begin, rhythms.last_end(kpi.rhythm, today))[-PERIODS:]


def aside(problems: Sequence[Problem]) -> Table:
    """What was set aside, to mend it in a spreadsheet."""
    heads = (_("Row"), _("Column"), _("Value"), _("How to mend it"))
    return Table(_("rows-set-aside"), heads, ((one.row, one.column, one.value, one.mend) for one in problems))
