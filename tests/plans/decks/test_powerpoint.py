"""Decks of a plan as PowerPoint: what they say, that they stay editable, and that nothing overflows."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from plans.decks.looking import charts, opened, out_of_place, words
from trousseau.access.models import AuditEvent
from trousseau.plans.actions.plan import Doing, add_action
from trousseau.plans.decks import composing, measure, powerpoint
from trousseau.plans.decks.slides import Chart, Deck, Series, Slide, Table, one
from trousseau.plans.models import Action

HOSTILE = "=cmd|'/c calc'!A1 \x0b\x1f <script>alert(1)</script> \u202egnp.exe 中文 https://evil.example _x0041_ & ]]>"


def written(user, plan, kind):
    return opened(powerpoint.written(composing.of_plan(user, plan, kind)))


@pytest.mark.parametrize("kind", [kind for kind in composing.OF_A_PLAN if composing.of_kind(kind)])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_deck_says_the_plan_and_stays_in_its_place(house, full, kind, language):
    with override(language):
        deck = written(house["manager"], full, kind)
    assert not out_of_place(deck)
    said = " ".join(words(deck))
    assert "Alstrom SA" in said
    assert ("Avancement" if language == "fr" else "Progress") in said or kind in {"review", "preparation"}


def test_one_page_is_one_slide_and_the_full_plan_has_charts_that_can_be_edited(house, full):
    assert len(written(house["manager"], full, "onepage").slides) == 1
    deck = written(house["manager"], full, "plan")
    assert len(charts(deck)) >= 2
    assert all(chart.part.chart_workbook.xlsx_part is not None for chart in charts(deck))
    assert "A second source" in " ".join(words(deck))


def test_a_long_plan_goes_on_over_slides_with_every_action(house, full):
    today = timezone.localdate()
    doing = Doing("x", today, today + dt.timedelta(days=30), owner=house["manager"])
    Action.objects.bulk_create(
        Action(plan=full, what=f"Number {at} of many {'long words ' * (at % 9)}", starts=doing.starts, due=doing.due)
        for at in range(200)
    )
    deck = written(house["manager"], full, "plan")
    said = " ".join(words(deck))
    assert not out_of_place(deck)
    assert all(f"Number {at} of" in said for at in range(200))


def test_hostile_words_are_words(house, full):
    full.ambition = (HOSTILE[:60] * 4)[:300]
    full.save()
    add_action(
        house["manager"],
        full,
        Doing(HOSTILE, timezone.localdate(), timezone.localdate(), owner=house["manager"], how=HOSTILE * 3),
    )
    for kind in composing.OF_A_PLAN:
        deck = written(house["manager"], full, kind)
        assert not out_of_place(deck)
        assert "\u202e" not in " ".join(words(deck))


def test_the_sheet_inside_a_chart_holds_no_formula():
    picture = Chart("columns", (HOSTILE, "+1"), (Series("=1+1", (1.0, None)),), "says")
    deck = Deck("plan", "t", "s", "f", (Slide("t", "k", bands=(one("", picture),)),), "en")
    chart = charts(opened(powerpoint.written(deck)))[0]
    with zipfile.ZipFile(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_a_table_in_no_room_says_how_many_rows_it_left_out():
    table = Table(("A", "B"), tuple((f"row {at}", "x" * 400) for at in range(90)), (1, 1))
    deck = Deck("plan", "t", "s", "f", (Slide("t" * 900, "k" * 300, bands=(one("T", table),)),), "en")
    found = opened(powerpoint.written(deck))
    assert len(found.slides) == 2
    assert any("more" in said for said in words(found))
    assert not out_of_place(found)


@given(st.text(max_size=80), st.floats(20, 400), st.integers(1, 4))
def test_cut_words_fit(text, room, most):
    said = measure.cut(" ".join(text.split()), room, 10, most)
    assert len(measure.wrapped(said, room, 10)) <= most + 1


def test_who_does_not_see_the_account_gets_no_deck(house, full, signed_in):
    url = reverse("plans:deck", args=[full.account.public_id, "plan", "pptx"])
    assert signed_in(house["other"]).get(url).status_code == 404
    answer = signed_in(house["manager"]).get(url)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert len(opened(answer.content).slides) > 4
    assert AuditEvent.objects.filter(verb="plan.taken").count() == 1
    wrong = reverse("plans:deck", args=[full.account.public_id, "plan", "exe"])
    assert signed_in(house["manager"]).get(wrong).status_code == 404
