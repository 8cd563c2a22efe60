"""The business review, and plans as PDF and Excel."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from django.utils import timezone
from django.utils.translation import override
from openpyxl import load_workbook

import tagged
from plans.decks.looking import charts, opened, out_of_place, words
from trousseau.plans.decks import composing, files, picture, powerpoint
from trousseau.plans.decks.given import Given
from trousseau.plans.decks.slides import Chart, Series
from trousseau.plans.models import Action, Objective
from trousseau.plans.queries import health

BAD = "=cmd|'/c calc'!A1 <b>"


def test_a_review_has_twelve_slides_and_tells_the_client_only_what_is_shared(house, full):
    Action.objects.filter(plan=full, what="Action 1").update(shared=True)
    Objective.objects.filter(plan=full, title="Objective medium").update(shared=True)
    deck = opened(powerpoint.written(composing.of_plan(house["manager"], full, "review")))
    said = " ".join(words(deck))
    assert len(deck.slides) == 12
    assert not out_of_place(deck)
    assert "Objective medium" in said
    for hidden in ("Objective short", "Action 0", "A second source", "One price grid", "Delivered in full"):
        assert hidden not in said
    ours = opened(powerpoint.written(composing.of_plan(house["manager"], full, "preparation")))
    assert len(ours.slides) == 12
    assert "Delivered in full" in " ".join(words(ours))


def test_a_plan_as_pdf_is_tagged(house, full, tmp_path):
    full.ambition = f'{BAD} #read("/etc/passwd") $x$'
    full.save()
    for kind in ("onepage", "plan", "review"):
        made = files.of_plan(house["manager"], full, kind, "pdf")
        assert made.content.startswith(b"%PDF")
        assert b"<pdfuaid:part>1</pdfuaid:part>" in made.content
        assert not tagged.faults(made.content, tmp_path)


def test_a_plan_as_workbook_reckons_and_runs_nothing_that_was_typed(house, full):
    Action.objects.filter(plan=full, what="Action 0").update(what=BAD, how="https://evil.example")
    made = files.of_plan(house["manager"], full, "plan", "xlsx")
    with zipfile.ZipFile(io.BytesIO(made.content)) as book:
        sheets = "".join(book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet"))
        strings = book.read("xl/sharedStrings.xml").decode()
    assert "TODAY()" in sheets
    assert "SUMPRODUCT" in sheets
    assert "cmd" not in sheets
    assert "hyperlink" not in sheets
    assert "'=cmd" in strings


def test_what_should_be_done_by_today_is_the_same_in_the_deck_in_the_workbook_and_on_the_page(house, full):
    today = timezone.localdate()
    truth = health.of_plans([full], today)[full.pk].progress
    given = Given(house["manager"], full)
    assert given.overall.expected == truth.expected
    book = load_workbook(io.BytesIO(files.of_plan(house["manager"], full, "plan", "xlsx").content), data_only=True)
    sheet = book["Actions"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    due, weight = [row[9] for row in rows], [row[8] for row in rows]
    assert sum(w * d for w, d in zip(weight, due, strict=True)) / sum(weight) == pytest.approx(truth.expected)


def test_the_path_of_an_indicator_is_drawn_through_its_points(house, full):
    kpi = full.kpis.get()
    middle = kpi.baseline_on + (kpi.target_on - kpi.baseline_on) // 2
    kpi.path = [[(middle - dt.timedelta(days=31)).isoformat(), 90], [(middle + dt.timedelta(days=31)).isoformat(), 90]]
    kpi.save()
    deck = opened(powerpoint.written(composing.of_plan(house["manager"], full, "preparation")))
    way = next(list(one.plots[0].series)[1].values for one in charts(deck) if one.plots[0].series[0].name == "Read")
    assert way[len(way) // 2] == pytest.approx(90, abs=0.5)
    assert way[-1] == pytest.approx(96)


@pytest.mark.parametrize(("language", "said"), [("fr", "1\u202f234,5"), ("en", "1,234.5")])
def test_a_drawn_number_is_written_as_the_reader_writes(language, said):
    chart = Chart("bars", ("A",), (Series("Sales", (1234.5,)),), "says", "#,##0.0")
    with override(language):
        assert said in picture.drawn(chart, 300, 100)
