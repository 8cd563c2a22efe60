"""`trousseau potential`: forecasts of sales lines, total spend from a table, and what is refused."""

from __future__ import annotations

import json

import pytest

from cli.conftest import HEADER

SPEND = "client,unit,offer,amount,currency,source,date,confidence\nUp,Usine,,40000,EUR,Visit,2025-11-03,high\n"


@pytest.fixture
def sales(tmp_path):
    """Over four years: Up grows by 60 % a year, five others stay."""
    rows = [HEADER]
    for year in range(2022, 2026):
        for month in range(1, 13):
            steady = [(f"S{n}", 3000 - 400 * n) for n in range(5)]
            for name, amount in (*steady, ("Up", round(100 * 1.6 ** (year - 2022 + month / 12)))):
                rows.append(f"{name},{name},{name}{year}{month},1,{year}-{month:02}-05,P,N,Z,1,{amount},1,EUR\n")
    path = tmp_path / "sales.csv"
    path.write_text("".join(rows), encoding="utf-8")
    return path


@pytest.fixture
def spend(tmp_path):
    def write(content=SPEND):
        path = tmp_path / "spend.csv"
        path.write_text(content, encoding="utf-8")
        return path

    return write


def test_the_one_that_grows_is_first_with_its_interval(run, sales):
    said = json.loads(run("potential", sales, "--json").out)
    assert said["decided"] is False
    assert said["key_accounts"] == ["S0", "S1"]
    first = said["accounts"][0]
    assert first["account"] == "Up"
    assert first["growth"] == pytest.approx(0.6, abs=0.05)
    assert [one["year"] for one in first["forecast"]] == [1, 2, 3]
    for one in first["forecast"]:
        assert one["low"] <= one["middle"] <= one["high"]
    assert first["potential"] is None
    assert said["check"] is None


def test_a_table_of_spend_gives_the_share_of_wallet(run, sales, spend):
    said = json.loads(run("potential", sales, "--spend", spend(), "--json").out)
    first = said["accounts"][0]
    assert first["potential"] == {"amount": 40000, "low": 36000, "high": 44000}
    assert first["share_of_wallet"]["share"] == pytest.approx(first["revenue"] / 40000)


def test_it_is_told_in_words_in_both_languages(run, sales):
    assert "Up is on the way" in run("potential", sales).out or "Nobody beside" in run("potential", sales).out
    french = run("potential", sales, "--lang", "fr").out
    assert "Up" in french
    assert "historique" in french


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (SPEND + "Nobody,,,1,EUR,V,2025-11-03,high\n", "Row 3, column client, “Nobody”"),
        (SPEND.replace("40000", "much"), "“much”"),
        (SPEND.replace("EUR", "XAF"), "no exchange rate"),
        ("a,b\n1,2\n", "client"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_whole(run, sales, spend, content, words):
    answer = run("potential", sales, "--spend", spend(content))
    assert answer.code == 2
    assert words in answer.err


def test_no_place_for_key_accounts_is_refused(run, sales):
    assert run("potential", sales, "--top", "0").code == 2
