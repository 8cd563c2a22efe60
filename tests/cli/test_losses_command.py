"""`trousseau losses` and `trousseau retention` on files: who may leave, what that costs, and why not, where not."""

from datetime import date, timedelta

import numpy as np
import pytest

HEADER = "customer_code,customer,document,line,date,product,division,zone,quantity,amount,cost,currency,group\n"
END = date(2025, 12, 31)


def order(code, day, amount=1000, *, cost=600, division="Nord", group="", name=None):
    return f"{code},{name or code},D{code}{day},1,{day},P,{division},Z,1,{amount},{cost},EUR,{group}"


@pytest.fixture(scope="module")
def sales(tmp_path_factory):
    """Four years: 90 customers at random, a tenth of whom leave each year; one by the clock, one new, one silent."""
    rng = np.random.default_rng(7)
    rows = []
    for n in range(90):
        day, gone = date(2022, 1, 3) + timedelta(days=int(rng.integers(0, 90))), rng.exponential(10 * 365)
        first = day
        while day <= END and (day - first).days < gone:
            rows.append(order(f"C{n:03d}", day, division="Nord" if n % 2 else "Sud"))
            day += timedelta(days=1 + int(rng.exponential(40 + n % 5 * 15)))
    rows += [order("CLOCK", date(2022 + m // 12, m % 12 + 1, 5), 9000) for m in range(48)]
    rows += [order("NEW", date(2025, 12, 1), 5000)]
    rows += [
        order("SILENT", date(2022, 1, 5) + timedelta(days=14 * n), 2000) for n in range(78) if n % 7 not in {2, 3, 4}
    ]
    path = tmp_path_factory.mktemp("losses") / "sales.csv"
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def by_account(found):
    return {row["account"]: row for row in found["accounts"]}


def test_retention_and_the_reasons_there_is_none(run, sales):
    found = run("retention", sales, "--json").json
    rows = by_account(found)
    assert 89 <= found["model"]["customers"] <= 92
    assert rows["CLOCK"]["reason"] == "contract"
    assert rows["NEW"]["reason"] == "short"
    assert rows["CLOCK"]["alive"] is None
    last = date.fromisoformat(rows["SILENT"]["last"])
    assert rows["SILENT"]["silent_days"] == (date.fromisoformat(found["as_of"]) - last).days
    assert rows["SILENT"]["alive"] < 0.01
    assert 0.03 < found["rate_of_loss"] < 0.25
    test = found["backtest"]
    assert test["foretold_orders"] == pytest.approx(test["orders"], rel=0.15)
    told = run("retention", sales)
    assert "customers have probably left" in told.out or "customer has probably left" in told.out
    assert "contract customer: the model does not apply" in told.out


def test_losses_say_where_probabilities_come_from(run, sales):
    found = run("losses", sales, "--json").json
    rows = by_account(found)
    assert found["measure"] == "margin"
    assert rows["CLOCK"]["source"] == "rate"
    assert rows["CLOCK"]["exposure"] == "100800.0000"
    assert rows["C001"]["source"] == "model"
    assert sum(row["carried"] for row in rows.values()) == pytest.approx(found["one_in_twenty"]["mean"])
    assert sum(row["expected"] for row in rows.values()) == pytest.approx(found["expected"])
    assert found["one_in_twenty"]["more_than"] <= found["one_in_twenty"]["mean"]
    assert run("losses", sales).out.startswith("One year in twenty we lose more than")


def test_a_probability_of_ones_own_wins(run, sales, tmp_path):
    own = tmp_path / "own.csv"
    own.write_text("compte;probabilité\nCLOCK;50 %\nC001;1\nNOBODY;0,5\n", encoding="utf-8")
    found = run("losses", sales, "--probability", own, "--json").json
    rows = by_account(found)
    assert (rows["CLOCK"]["probability"], rows["CLOCK"]["source"]) == (0.5, "given")
    assert rows["C001"]["probability"] == 1.0
    assert found["unknown_accounts"] == ["NOBODY"]
    assert found["finding"].endswith("of it is CLOCK.")
    half = by_account(run("losses", sales, "--probability", own, "--months", "6", "--json").json)
    assert half["CLOCK"]["probability"] == pytest.approx(1 - 0.5**0.5)


def test_sectors_widen_the_tail_and_leave_the_mean(run, sales):
    apart = run("losses", sales, "--sector", "none", "--json").json
    linked = run("losses", sales, "--link", "1", "--variance", "1", "--json").json
    assert linked["expected"] == pytest.approx(apart["expected"])
    assert linked["deviation"] > apart["deviation"]


def test_groups_leave_as_one(run, tmp_path, sales):
    path = tmp_path / "grouped.csv"
    lines = sales.read_text(encoding="utf-8").splitlines()
    path.write_text(
        "\n".join(
            lines[:1] + [line + ("Together" if line.startswith(("CLOCK", "C001")) else "") for line in lines[1:]]
        ),
        encoding="utf-8",
    )
    accounts = run("losses", path, "--json").json
    groups = run("losses", path, "--by", "group", "--json").json
    assert len(groups["accounts"]) == len(accounts["accounts"]) - 1
    assert float(groups["exposure"]) == pytest.approx(float(accounts["exposure"]))


def test_a_short_ledger_has_no_probabilities(run, tmp_path):
    path = tmp_path / "short.csv"
    path.write_text(HEADER + "\n".join(order("A", date(2025, n, 9)) for n in range(1, 5)) + "\n", encoding="utf-8")
    found = run("losses", path, "--json").json
    assert found["accounts"] == []
    assert found["without_probability"] == {"accounts": 1, "revenue": "4000.0000"}
    assert run("losses", path).out.startswith("Nothing is known of when customers leave")
    assert run("retention", path, "--json").json["no_model"] == "short_ledger"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("account,probability\nA,1.2\n", "line 2: “1.2” is no probability"),
        ("account,probability\nA,-0.1\n", "no probability"),
        ("account,probability\nA,perhaps\n", "no probability"),
        ("name,chance\nA,0.1\n", "account and probability"),
        (None, "cannot be read"),
    ],
)
def test_a_probability_that_is_none(run, sales, tmp_path, content, words):
    own = tmp_path / "own.csv"
    if content is not None:
        own.write_text(content, encoding="utf-8")
    refused = run("losses", sales, "--probability", own, "--json")
    assert refused.code == 1
    assert words in refused.error["message"]


def test_what_is_lost_is_the_net_contribution_where_it_is_known(run, sales, tmp_path):
    costs, rates = tmp_path / "costs.csv", tmp_path / "rates.csv"
    costs.write_text("account,period,visits\nCLOCK,2025,12\n", encoding="utf-8")
    rates.write_text("driver,start,cost\nvisits,2025-01-01,100\n", encoding="utf-8")
    told = ("--costs", costs, "--activity-rates", rates)
    found = run("losses", sales, *told, "--json").json
    assert found["measure"] == "contribution"
    assert by_account(found)["CLOCK"]["exposure"] == "99600.0000"
    assert "a year’s net contribution" in run("losses", sales, *told).out.replace("\n", " ")
    refused = run("losses", sales, "--measure", "contribution", "--json")
    assert (refused.code, refused.error["code"]) == (2, "contribution_unknown")


@pytest.fixture(scope="module")
def long_sales(tmp_path_factory):
    """Eight years of 300 customers in two divisions; of Sud's a third leave in 2020, else 4 % a year of each."""
    rng, rows = np.random.default_rng(19), []
    for n in range(300):
        division, year = ("Nord", "Sud")[n % 2], 2018
        while year < 2026 and rng.random() > (
            0.33 if (division, year) == ("Sud", 2020) else 0.04 if year > 2018 else 0
        ):
            rows += [
                order(f"C{n:03d}", date(year, month, 1 + int(rng.integers(0, 28))), division=division)
                for month in range(1 + n % 2, 13, 2 + n % 3)
            ]
            year += 1
    rows.append(order("C000", END))
    path = tmp_path_factory.mktemp("long") / "sales.csv"
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_the_variance_of_sectors_comes_from_the_years_where_there_are_enough(run, sales, long_sales):
    found = run("losses", long_sales, "--json").json["settings"]
    assert (found["variance_source"], found["variance_years"]) == ("history", 7)
    assert found["variance"] > 1
    assert "measured over 7 years of the ledger" in run("losses", long_sales).out.replace("\n", " ")
    given = run("losses", sales, "--variance", "0.3", "--json").json["settings"]
    assert (given["variance"], given["variance_source"], given["variance_years"]) == (0.3, "given", None)
    short = run("losses", sales, "--json").json["settings"]
    assert (short["variance"], short["variance_source"]) == (0.25, "assumption")


def test_the_rate_of_leaving_is_held_against_the_years_that_came(run, sales):
    level = run("retention", sales, "--json").json["level"]
    assert level["years"] == 3
    assert level["came"] > 0
    assert level["factor"] == pytest.approx((4 + level["came"]) / (4 + level["foretold"]))
    assert "Its rate of leaving is multiplied by" in run("retention", sales).out.replace("\n", " ")
