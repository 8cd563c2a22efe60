"""What a business review tells of indicators."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.ledger.facts.calendar import between, last_day, month
from trousseau.plans.corridor import corridor
from trousseau.plans.decks import blocks, words
from trousseau.plans.decks.given import Given
from trousseau.plans.decks.sales_slides import scale
from trousseau.plans.decks.slides import Band, Block, Chart, Series, Slide, Table
from trousseau.plans.models import Kpi, Unit

MONTHS = 36
"""Months of an indicator drawn at most; the last ones."""


def kpis(given: Given) -> Slide:
    """The indicators: from where, to where, where now; the first as a chart."""
    kicker = _("Indicators")
    if not given.kpis:
        why = _("No indicator is shared yet.") if given.client else _("The plan has no indicator yet.")
        return blocks.unknown(kicker, why)
    rows = tuple(_kpi_row(each, given) for each in given.kpis)
    heads = (_("Indicator"), _("Baseline"), _("Now"), _("Target"), _("Due on"))
    table = Table(heads, rows, (2.8, 1.4, 1.9, 1.3, 1.7), frozenset({1, 2, 3}))
    read = sum(words.latest(each) is not None for each in given.kpis)
    n = len(given.kpis)
    title = ngettext("%(read)s of %(n)s indicator has been read.", "%(read)s of %(n)s indicators have been read.", n)
    title = title % {"read": read, "n": n}
    pictured = next((each for each in given.kpis if words.latest(each) is not None), None)
    parts = [Block(_("All of them"), table, 1.2)]
    if pictured is not None:
        parts.insert(0, Block(pictured.name, _kpi_chart(pictured, given), note=_unit_of(pictured, given)[1]))
    return Slide(title, kicker, bands=(Band(tuple(parts)),))


def _kpi_row(kpi: Kpi, given: Given) -> tuple[str, ...]:
    found = words.latest(kpi)
    return (
        kpi.name, words.reading(kpi.baseline, kpi, given), words.reading(found.value if found else None, kpi, given),
        words.reading(kpi.target, kpi, given), given.said.date(kpi.target_on),
    )  # fmt: skip


def _kpi_chart(kpi: Kpi, given: Given) -> Chart:
    """What was read, month by month, beside its path as it was laid out, up to the day of the target."""
    read = {month(each.on): float(each.value) for each in kpi.readings.all() if each.value is not None}
    target = month(kpi.target_on)
    names = between(min(month(kpi.baseline_on), *read), max(target, *read))
    names = names if len(names) <= MONTHS else names[-MONTHS:]
    path = corridor(kpi)
    by, _unit, number = _unit_of(kpi, given)
    series = [Series(_("Read"), tuple(None if (value := read.get(name)) is None else value / by for name in names))]
    if path is not None:
        way = tuple(path.expected(last_day(name)) for name in names)
        series.append(
            Series(_("Path to the target"), tuple(None if one is None else round(one / by, 4) for one in way), "dashed")
        )
    return Chart(
        "lines", tuple(given.said.month(last_day(name)) for name in names), tuple(series),
        _("%(kpi)s as it was read, beside its path to the target") % {"kpi": kpi.name}, number,
    )  # fmt: skip


def _unit_of(kpi: Kpi, given: Given) -> tuple[int, str, str]:
    """By what its values are divided in a chart, in which unit they then are, and how a spreadsheet writes them."""
    if kpi.unit == Unit.MONEY:
        return scale([kpi.baseline, kpi.target], given.base)
    return 1, "%" if kpi.unit == Unit.PERCENT else "", "#,##0.##"
