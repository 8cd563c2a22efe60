"""`trousseau export`: a plan or a business review as a file that its program opens."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from pptx import Presentation

from trousseau.accounts.models import Account
from trousseau.plans.actions.plan import Doing, add_action, open_plan

BAD = '=HYPERLINK("https://evil.example","x")'
FRENCH = {"plan": "Avancement", "review": "Prochain trimestre"}


@pytest.fixture(autouse=True)
def planned(organisation, person):
    """An account with a plan, and a neighbour without."""
    director, today = person("director"), timezone.localdate()
    account = Account.objects.create(key="A1", code="0042", name="Alstrom SA", search_text="alstrom sa 0042")
    Account.objects.create(key="B2", name="Bellerive", search_text="bellerive")
    plan = open_plan(
        director, account, "First supplier.", today - dt.timedelta(days=90), today + dt.timedelta(days=700)
    )
    add_action(director, plan, Doing(BAD, today - dt.timedelta(days=30), today, owner=director, how=BAD))


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder of its own to write into."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def words(content):
    """Every text of a deck."""
    return " ".join(
        text
        for slide in Presentation(io.BytesIO(content)).slides
        for shape in slide.shapes
        for text in (
            [shape.text_frame.text] if shape.has_text_frame
            else [cell.text for row in shape.table.rows for cell in row.cells] if shape.has_table else []
        )
    )  # fmt: skip


@pytest.mark.parametrize("what", ["plan", "review"])
def test_a_deck_opens_and_speaks_the_language_asked_for(run, here, what):
    answer = run("export", what, "--account", "Alstrom SA", "--lang", "fr", "--out", here / "f.pptx")
    assert answer.code == 0, answer.err
    said = words((here / "f.pptx").read_bytes())
    assert FRENCH[what] in said
    assert "Progress" not in said


@pytest.mark.parametrize("what", ["plan", "review"])
def test_a_pdf_is_one_and_says_its_language(run, here, what):
    answer = run("export", what, "--account", "0042", "--format", "pdf", "--lang", "fr", "--out", here / "f.pdf")
    assert answer.code == 0, answer.err
    content = (here / "f.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert content.rstrip().endswith(b"%%EOF")
    assert b"/Lang(fr)" in content


@pytest.mark.parametrize("what", ["plan", "review"])
def test_a_workbook_opens_and_runs_nothing_that_was_typed(run, here, what):
    answer = run("export", what, "--account", "A1", "--format", "xlsx", "--lang", "fr", "--json")
    assert answer.code == 0, answer.err
    book = load_workbook(here / answer.json["file"])
    assert "Objectifs" in book.sheetnames
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" and "HYPERLINK" in str(cell.value)]
    assert not [cell for cell in cells if cell.hyperlink]
    if what == "plan":
        assert any("HYPERLINK" in str(cell.value) for cell in cells)


@pytest.mark.parametrize(
    ("name", "near"), [("Alstrum", "Alstrom SA"), ("Bell rive", "Bellerive"), ("zzzz", "its name, its code")]
)
def test_an_unknown_account_is_one_sentence_with_names_like_it(run, here, name, near):
    answer = run("export", "plan", "--account", name)
    assert answer.code == 2
    assert near in answer.err
    assert len(answer.err.strip().splitlines()) == 1
    assert not list(here.iterdir())


def test_an_account_without_plan_is_said(run, here):
    answer = run("export", "review", "--account", "Bellerive")
    assert answer.code == 1
    assert "no plan in force" in answer.err
    assert not list(here.iterdir())


def test_a_file_that_cannot_be_written_leaves_nothing_and_keeps_what_was(run, here, monkeypatch):
    (here / "f.pptx").write_bytes(b"the old one")

    def full(*_given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("trousseau.cli.output.os.fsync", full)
    answer = run("export", "plan", "--account", "A1", "--out", here / "f.pptx")
    assert answer.code != 0
    assert [one.name for one in here.iterdir()] == ["f.pptx"]
    assert (here / "f.pptx").read_bytes() == b"the old one"


@pytest.mark.parametrize(("ending", "head"), [("pptx", b"PK"), ("pdf", b"%PDF"), ("xlsx", b"PK")])
def test_the_programme_is_written_without_account(run, here, ending, head):
    answer = run("export", "programme", "--format", ending, "--lang", "fr", "--out", here / f"f.{ending}")
    assert answer.code == 0, answer.err
    content = (here / f"f.{ending}").read_bytes()
    assert content.startswith(head)
    if ending == "pptx":
        assert "Revue du programme" in words(content)
        assert "Alstrom SA" in words(content)


def test_a_plan_needs_its_account(run, here):
    assert "--account" in run("export", "plan").err
    assert not list(here.iterdir())
