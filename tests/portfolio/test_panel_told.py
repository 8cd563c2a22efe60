"""The whole panel of the stored ledger, printed and as a report, and in the exports of the page."""

from __future__ import annotations

import json

import pytest

from trousseau.cli.stored import check_up_ledger
from trousseau.figures.indicators import MAIN, Range
from trousseau.portfolio.actions import freeze_checkup, set_range
from trousseau.portfolio.queries.source import asked

from .test_pages import text

pytestmark = pytest.mark.django_db


def told(capsys, **options):
    check_up_ledger(period="r12", by="group", html=None, language="en", **options)
    return capsys.readouterr().out


def test_the_stored_ledger_is_judged_by_the_organisations_ranges(director, capsys, monkeypatch):
    monkeypatch.setattr("trousseau.cli.database.ready", lambda: None)
    set_range(director, "first_share", Range(high=0.5, watch_high=0.6), "one house is half our trade")
    found = json.loads(told(capsys, as_json=True, panel=True))
    first = next(row for row in found["panel"] if row["key"] == "first_share")
    assert (first["status"], first["range"]["high"]) == ("good", 0.5)
    assert "one house is half our trade" in first["range"]["source"]
    assert {row["key"] for row in found["panel"] if row["main"]} <= MAIN
    assert {key for row in found["missing"] for key in row["indicators"]} >= {"real_growth", "fixed_cover"}
    assert "panel" not in json.loads(told(capsys, as_json=True))
    printed = told(capsys, as_json=False)
    assert "Net retention" in printed
    assert "More indicators" in printed
    assert "no inflation is told" in printed


def test_report_and_export_hold_the_whole_panel(director, signed_in):
    client = signed_in(director)
    report = client.get("/check-up/report/").content.decode()
    assert "Net retention" in report
    assert "More indicators" in report
    table = client.get("/check-up/tables/panel.csv").content.decode()
    assert "Net retention" in table
    assert "Gini" in table
    frozen = freeze_checkup(director, asked(director, {}))
    set_range(director, "first_share", Range(high=0.5, watch_high=0.6), "later")
    old = client.get(f"/check-up/past/{frozen.public_id}/report/").content.decode()
    assert "later" not in old
    assert "Set by the organisation: later" in client.get("/check-up/report/").content.decode()


def test_the_page_folds_what_is_beyond_the_dozen(director, signed_in):
    page = signed_in(director).get("/check-up/").content.decode()
    dozen, more = page.split('class="more-indicators"')
    assert "Gini coefficient" in more
    assert "Gini coefficient" not in dozen
    said = text(signed_in(director).get("/check-up/"))
    assert "Real growth: no inflation is told for the zones and years." in said
    assert "Lines in quarantine" in said


def test_who_became_bad_is_told_with_the_reason(director, signed_in):
    page = text(signed_in(director).get("/check-up/"))
    assert "Good or bad: who changed" in page or "No account is of another class" not in page
