"""A plan as an Excel workbook: figures that are reckoned where they stand, so they follow what is changed there.

What people wrote is written as text, never as a formula or a link.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from decimal import Decimal

import xlsxwriter
from django.utils.translation import gettext as _
from PIL import Image
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from trousseau.figures.export import neutral
from trousseau.plans.decks import words
from trousseau.plans.decks.drawing import words as plain
from trousseau.plans.decks.given import Given
from trousseau.plans.decks.powerpoint import Look
from trousseau.plans.decks.template import BRAND
from trousseau.plans.models import Horizon, Progress

Value = str | int | float | Decimal | dt.date | None
Formats = dict[str, object]
MOST = 5_000
SOFT = "#a5b4c1"


class Book:
    """A workbook being written: sheets of typed cells under bold heads."""

    def __init__(self, given: Given, look: Look) -> None:
        self.given, self.look, self._content = given, look, io.BytesIO()
        self.brand = look.brand or BRAND
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book: Workbook = xlsxwriter.Workbook(self._content, options)
        self.formats = {
            "bold": self.book.add_format(
                {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "font_color": self.brand}
            ),
            "date": self.book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
            "text": self.book.add_format({"text_wrap": True, "valign": "top"}),
            "money": self.book.add_format({"num_format": "#,##0", "valign": "top"}),
            "share": self.book.add_format({"num_format": "0%", "valign": "top"}),
            "title": self.book.add_format({"bold": True, "font_size": 14}),
        }

    def sheet(self, name: str, heads: Sequence[str], widths: Sequence[float]) -> Worksheet:
        """A sheet with its heads; it prints on one page's breadth."""
        page = self.book.add_worksheet(plain(name)[:31])
        page.freeze_panes(1, 1)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
            page.write_string(0, column, plain(head), self.formats["bold"])
            page.set_column(column, column, width)
        return page

    def put(self, page: Worksheet, row: int, values: Sequence[Value], *, shares: frozenset[int] = frozenset()) -> None:
        """One row by the types of its values."""
        for column, value in enumerate(values):
            if value is None:
                continue
            if isinstance(value, str):
                page.write_string(row, column, neutral(plain(value)), self.formats["text"])
            elif isinstance(value, dt.date):
                page.write_datetime(row, column, dt.datetime(value.year, value.month, value.day), self.formats["date"])  # noqa: DTZ001 - a day
            else:
                page.write_number(row, column, float(value), self.formats["share" if column in shares else "money"])

    def formula(self, page: Worksheet, at: tuple[int, int], said: str, value: float, look: str) -> None:
        """A formula of ours with what it gives today, for readers that do not reckon."""
        page.write_formula(*at, said, self.formats[look], value)

    def written(self) -> bytes:
        """The file."""
        self.book.close()
        return self._content.getvalue()


def of_plan(given: Given, look: Look | None = None) -> bytes:
    """The workbook of a plan, in the company's colour and with its logo."""
    book = Book(given, look or Look())
    summary = book.sheet(_("Plan"), (_("What"), _("Figure")), (38, 60))
    if book.look.logo is not None:
        _logo(summary, book.look.logo)
    last = _actions(book)
    _summary(book, summary, last)
    _objectives(book, last)
    if given.risks:
        _risks(book)
    if given.recommendations:
        _recommendations(book)
    if given.kpis:
        _kpis(book)
    _sales(book)
    return book.written()


def _logo(page: Worksheet, logo: bytes) -> None:
    """The logo beside the figures, at most 60 points high."""
    with Image.open(io.BytesIO(logo)) as image:
        scale = min(200 / image.width, 60 / image.height)
    place = {"image_data": io.BytesIO(logo), "x_scale": scale, "y_scale": scale, "description": "Logo"}
    page.insert_image(0, 3, "logo.png", place)


def _summary(book: Book, page: Worksheet, last: int) -> None:
    given, stands, sheet = book.given, book.given.overall, _quoted(_("Actions"))
    rows: list[tuple[str, Value]] = [
        (_("Account"), given.account.name), (_("Ambition"), given.plan.ambition),
        (_("From"), given.plan.starts), (_("Until"), given.plan.ends),
    ]  # fmt: skip
    for at, row in enumerate(rows, 1):
        book.put(page, at, row)
    weights = f"{sheet}!I2:I{last}"

    def mean(column: str) -> str:
        return f"=IFERROR(SUMPRODUCT({weights},{sheet}!{column}2:{column}{last})/SUM({weights}),0)"

    reckoned = (
        (_("Progress"), mean("G"), stands.done or 0.0, "share"),
        (_("Due by today"), mean("J"), stands.expected or 0.0, "share"),
        (_("Late actions"), f'=COUNTIF({sheet}!K2:K{last},">0")', float(stands.late), "money"),
    )
    for at, (label, said, value, look) in enumerate(reckoned, len(rows) + 1):
        page.write_string(at, 0, label, book.formats["text"])
        book.formula(page, (at, 1), said, value, look)


def _actions(book: Book) -> int:
    """Every action; gives the last row that the others reckon with."""
    given = book.given
    heads = (
        _("What"), _("How"), _("Who"), _("Objective"), _("First day"), _("When"), _("Done"), _("State"),
        _("Weight in the plan"), _("Due by today"), _("Days late"),
    )  # fmt: skip
    page = book.sheet(_("Actions"), heads, (44, 44, 22, 30, 12, 12, 8, 12, 9, 12, 10))
    for at, each in enumerate(given.actions[:MOST], 1):
        dropped = each.state == Progress.DROPPED
        done = 1.0 if each.state == Progress.DONE else each.done / 100
        book.put(
            page, at,
            (each.what, each.how, words.who(each, given), str(each.objective or ""), each.starts, each.due, done,
             str(Progress(each.state).label), 0 if dropped else each.weight),
            shares=frozenset({6}),
        )  # fmt: skip
        row = at + 1
        due = float(given.overall.each_expected[at - 1])
        book.formula(page, (at, 9), f"=IF(I{row}>0,MAX(0,MIN(1,(TODAY()-E{row}+1)/(F{row}-E{row}+1))),0)", due, "share")
        book.formula(
            page, (at, 10), f"=IF(AND(G{row}<1,I{row}>0),MAX(0,TODAY()-F{row}),0)", each.late(given.today), "money"
        )
    page.autofilter(0, 0, max(1, len(given.actions)), len(heads) - 1)
    return max(2, min(MOST, len(given.actions)) + 1)


def _objectives(book: Book, last: int) -> None:
    given, sheet = book.given, _quoted(_("Actions"))
    heads = (_("Objective"), _("Horizon"), _("From → to"), _("Due on"), _("Who"), _("Done"), _("Due by today"))
    page = book.sheet(_("Objectives"), heads, (50, 16, 24, 12, 22, 10, 14))
    for at, each in enumerate(given.objectives, 1):
        stands = given.of_objective(each)
        book.put(
            page, at, (each.title, str(Horizon(each.horizon).label), words.span(each), each.due, str(each.owner or ""))
        )
        if stands.done is None:
            continue
        mine = f"({sheet}!D$2:D${last}=A{at + 1})*{sheet}!I$2:I${last}"
        for column, source, value in ((5, "G", stands.done), (6, "J", stands.expected or 0.0)):
            said = f"=IFERROR(SUMPRODUCT({mine}*{sheet}!{source}$2:{source}${last})/SUMPRODUCT({mine}),0)"
            book.formula(page, (at, column), said, value, "share")


def _risks(book: Book) -> None:
    given = book.given
    heads = (_("Risk"), _("How we answer it"), _("Who"), _("Chance"), _("Impact"), _("In expectation"))
    page = book.sheet(_("Risks"), heads, (44, 44, 22, 10, 14, 16))
    total = 0.0
    for at, each in enumerate(given.risks, 1):
        book.put(
            page,
            at,
            (each.what, each.answer, str(each.owner or ""), each.probability, each.impact),
            shares=frozenset({3}),
        )
        if each.probability is not None and each.impact is not None:
            total += float(each.probability * each.impact)
            book.formula(page, (at, 5), f"=D{at + 1}*E{at + 1}", float(each.probability * each.impact), "money")
    end = len(given.risks) + 1
    book.formula(page, (end, 5), f"=SUM(F2:F{end})", total, "money")


def _recommendations(book: Book) -> None:
    page = book.sheet(_("Recommendations"), (_("Recommendation"), _("Why"), _("A year")), (50, 60, 14))
    known = [each.expected for each in book.given.recommendations if each.expected is not None]
    for at, each in enumerate(book.given.recommendations, 1):
        book.put(page, at, (each.text, each.reason, each.expected))
    end = len(book.given.recommendations) + 1
    book.formula(page, (end, 2), f"=SUM(C2:C{end})", float(sum(known, Decimal(0))), "money")


def _kpis(book: Book) -> None:
    page = book.sheet(
        _("Indicators"),
        (_("Indicator"), _("Day"), _("Read"), _("Baseline"), _("Target"), _("Way gone")),
        (40, 12, 14, 14, 14, 12),
    )
    at = 0
    for kpi in book.given.kpis:
        for read in list(kpi.readings.all())[-60:]:
            at += 1
            book.put(page, at, (kpi.name, read.on, read.value, kpi.baseline, kpi.target))
            if None in {read.value, kpi.baseline, kpi.target} or kpi.baseline == kpi.target:
                continue
            gone = float((read.value - kpi.baseline) / (kpi.target - kpi.baseline))  # type: ignore[operator]  # none is None
            book.formula(page, (at, 5), f"=(C{at + 1}-D{at + 1})/(E{at + 1}-D{at + 1})", gone, "share")


def _sales(book: Book) -> None:
    found = book.given.sales
    if found is None or not found.months:
        return
    name = _("Sales")
    page = book.sheet(
        name, (_("Month"), _("Twelve months"), _("The year before"), _("Change in sales")), (14, 18, 18, 12)
    )
    for at, each in enumerate(found.months, 1):
        book.put(page, at, (each.month, each.revenue, each.year_before))
        if each.year_before:
            book.formula(page, (at, 3), f"=B{at + 1}/C{at + 1}-1", float(each.revenue / each.year_before - 1), "share")
    end = len(found.months) + 1
    sums = (sum(each.revenue for each in found.months), sum(each.year_before or 0 for each in found.months))
    for column, letter, total in ((1, "B", sums[0]), (2, "C", sums[1])):
        book.formula(page, (end, column), f"=SUM({letter}2:{letter}{end})", float(total), "money")
    chart = book.book.add_chart({"type": "column"})
    for column in (1, 2):
        shown = {"name": [name, 0, column], "values": [name, 1, column, end - 1, column]}
        fill = {"color": book.brand if column == 1 else SOFT}
        chart.add_series({**shown, "categories": [name, 1, 0, end - 1, 0], "fill": fill})
    chart.set_size({"width": 720, "height": 320})
    page.insert_chart(1, 5, chart)


def _quoted(name: str) -> str:
    """A sheet's name as a formula writes it."""
    return "'" + plain(name)[:31].replace("'", "''") + "'"
