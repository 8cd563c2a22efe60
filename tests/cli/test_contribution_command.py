"""`trousseau contribution` and `trousseau costs`: what each customer leaves, and how one tells what it takes."""

from decimal import Decimal

import pytest

from cli.conftest import HEADER
from costs.conftest import DRIVERS, controller, sales, told  # noqa: F401 - fixtures

LINES = HEADER + "".join(
    f"{code},{name},{code}-{month},1,2025-{month:02d}-15,P,Usinage,France,1,{amount},{cost},EUR\n"
    for code, name, amount, cost in (
        ("C1", "Alstrom", 1000, 600),
        ("C2", "Sandrup", 500, 480),
        ("C3", "Obscur", 10, ""),
    )
    for month in range(1, 13)
)
RATES = "driver,start,cost\nvisits,2025-01-01,20\norders,2025-01-01,2\nfinancing,2025-01-01,3.65%\n"
VISITS = "account,period,visits,payment_days\nC1,2025,12,30\nSandrup,2025,50,90\n"


@pytest.fixture
def file(tmp_path):
    def write(name, text):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return write


def test_a_file_of_sales_with_its_tables_tells_the_contribution(run, file) -> None:
    answer = run("contribution", file("sales.csv", LINES), "--costs", file("visits.csv", VISITS),
                 "--activity-rates", file("rates.csv", RATES), "--json")  # fmt: skip
    assert answer.code == 0, answer.err
    rows = {row["account"]: row for row in answer.json["accounts"]}
    # 4,800 of margin, 12 visits and 12 orders; 12,000 owed 30 days at 3.65 %.
    assert (rows["C1"]["margin"], rows["C1"]["serve"], rows["C1"]["financing"]) == (
        "4800.0000", "264.0000", "36.0000",
    )  # fmt: skip
    assert rows["C2"]["contribution"] == str(240 - 1024 - 54) + ".0000"
    assert rows["C3"]["contribution"] is None
    assert rows["C3"]["financing"] is None
    assert answer.json["whale"] == {
        "peak": "4500.0000", "peak_at": 1, "drag": "838.0000", "total": "3662.0000", "accounts": 2,
        "accounts_unknown": 1,
    }  # fmt: skip
    assert answer.json["finding"].startswith("1 of 2 customers earns")
    assert any("1 customer has no line with a cost" in said for said in answer.json["unknown"])


def test_without_costs_everything_unknown_is_said(run, file) -> None:
    answer = run("contribution", file("sales.csv", LINES))
    assert "The cost to serve is unknown" in answer.out
    assert "Financing is unknown" in answer.out
    assert "–" in answer.out
    french = run("contribution", file("sales.csv", LINES), "--lang", "fr")
    assert "Le coût de service est inconnu" in french.out


def test_a_table_with_bad_rows_is_refused_or_read_without_them(run, file) -> None:
    table = file("visits.csv", VISITS + "Nobody,2025,3,\n")
    refused = run("contribution", file("sales.csv", LINES), "--costs", table)
    assert refused.code == 1
    assert "Row 4" in refused.err
    assert "--skip-rows" in refused.err
    assert run("contribution", file("sales.csv", LINES), "--costs", table, "--skip-rows").code == 0
    asked = run(
        "contribution", file("sales.csv", LINES), "--costs", file("q.csv", "account,period,visits\nC1,2025,1.234\n")
    )
    assert asked.code == 2
    assert run("contribution", file("sales.csv", LINES), "--costs", file("e.csv", "")).code == 1


@pytest.mark.django_db
def test_tables_are_loaded_into_the_stored_ledger_once(run, file, sales) -> None:  # noqa: F811
    table = file("visites.csv", DRIVERS)
    assert run("costs", table, "--json").json == {"kind": "drivers", "entries": 6, "changed": 6, "aside": 0}
    assert "Nothing changed" in run("costs", table).out
    rates = file("rates.csv", "driver,start,cost\nvisits,2025-01-01,20\n")
    assert run("costs", rates, "--kind", "rates").code == 0
    answer = run("contribution", "--json").json
    assert {row["account"]: row["serve"] for row in answer["accounts"]}["C3"] == "2400.0000"
    refused = run("contribution", "--costs", table)
    assert (refused.code, "trousseau costs" in refused.err) == (2, True)
    bad = run("costs", file("bad.csv", DRIVERS + "Nobody;2025;visits;3\n"))
    assert (bad.code, "Nobody" in bad.err) == (1, True)


def test_budgets_are_held_against_what_was_done(run, file) -> None:
    budgets = file("budgets.csv", "account,period,amount\nC1,2025,13000\n")
    answer = run("contribution", file("sales.csv", LINES), "--budgets", budgets, "--json")
    assert answer.code == 0, answer.err
    (kept,) = answer.json["budget"]
    assert (kept["account"], Decimal(kept["planned"]), Decimal(kept["deviation"]), kept["covered"]) == (
        "C1",
        13000,
        -1000,
        1,
    )


def test_budgets_are_printed_with_what_was_done(run, file) -> None:
    budgets = file("budgets.csv", "account,division,measure,period,amount\nC1,,,2025,13000\n,Usinage,,2025,1\n"
                   ",Usinage,contribution,2025,-5\n")  # fmt: skip
    answer = run("contribution", file("sales.csv", LINES), "--budgets", budgets)
    assert answer.code == 0, answer.err
    said = " ".join(answer.out.split())
    assert "Customers against their revenue budget: 1 below by €1.0k (Alstrom)." in said
    assert "Divisions against their contribution budget: 1 above by €5.0k (Usinage)." in said
    assert "Alstrom revenue €13,000 €12,000 −€1,000 100%" in said


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("C1,,,2025,-5", "(-5): a revenue budget is never less than nothing"),
        ("C1,Usinage,,2025,5", "(Usinage): an account and a division"),
    ],
)
def test_a_budget_that_cannot_be_says_why(run, file, row, said) -> None:
    budgets = file("budgets.csv", f"account,division,measure,period,amount\n{row}\n")
    answer = run("contribution", file("sales.csv", LINES), "--budgets", budgets)
    assert (answer.code, said in answer.err, "1 row cannot be used; mend it" in answer.err) == (1, True, True), (
        answer.err
    )
