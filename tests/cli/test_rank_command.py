"""`trousseau rank`: a table of scores, sales lines under a grid, judgements, and what is refused."""

from __future__ import annotations

import json

import pytest

from cli.conftest import HEADER

SCORES = "account,growth,margin,stake\nAlpha,90,80,70\nBeta,60,90,20\nGamma,10,20,30\nDelta,50,,60\n"
LEVELS = ["exploratory", "basic", "cooperative", "interdependent", "integrated"]


@pytest.fixture
def scores(tmp_path):
    def write(content=SCORES, name="scores.csv"):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return path

    return write


@pytest.fixture
def sales(tmp_path):
    """Three customers over two years: Big stays, Up grows, Low costs more than it brings."""
    rows = [HEADER]
    for year in (2024, 2025):
        for month in range(1, 13):
            for name, amount, cost in (
                ("Big", 1000, 600),
                ("Up", 100 if year == 2024 else 400, 50 if year == 2024 else 200),
                ("Low", 300, 390),
            ):
                rows.append(f"{name},{name},{name}{year}{month},1,{year}-{month:02}-05,P,N,Z,1,{amount},{cost},EUR\n")
    path = tmp_path / "sales.csv"
    path.write_text("".join(rows), encoding="utf-8")
    return path


def named(answer):
    return {one["account"]: one for one in answer.json["accounts"]}


def test_a_table_of_scores_is_ranked(run, scores):
    answer = run("rank", "--scores", scores(), "--weights", "50,30,20", "--top", "1", "--json")
    assert answer.code == 0
    found = named(answer)
    assert found["Alpha"]["score"] == pytest.approx(83)
    assert (found["Alpha"]["rank"], found["Alpha"]["tier"], found["Alpha"]["listed"]) == (1, "key", True)
    assert sum(one["top_probability"] for one in found.values()) == pytest.approx(1.0)
    assert answer.json["weights"] == {"growth": 0.5, "margin": 0.3, "stake": 0.2}


def test_a_missing_score_stays_missing(run, scores):
    found = named(run("rank", "--scores", scores(), "--weights", "1,1,1", "--json"))
    delta = found["Delta"]
    assert delta["score"] is None
    assert delta["missing"] == ["margin"]
    assert delta["low"] == pytest.approx((50 + 10 + 60) / 3)
    assert delta["high"] == pytest.approx((50 + 90 + 60) / 3)


def test_weights_by_name_french_decimals_and_order(run, scores):
    path = scores("Compte;Croissance;Marge\nA;1,5;2\nB;2,5;1\n")
    found = named(run("rank", "--scores", path, "--weights", "Marge=3,Croissance=1", "--top", "1", "--json"))
    assert found["A"]["score"] == pytest.approx(1.875)
    ordered = named(run("rank", "--scores", path, "--order", "Marge,Croissance", "--top", "1", "--json"))
    assert (
        ordered["B"]["top_probability"]
        < named(run("rank", "--scores", path, "--top", "1", "--json"))["B"]["top_probability"]
    )


def test_sales_lines_are_ranked_by_the_grid_as_shipped(run, sales):
    answer = run("rank", sales, "--top", "1", "--json")
    assert answer.code == 0, answer.err
    found = named(answer)
    assert found["Low"]["rank"] == 3
    assert found["Big"]["scores"]["contribution"] > found["Up"]["scores"]["contribution"]
    assert found["Up"]["scores"]["growth"] == pytest.approx(100)
    assert set(found["Big"]["axes"]) == {"attractiveness", "strength"}
    assert answer.json["grid"]["capacity"] == 1


def test_a_grid_of_ones_own_with_judgements(run, sales, tmp_path):
    grid = {
        "criteria": [
            {
                "key": "sales",
                "measure": "revenue",
                "axis": "attractiveness",
                "weight": 1,
                "anchors": [[0, 0], [12000, 100]],
            },
            {"key": "growth", "axis": "attractiveness", "weight": 1, "anchors": [[-1, 0], [3, 100]]},
            {"key": "relationship", "axis": "strength", "weight": 2, "levels": LEVELS},
        ]
    }
    (tmp_path / "grid.json").write_text(json.dumps(grid), encoding="utf-8")
    (tmp_path / "judged.csv").write_text("account,relationship\nBig,2\nUp,5\n", encoding="utf-8")
    answer = run("rank", sales, "--grid", tmp_path / "grid.json", "--judged", tmp_path / "judged.csv", "--json")
    found = named(answer)
    assert found["Big"]["scores"] == pytest.approx({"sales": 100, "growth": 25, "relationship": 25})
    assert found["Big"]["score"] == pytest.approx(43.75)
    assert found["Up"]["score"] == pytest.approx((40 + 100 + 200) / 4)
    assert found["Low"]["missing"] == ["relationship"]


def test_the_text_says_how_sure_the_list_is(run, scores):
    answer = run("rank", "--scores", scores(), "--top", "2", "--lang", "fr")
    assert answer.code == 0
    assert "places" in answer.out
    assert "Alpha" in answer.out


@pytest.mark.parametrize(
    ("content", "flags", "code_and_words"),
    [
        ("account,a,b\nX,1,two\n", [], ["scores_number", "2", "“b”", "“two”"]),
        ("account,a\nX,1\nX,2\n", [], ["scores_twice", "3", "“X”", "2"]),
        ("account,a\n,1\n", [], ["scores_account", "2", "“account”"]),
        ("account,a\nX,inf\n", [], ["scores_number", "“inf”"]),
        ("account\nX\n", [], ["question", "--delimiter"]),
        ("account,a\n", [], ["no_lines", "scores.csv"]),
        ("", [], ["empty_file", "empty"]),
        (SCORES, ["--weights", "1,2"], ["rank_weights_count", "2", "stake"]),
        (SCORES, ["--weights", "1,-2,3"], ["rank_weight", "-2"]),
        (SCORES, ["--weights", "0,0,0"], ["rank_weights_zero"]),
        (SCORES, ["--weights", "luck=3"], ["rank_weight_column", "luck", "growth, margin, stake"]),
        (SCORES, ["--top", "0"], ["rank_top", "0"]),
        (SCORES, ["--within", "200"], ["rank_within", "200"]),
        (SCORES, ["--order", "growth,growth"], ["rank_order", "growth"]),
        (SCORES, ["--weights", "80,10,10", "--within", "5", "--order", "stake,growth"], ["rank_no_weighting"]),
        (SCORES, ["--period", "r12"], ["rank_scores_alone", "--period"]),
    ],
)
def test_bad_tables_and_flags_are_one_sentence(run, scores, content, flags, code_and_words):
    code, *words = code_and_words
    answer = run("rank", "--scores", scores(content), *flags, "--json")
    assert answer.code
    assert answer.error["code"] == code
    assert all(word in answer.error["message"] for word in words)


def test_grids_and_judgements_that_mean_nothing_are_one_sentence(run, sales, tmp_path):
    file = tmp_path / "grid.json"
    file.write_text("{", encoding="utf-8")
    assert run("rank", sales, "--grid", file, "--json").error["code"] == "grid_form"
    file.write_text('{"criteria": [1, 2]}', encoding="utf-8")
    assert "2" in run("rank", sales, "--grid", file, "--json").error["message"]
    levels = tmp_path / "judged.csv"
    levels.write_text("account,relationship\nBig,7\n", encoding="utf-8")
    assert run("rank", sales, "--judged", levels, "--json").error["code"] == "rank_judged_column"
    assert run("rank", sales, "--weights", "1,2", "--json").error["code"] == "rank_scores_only"


def test_everyone_equal_shares_the_list(run, scores):
    content = "account,a,b\n" + "".join(f"C{n},5,5\n" for n in range(10))
    found = named(run("rank", "--scores", scores(content), "--top", "4", "--json"))
    assert [one["top_probability"] for one in found.values()] == pytest.approx([0.4] * 10)


def test_accounts_that_all_score_the_same_are_said_to(run, scores):
    answer = run("rank", "--scores", scores("account,a,b\nX,1,1\nY,1,1\nZ,1,1\n"), "--top", "1", "--lang", "en")
    assert "All 3 accounts score the same" in answer.out


def test_a_place_that_hangs_on_a_missing_score_is_said_to(run, scores):
    answer = run("rank", "--scores", scores("account,a,b\nX,9,\nY,5,5\nZ,1,1\n"), "--top", "1", "--lang", "en")
    assert "not settled" in answer.out


def test_the_grid_as_shipped_is_a_grid_whatever_the_ledger_knows(run, tmp_path):
    """Three columns and one day: three criteria on both axes all the same, and `--grid` takes them back."""
    lines = tmp_path / "lines.csv"
    lines.write_text("customer,date,amount\nA,2024-01-01,100\nB,2024-01-01,50\nC,2024-01-01,-10\n", encoding="utf-8")
    answer = run("rank", lines, "--nominal", "--json")
    assert answer.code == 0, answer.err
    assert {one["axis"] for one in answer.json["grid"]["criteria"]} == {"attractiveness", "strength"}
    grid = tmp_path / "grid.json"
    grid.write_text(json.dumps(answer.json["grid"]), encoding="utf-8")
    again = run("rank", lines, "--nominal", "--grid", grid, "--json")
    assert again.code == 0, again.err
    assert again.json["accounts"] == answer.json["accounts"]
