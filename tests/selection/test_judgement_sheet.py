"""A sheet of judgements: given, filled in elsewhere, taken back whole or not at all."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from trousseau.selection.actions import close_round
from trousseau.selection.models import Judgement

from .assessing import give, opened, publish

pytestmark = pytest.mark.django_db
CLIENTS = (("Alstrom", "Alstrom"), ("C3", "Vernay"), ("C10", "=Formule"))


@pytest.fixture
def julien(organisation, person):
    publish()
    return person("head", name="Julien")


@pytest.fixture
def found(julien, person):
    return opened(person("director"), (julien, person("manager", name="Sophie")), clients=CLIENTS)


@pytest.fixture
def fill(client, julien, found):
    """Bring a sheet back, as rows or as the bytes of a file."""
    client.force_login(julien)

    def send(rows, name="sheet.csv"):
        if isinstance(rows, list):
            out = io.StringIO()
            csv.writer(out).writerows([["Client", "Name", "Criterion", "Level", "Reason", "What shows it"], *rows])
            rows = out.getvalue().encode()
        return client.post(
            reverse("selection:fill_sheet", args=[found.public_id]), {"file": SimpleUploadedFile(name, rows)}
        )

    return send


def kept():
    return {
        (one.client.name, one.criterion): (one.level, one.reason, one.evidence)
        for one in Judgement.objects.select_related("client")
    }


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_given_comes_back_the_same(client, found, fill, form, language):
    julien = found.assessors.get(person__name="Julien").person
    give(julien, found, {"Vernay": {"stake": 5, "relationship": 2}, "=Formule": {"stake": 3}}, handed_in=False)
    before = kept()
    julien.language = language
    julien.save()
    answer = client.get(reverse("selection:assessment_sheet", args=[found.public_id, form]))
    assert answer.status_code == 200
    Judgement.objects.all().delete()
    assert fill(answer.content, f"sheet.{form}").status_code == 302
    assert kept() == before


def test_a_blank_sheet_is_filled_in_a_workbook(client, julien, found, fill):
    answer = client.get(reverse("selection:assessment_sheet", args=[found.public_id, "xlsx"]))
    book = load_workbook(io.BytesIO(answer.content))
    page = book.active
    page["D2"], page["D3"], page["E3"], page["F3"] = 4, 1, "no contact", "three calls"
    out = io.BytesIO()
    book.save(out)
    assert fill(out.getvalue(), "sheet.xlsx").status_code == 302
    assert kept() == {
        ("Alstrom", "stake"): (4, "", ""),
        ("Alstrom", "relationship"): (1, "no contact", "three calls"),
    }


def test_every_row_that_cannot_be_taken_is_told_and_nothing_kept(fill):
    answer = fill(
        [
            ["Alstrom", "", "stake", "3", "", ""],
            ["Nobody", "", "stake", "3", "", ""],
            ["C3", "", "beauty", "3", "", ""],
            ["C3", "", "Strategic stake", "6", "", ""],
            ["C3", "", "relationship", "5", "why", ""],
            ["alstrom", "", "Enjeu stratégique", "2", "", ""],
            ["C10", "", "stake", "", "a word", ""],
            ["C10", "", "relationship", "", "", ""],
        ]
    )
    assert answer.status_code == 422
    errors = answer.context["page"].sheet_errors
    assert [error.split(":")[0] for error in errors] == [f"Row {row}" for row in range(3, 9)]
    assert "“Nobody” is not among the clients" in errors[0]
    assert "“beauty” is no judged criterion" in errors[1]
    assert "“6” is no level" in errors[2]
    assert "5 is an end of the scale" in errors[3]
    assert "judged on this criterion further up" in errors[4]
    assert "“a word” stands without a level" in errors[5]
    assert not kept()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "can be read"),
        (b"Client,Name\nAlstrom,Alstrom\n", "no column “Criterion”"),
        (b"\x00\x01\x02\xff", "can be read"),
        (b"Client,Criterion,Level,Reason,What shows it\nAlstrom,stake,,,\n", "says nothing"),
    ],
)
def test_what_is_no_sheet_is_said_in_one_sentence(fill, content, says):
    answer = fill(content)
    assert answer.status_code == 422
    assert any(says in error for error in answer.context["page"].sheet_errors), answer.context["page"].sheet_errors


def test_a_sheet_changes_nothing_once_handed_in_or_closed(fill, julien, found):
    give(julien, found, {})
    answer = fill([["Alstrom", "", "stake", "3", "", ""]])
    assert (answer.status_code, "handed in" in answer.context["page"].sheet_errors[0]) == (422, True)
    close_round(found.opened_by, found)
    assert fill([["Alstrom", "", "stake", "3", "", ""]]).status_code == 422
    assert {level for level, _, _ in kept().values()} == {None}


def test_a_sheet_is_of_who_asks_alone(client, found, julien, person):
    give(julien, found, {"Vernay": {"stake": 5}})
    sophie = found.assessors.get(person__name="Sophie").person
    client.force_login(sophie)
    text = client.get(reverse("selection:assessment_sheet", args=[found.public_id, "csv"])).content.decode()
    assert "visit report" not in text
    client.force_login(person("expert"))
    assert client.get(reverse("selection:assessment_sheet", args=[found.public_id, "csv"])).status_code == 404
    assert client.post(reverse("selection:fill_sheet", args=[found.public_id])).status_code == 404
