"""`trousseau review`: a grid tried on the past of a file, beside the largest sales."""

from __future__ import annotations

import json

import pytest

from cli.conftest import HEADER


@pytest.fixture
def sales(tmp_path):
    """Forty accounts over three years; each grows at its own rate, which has nothing to do with its size."""
    rows = [HEADER]
    for year in range(2023, 2026):
        for month in range(1, 13):
            for n in range(40):
                amount = round((500 + (n * 17) % 40 * 10) * (0.9 + 0.005 * n) ** (year - 2023 + month / 12), 2)
                rows.append(f"C{n},C{n},D{n}{year}{month},1,{year}-{month:02}-05,P,N,Z,1,{amount},1,EUR\n")
    path = tmp_path / "sales.csv"
    path.write_text("".join(rows), encoding="utf-8")
    return path


def test_last_years_growth_tells_the_next(run, sales):
    said = json.loads(run("review", sales, "--by", "account", "--json").out)
    assert said["years"] == 1
    whole = said["together"]
    growth = dict(zip(whole["keys"], whole["goals"]["growth"]["criteria"], strict=True))["growth"]
    assert growth["auc"] > 0.9
    assert whole["goals"]["growth"]["naive"]["auc"] < growth["auc"]


def test_the_sentence_and_the_table(run, sales):
    out = run("review", sales, "--by", "account").out
    assert "Over one year" in out
    assert "Largest sales" in out


def test_too_short_a_file_says_so(run, tmp_path):
    path = tmp_path / "short.csv"
    path.write_text(HEADER + "A,A,1,1,2025-03-05,P,N,Z,1,100,1,EUR\n", encoding="utf-8")
    assert "not enough history" in run("review", path, "--by", "account").out


def test_a_grid_that_is_none_is_refused(run, sales, tmp_path):
    bad = tmp_path / "grid.json"
    bad.write_text('{"criteria": []}', encoding="utf-8")
    answer = run("review", sales, "--grid", bad)
    assert answer.code == 2
