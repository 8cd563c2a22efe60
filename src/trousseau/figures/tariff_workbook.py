"""A new tariff as a workbook that goes on calculating: change an index and every price follows."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from trousseau.figures.export import neutral
from trousseau.figures.language import Language
from trousseau.figures.tariffs import bound_word
from trousseau.method.indexing import SimulatedTariff, TariffLine

ZONES, TARIFF, EFFECT = "Index", "Tariff", "Effect"
"""Names of the sheets, which formulas use."""


def workbook(found: SimulatedTariff, lines: Sequence[TariffLine], currency: str | None, language: Language) -> bytes:
    """Three sheets: the indexation by zone (to be changed), the new tariff, its effect by zone.

    Prices and effects are formulas over the indexation, with their values of now; names are text, never formulas.
    """
    file = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": language.text("New tariff")})
        style = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
            "rate": book.add_format({"num_format": "0.0%"}),
            "given": book.add_format({"num_format": "0.0%", "bg_color": "#F6EEDD"}),
            "price": book.add_format({"num_format": "#,##0.00"}),
            "units": book.add_format({"num_format": "#,##0"}),
        }
        tariff = book.add_worksheet(TARIFF)
        zones = book.add_worksheet(ZONES)
        effect = book.add_worksheet(EFFECT)
        _zones(zones, found, style, language)
        rows = {rate.zone: n for n, rate in enumerate(found.rates, 2)}
        _tariff(tariff, lines, rows, style, (currency or "", language))
        _effect(effect, found, style, (currency or "", language))
    return file.getvalue()


def _zones(page: Worksheet, found: SimulatedTariff, style: dict[str, Format], language: Language) -> None:
    """Zone, index, cap, floor (to be changed), and the rate that follows."""
    text = language.text
    _head(
        page,
        (text("Zone"), text("Index"), text("Cap"), text("Floor"), text("Applied"), text("Share of sales left")),
        style,
    )
    for n, rate in enumerate(found.rates, 1):
        page.write_string(n, 0, neutral(rate.zone or text("zone not given")))
        page.write_number(n, 1, rate.asked, style["given"])
        for column, bound in ((2, found.wish.cap_of(rate.zone)), (3, found.wish.floor_of(rate.zone))):
            if bound is None:
                page.write_blank(n, column, None, style["given"])
            else:
                page.write_number(n, column, bound, style["given"])
        row = n + 1
        lifted = f'IF(D{row}="",B{row},MAX(B{row},D{row}))'
        page.write_formula(n, 4, f'=IF(C{row}="",{lifted},MIN(C{row},{lifted}))', style["rate"], rate.applied)
        page.write_number(n, 5, rate.remaining, style["rate"])


def _tariff(
    page: Worksheet,
    lines: Sequence[TariffLine],
    rows: dict[str, int],
    style: dict[str, Format],
    said: tuple[str, Language],
) -> None:
    """Product × zone: the price before, the rate applied, the price after, which bound acted."""
    currency, language = said
    text = language.text
    _head(
        page,
        (
            text("Product"), text("Family"), text("Zone"), text("Units"), text("Price before ({unit})", unit=currency),
            text("Told by a list"), text("Applied"), text("New price ({unit})", unit=currency), text("Bound"),
        ),
        style,
    )  # fmt: skip
    for n, line in enumerate(lines, 1):
        zone = neutral(line.zone or text("zone not given"))
        page.write_string(n, 0, neutral(line.product or text("not given")))
        page.write_string(n, 1, neutral(line.family or text("not given")))
        page.write_string(n, 2, zone)
        page.write_number(n, 3, float(line.quantity), style["units"])
        page.write_number(n, 4, line.price, style["price"])
        page.write_string(n, 5, text("yes") if line.listed else text("no"))
        page.write_formula(n, 6, f"={ZONES}!$E${rows[line.zone]}", style["rate"], line.rate.applied)
        page.write_formula(n, 7, f"=ROUND(E{n + 1}*(1+G{n + 1}),2)", style["price"], line.after)
        page.write_string(n, 8, bound_word(line.rate, language))
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(len(lines), 1), 8)


def _effect(page: Worksheet, found: SimulatedTariff, style: dict[str, Format], said: tuple[str, Language]) -> None:
    """Zone by zone: revenue before, what the rise brings at the accepted part of now, revenue after; estimated."""
    currency, language = said
    text = language.text
    _head(
        page,
        (
            text("Zone"), text("Revenue before ({unit})", unit=currency), text("Accepted part of the rise"),
            text("Change (estimated)"), text("Revenue after (estimated)"),
        ),
        style,
    )  # fmt: skip
    rates = {rate.zone: n for n, rate in enumerate(found.rates, 2)}
    by_zone = {rate.zone: rate for rate in found.rates}
    for n, part in enumerate(found.zones, 1):
        rate, row = by_zone[part.key], rates[part.key]
        full = part.effect.revenue * rate.applied * rate.remaining
        accepted = part.effect.change / full if full else found.wish.passed_elsewhere
        page.write_string(n, 0, neutral(part.name or text("zone not given")))
        page.write_number(n, 1, part.effect.revenue, style["price"])
        page.write_number(n, 2, accepted, style["rate"])
        change = f"=B{n + 1}*{ZONES}!E{row}*{ZONES}!F{row}*C{n + 1}"
        page.write_formula(n, 3, change, style["price"], part.effect.change)
        page.write_formula(n, 4, f"=B{n + 1}+D{n + 1}", style["price"], part.effect.after)
    last = len(found.zones)
    if last:
        page.write_string(last + 1, 0, text("Total"), style["head"])
        for column, value in ((1, found.total.revenue), (3, found.total.change), (4, found.total.after)):
            span = f"{xl_rowcol_to_cell(1, column)}:{xl_rowcol_to_cell(last, column)}"
            page.write_formula(last + 1, column, f"=SUM({span})", style["price"], value)


def _head(page: Worksheet, titles: Sequence[str], style: dict[str, Format]) -> None:
    for column, title in enumerate(titles):
        page.write_string(0, column, title, style["head"])
        page.set_column(column, column, 26 if column in {0, 1} else 16)
