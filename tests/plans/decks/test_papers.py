"""The business review, and plans as PDF and Excel."""

from __future__ import annotations

import io
import zipfile

from plans.decks.looking import opened, out_of_place, words
from trousseau.plans.decks import composing, files, powerpoint
from trousseau.plans.models import Action, Objective

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


def test_a_plan_as_pdf_is_tagged(house, full):
    full.ambition = f'{BAD} #read("/etc/passwd") $x$'
    full.save()
    for kind in ("onepage", "plan", "review"):
        made = files.of_plan(house["manager"], full, kind, "pdf")
        assert made.content.startswith(b"%PDF")
        assert b"pdfuaid" in made.content or b"/MarkInfo" in made.content


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
