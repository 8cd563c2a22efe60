"""Tables of total spend: read whole or not at all, in French and English, with every problem told."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from trousseau.accounts.models import Account
from trousseau.ledger.selection.spend_table import SpendTableError, read_spend
from trousseau.selection.models import SpendTold
from trousseau.selection.queries import potential

ENGLISH = b"""client,unit,offer,amount,currency,source,date,confidence
Alstrom,Belfort,Usinage,120000,EUR,Visit,2025-11-03,high
C3,,,60000.50,EUR,Report,2025-10-01,medium
kessler,,Vannes,9000,,Tender,2025-09-30,low
"""
FRENCH = (
    "Compte;Unité;Offre;Montant;Devise;Source;Date;Confiance\n"
    "Alstrom;Belfort;Usinage;120 000,50;EUR;Visite;23/11/2025;Élevée\n"
).encode("cp1252")


def give(browser, content, name="spend.csv"):
    return browser.post(reverse("selection:spend_table"), {"file": SimpleUploadedFile(name, content)})


def read(tmp_path, content, name="t.csv"):
    file = tmp_path / name
    file.write_bytes(content)
    return read_spend(file)


def test_a_table_is_kept_and_twice_changes_nothing(browser):
    for _ in range(2):
        assert give(browser, ENGLISH).status_code == 302
    assert potential.told()["potential"] == {"Alstrom": 120_000, "C3": 60_000.5, "C4": 9_000}
    assert SpendTold.objects.count() == 3


def test_french_headers_marks_and_days(tmp_path):
    row = read(tmp_path, FRENCH).rows[0]
    assert (row.amount, row.date, row.confidence) == (Decimal("120000.50"), dt.date(2025, 11, 23), "high")


def test_a_workbook_with_its_own_days_and_numbers(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Client", "Amount", "Source", "Date", "Confidence"])
    book.active.append(["C3", 1234.5, "Visit", dt.date(2025, 6, 5), "High"])
    file = tmp_path / "t.xlsx"
    book.save(file)
    row = read_spend(file).rows[0]
    assert (row.amount, row.date, row.currency) == (Decimal("1234.5"), dt.date(2025, 6, 5), "")


def test_every_bad_row_is_told_and_nothing_is_kept(browser):
    bad = (
        b"client,amount,source,date,confidence,currency\n"
        b"Nobody Inc,10,Visit,2025-11-03,high,EUR\n"
        b"C3,much,Visit,2025-11-03,high,EUR\n"
        b"C3,-5,Visit,2025-11-03,high,EUR\n"
        b"C3,10,,2025-11-03,high,EUR\n"
        b"C3,10,Visit,2025-13-03,high,EUR\n"
        b"C3,10,Visit,2025-11-03,certain,EUR\n"
        b"C3,10,Visit,2025-11-03,high,ZZZ\n"
    )
    answer = give(browser, bad)
    assert answer.status_code == 422
    said = "\n".join(answer.context["table_errors"])
    for words in ("Row 3, column amount, “much”", "Row 4, column amount, “-5”", "Row 5, column source", "2025-13-03",
                  "certain", "ZZZ"):  # fmt: skip
        assert words in said
    assert not SpendTold.objects.exists()


def test_clients_nobody_knows_several_have_or_others_lead(browser, director, person, client):
    Account.objects.filter(key="C8").update(name="Moyen")
    table = (
        b"client,amount,source,date,confidence\n"
        b"Nobody,1,V,2025-11-03,high\nMoyen,1,V,2025-11-03,high\nC3,1,V,2030-01-01,low\n"
    )
    said = "\n".join(give(browser, table).context["table_errors"])
    assert "Row 2, column client, “Nobody”: no client has this name or code." in said
    assert "several clients" in said
    assert "not come yet" in said
    manager = person("manager")
    Account.objects.filter(key="C6").update(manager=manager)
    client.force_login(manager)
    assert give(client, b"client,amount,source,date,confidence\nC6,1,V,2025-11-03,high\n").status_code == 302
    refused = give(client, b"client,amount,source,date,confidence\nC3,1,V,2025-11-03,high\n")
    assert refused.status_code == 422
    assert SpendTold.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"client,amount,source,date\nC3,1,V,2025-11-03\n", "columns"),
        (b"client,amount,source,date,confidence\n", "no_rows"),
        (b"client,amount,source,date,confidence\nC3,1,V,05/06/2025,high\n", "cells"),
        (b"client,amount,source,date,confidence\nC3,1,V,2025-11-03,high\nC3,2,V,2025-11-03,high\n", "cells"),
        (b"client;amount;source;date;confidence\nC3;1,234;V;2025-11-03;high\n", "cells"),
    ],
)
def test_what_cannot_be_taken_says_why(tmp_path, content, code):
    with pytest.raises(SpendTableError) as refused:
        read(tmp_path, content)
    assert refused.value.code == code


def test_an_empty_file_or_none_is_said(browser):
    assert give(browser, b"").status_code == 422
    assert browser.post(reverse("selection:spend_table"), {}).status_code == 422
    assert give(browser, b"\x00\x01\x02" * 50, "x.xlsx").status_code == 422


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(st.text(max_size=8), min_size=8, max_size=8), max_size=4))
def test_whatever_stands_in_it_a_table_is_read_or_refused(tmp_path_factory, rows):
    lines = ["client\tunit\toffer\tamount\tcurrency\tsource\tdate\tconfidence"]
    lines += ["\t".join("".join(sign for sign in cell if sign.isprintable()) for cell in row) for row in rows]
    file = tmp_path_factory.mktemp("any") / "t.tsv"
    file.write_text("\n".join(lines), encoding="utf-8", errors="replace")
    try:
        assert read_spend(file).rows
    except SpendTableError as error:
        assert error.code in {"cells", "no_rows", "not_a_table", "columns"}  # noqa: PT017 - either is right
