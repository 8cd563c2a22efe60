"""A plan as an Excel workbook: figures that are reckoned where they stand, so they follow what is changed there."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from trousseau.plans.decks import words
from trousseau.plans.decks.book import Book, Value, quoted
from trousseau.plans.decks.given import Given
from trousseau.plans.decks.powerpoint import Look
from trousseau.plans.models import Horizon, Progress

MOST = 5_000
SOFT = "#a5b4c1"
READ = dict.fromkeys((2, 3, 4), "figure")
"""Columns of readings, which may be shares or a few days."""


def of_plan(given: Given, look: Look | None = None) -> bytes:
    """The workbook of a plan, in the company's colour and with its logo."""
    book = Book(look or Look())
    summary = book.sheet(_("Plan"), (_("What"), _("Figure")), (38, 60))
    book.logo(summary)
    last = _actions(book, given)
    _summary(book, given, summary, last)
    _objectives(book, given, last)
    if given.risks:
        _risks(book, given)
    if given.recommendations:
        _recommendations(book, given)
    if given.kpis:
        _kpis(book, given)
    _sales(book, given)
    return book.written()


def _summary(book: Book, given: Given, page: Worksheet, last: int) -> None:
    stands, sheet = given.overall, quoted(_("Actions"))
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


def _actions(book: Book, given: Given) -> int:
    """Every action; gives the last row that the others reckon with."""
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
            {6: "share"},
        )  # fmt: skip
        row = at + 1
        due = float(given.overall.each_expected[at - 1])
        book.formula(page, (at, 9), f"=IF(I{row}>0,MAX(0,MIN(1,(TODAY()-E{row}+1)/(F{row}-E{row}+1))),0)", due, "share")
        book.formula(
            page, (at, 10), f"=IF(AND(G{row}<1,I{row}>0),MAX(0,TODAY()-F{row}),0)", each.late(given.today), "money"
        )
    page.autofilter(0, 0, max(1, len(given.actions)), len(heads) - 1)
    return max(2, min(MOST, len(given.actions)) + 1)


def _objectives(book: Book, given: Given, last: int) -> None:
    sheet = quoted(_("Actions"))
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


def _risks(book: Book, given: Given) -> None:
    heads = (_("Risk"), _("How we answer it"), _("Who"), _("Chance"), _("Impact"), _("In expectation"))
    page = book.sheet(_("Risks"), heads, (44, 44, 22, 10, 14, 16))
    total = 0.0
    for at, each in enumerate(given.risks, 1):
        book.put(
            page,
            at,
            (each.what, each.answer, str(each.owner or ""), each.probability, each.impact),
            {3: "share"},
        )
        if each.probability is not None and each.impact is not None:
            total += float(each.probability * each.impact)
            book.formula(page, (at, 5), f"=D{at + 1}*E{at + 1}", float(each.probability * each.impact), "money")
    end = len(given.risks) + 1
    book.formula(page, (end, 5), f"=SUM(F2:F{end})", total, "money")


def _recommendations(book: Book, given: Given) -> None:
    page = book.sheet(_("Recommendations"), (_("Recommendation"), _("Why"), _("A year")), (50, 60, 14))
    known = [each.expected for each in given.recommendations if each.expected is not None]
    for at, each in enumerate(given.recommendations, 1):
        book.put(page, at, (each.text, each.reason, each.expected))
    end = len(given.recommendations) + 1
    book.formula(page, (end, 2), f"=SUM(C2:C{end})", float(sum(known, Decimal(0))), "money")


def _kpis(book: Book, given: Given) -> None:
    page = book.sheet(
        _("Indicators"),
        (_("Indicator"), _("Day"), _("Read"), _("Baseline"), _("Target"), _("Way gone")),
        (40, 12, 14, 14, 14, 12),
    )
    at = 0
    for kpi in given.kpis:
        for read in list(kpi.readings.all())[-60:]:
            at += 1
            book.put(page, at, (kpi.name, read.on, read.value, kpi.baseline, kpi.target), READ)
            if None in {read.value, kpi.baseline, kpi.target} or kpi.baseline == kpi.target:
                continue
            gone = float((read.value - kpi.baseline) / (kpi.target - kpi.baseline))  # type: ignore[operator]  # none is None
            book.formula(page, (at, 5), f"=(C{at + 1}-D{at + 1})/(E{at + 1}-D{at + 1})", gone, "share")


def _sales(book: Book, given: Given) -> None:
    found = given.sales
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
