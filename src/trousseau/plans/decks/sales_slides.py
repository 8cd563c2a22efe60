"""What a business review tells of sales: month by month, growth told straight, what is bought."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from trousseau.plans.decks import blocks
from trousseau.plans.decks.given import Given
from trousseau.plans.decks.slides import Band, Block, Chart, Series, Slide, Table, one

MILLION = 1_000_000


def sales(given: Given) -> Slide:
    """Month by month, beside the year before."""
    found, said = given.sales, given.said
    if found is None or not found.months:
        return blocks.unknown(_("Sales month by month"), _("There are no sales lines of this account."))
    by, unit, number = scale((each.revenue for each in found.months), found.base)
    picture = Chart(
        "columns", tuple(said.month(each.month) for each in found.months),
        (
            Series(_("Twelve months"), tuple(_scaled(each.revenue, by) for each in found.months)),
            Series(_("The year before"), tuple(_scaled(each.year_before, by) for each in found.months), "soft"),
        ),
        _("Sales month by month, beside the same month a year before"), number,
    )  # fmt: skip
    values = {"sum": said.short_amount(found.revenue, found.base), "change": said.signed_percent(found.change)}
    title = (
        _("%(sum)s in twelve months, %(change)s on the year before.") % values
        if found.change is not None
        else _("%(sum)s in twelve months.") % values
    )
    return Slide(title, _("Sales month by month"), bands=(one(_("Sales"), picture, note=unit),))


def growth(given: Given) -> Slide:
    """As published, at constant rates, real; among us also what made it."""
    found, said = given.growth, given.said
    kicker = _("Growth told straight")
    if found is None:
        return blocks.unknown(
            kicker, _("Growth is not known here: two comparable years are needed, and the right to read it.")
        )
    total = found.total
    rates = (
        (_("As published"), total.reported), (_("At constant rates"), total.constant_growth), (_("Real"), total.real),
    )  # fmt: skip
    values = {
        name: said.signed_percent(rate)
        for name, rate in zip(("published", "constant", "real"), (r for _n, r in rates), strict=True)
    }
    title = _("%(published)s as published, %(constant)s at constant rates, %(real)s in real terms.") % values
    straight = Chart(
        "columns", tuple(name for name, _rate in rates),
        (Series(_("Growth, %"), tuple(None if rate is None else round(100 * rate, 2) for _name, rate in rates)),),
        title, "0.0",
    )  # fmt: skip
    rows = tuple(
        (row.name or row.key, said.short_amount(row.previous, found.base), said.short_amount(row.current, found.base),
         said.signed_percent(row.reported), said.signed_percent(row.real))
        for row in found.rows[:10]
    )  # fmt: skip
    heads = (_("Zone"), _("Before"), _("Now"), _("As published"), _("Real"))
    zones = Block(_("By zone"), Table(heads, rows, (2.4, 1.5, 1.5, 1.4, 1.2), frozenset({1, 2, 3, 4})), 1.4)
    note = "" if total.real is not None else _("Real growth needs the inflation of every zone; it is not known here.")
    return Slide(title, kicker, bands=(Band((Block(_("Growth"), straight, 1, "%"), zones)),), note=note)


def bought(given: Given) -> Slide:
    """What they buy, by family or the next dimension that is known."""
    said = given.said
    wanted = {each.dimension: each for each in given.breakdowns}
    found = next((wanted[name] for name in ("family", "product", "division", "zone") if name in wanted), None)
    kicker = _("What is bought")
    if found is None:
        return blocks.unknown(kicker, _("The sales lines do not say what was bought."))
    names = tuple(
        each.value or (_("%(n)s others") % {"n": each.count} if each.count > 1 else _("not told"))
        for each in found.bars
    )
    by, unit, number = scale((each.revenue for each in found.bars), given.base)
    picture = Chart(
        "bars", names,
        (
            Series(_("Twelve months"), tuple(_scaled(each.revenue, by) for each in found.bars)),
            Series(_("The year before"), tuple(_scaled(each.previous, by) for each in found.bars), "soft"),
        ),
        _("What was bought in twelve months, beside the year before"), number,
    )  # fmt: skip
    first = found.bars[0]
    title = _("%(name)s makes %(share)s of it.") % {"name": names[0], "share": said.percent(first.share, 0)}
    return Slide(title, kicker, bands=(one(_("Sales"), picture, note=unit),))


def scale(amounts: Iterable[Decimal | None], base: str | None) -> tuple[int, str, str]:
    """By what the amounts of a chart are divided, the unit in words, and how its numbers are written."""
    most = max((abs(each) for each in amounts if each is not None), default=Decimal(0))
    if most >= MILLION:
        return MILLION, _("millions of %(currency)s") % {"currency": base} if base else "", "#,##0.00"
    return 1_000, _("thousands of %(currency)s") % {"currency": base} if base else "", "#,##0"


def _scaled(amount: Decimal | None, by: int) -> float | None:
    return None if amount is None else round(float(amount) / by, 3)
