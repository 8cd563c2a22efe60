"""`trousseau concentration` of a file."""

import pytest

from cli.conftest import HEADER

LINES = """A1,Alstrom SA,D1,1,2025-03-10,P1,Usinage,France,1,600.00,500.00,EUR
B1,Borel,D3,1,2025-05-10,P1,Usinage,France,1,300.00,100.00,EUR
C1,Cormier,D4,1,2025-06-10,P2,Services,Ibérie,1,100.00,50.00,EUR
"""


@pytest.fixture
def lines(tmp_path):
    file = tmp_path / "lines.csv"
    file.write_text(HEADER + LINES, encoding="utf-8")
    return file


def test_as_json(run, lines):
    answer = run("concentration", lines, "--json", "--limit", "50%").json
    assert answer["customers"]["hhi"] == pytest.approx(0.46)
    assert answer["lender"]["excess"] == "100.0000"
    assert [one["name"] for one in answer["disclosed"]] == ["Alstrom SA", "Borel", "Cormier"]
    assert answer["disclosed"][0]["segments"] == [{"name": "Usinage", "revenue": "600.0000"}]
    france = answer["inside"]["zone"][0]
    assert (france["value"], france["first"], france["without_first"]) == ("France", "A1", "300.0000")


def test_in_words_and_a_bad_limit(run, lines):
    assert "IFRS 8 §34" in run("concentration", lines, "--lang", "fr").out
    assert "1 customer passes the limit of 50%" in run("concentration", lines, "--limit", "50").out
    for bad in ("150%", "-1", "much"):
        assert run("concentration", lines, "--limit", bad, "--json").error["code"] == "limit_bad"


def test_fixed_costs_beside_a_file_are_in_each_division(run, sales, tmp_path):
    fixed = tmp_path / "fixed.csv"
    fixed.write_text("division,amount\nNord,1000\n", encoding="utf-8")
    inside = run("concentration", sales, "--fixed", fixed, "--json").json["inside"]["division"]
    assert {one["value"]: one["fixed"] for one in inside} == {"Nord": "1000.0000", "Sud": None}


def test_a_share_above_the_whole_is_explained(run, tmp_path):
    path = tmp_path / "sales.csv"
    rows = ("A,A,1,1,2025-01-01,P,N,Z,1,100,50,EUR", "B,B,2,1,2025-01-02,P,N,Y,1,-10,-5,EUR")
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    assert "more than 100% of the total" in " ".join(run("concentration", path).out.split())
    path.write_text(HEADER + rows[0] + "\n", encoding="utf-8")
    said = " ".join(run("concentration", path).out.split())
    assert "the latest counts" in said
    assert "more than 100%" not in said
