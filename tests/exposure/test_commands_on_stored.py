"""`whatif` and `losses` of the stored ledger, by group, with what the application knows of costs and judgements."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from cli.conftest import run
from exposure.conftest import kept_ledger
from trousseau.accounts.access import every_account
from trousseau.costs.actions import drivers, tables
from trousseau.costs.actions.amounts import set_fixed, set_rate
from trousseau.exposure.actions.outlooks import judge

__all__ = ["run"]
YEAR = dt.date(2025, 1, 1), dt.date(2025, 12, 31)
# Account, group, division; what a month brings, half of it margin.
BOOK = (
    ("A1", "Alpha", "Usinage", 1000),
    ("A2", "Alpha", "Vannes", 800),
    ("B", None, "Usinage", 700),
    ("C", None, "Vannes", 600),
    ("D", None, "Vannes", 90),
)


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """One line a month of 2025 and account."""
    rows = [
        {
            "account": code, "customer": f"Client {code}", "code": code, "group": group, "document": f"F{code}{month}",
            "date": dt.date(2025, month, 15), "amount": Decimal(amount), "cost": Decimal(amount) / 2,
            "division": division, "zone": "Nord",
        }
        for code, group, division, amount in BOOK
        for month in range(1, 13)
    ]  # fmt: skip
    return kept_ledger(tmp_path_factory.mktemp("commands"), rows)


@pytest.fixture
def told(sales, person):
    """Fixed costs of both divisions, a visit at 100, twelve of them to A1; judgements of two accounts."""
    for division, amount in (("Usinage", 5000), ("Vannes", 5000)):
        set_fixed(None, *YEAR, Decimal(amount), division=division)
    set_rate(None, drivers.driver(None, "visits"), YEAR[0], Decimal(100))
    table = tables.receive([b"account,period,visits\nA1,2025,12\n"], "visits.csv", "drivers", None)
    tables.load(table, None)
    director = person("director")
    judge(director, every_account().get(key="A1"), 0.2, "A tender")
    judge(director, every_account().get(key="B"), 0.1, "A new buyer")


def test_what_if_of_the_stored_ledger_knows_its_costs_and_groups(told, run):
    asked = ("whatif", "--by", "group", "--lose", "Alpha", "--json")
    answer = run(*asked).json
    assert answer["company"]["contribution"] == {"before": "17940.00", "after": "8340.00"}
    assert answer["company"]["after_fixed"] == {"before": "7940.00", "after": "-1660.00"}
    usinage = next(part for part in answer["division"] if part["name"] == "Usinage")
    assert usinage["after_fixed"] == {"before": "4000.00", "after": "-800.00"}
    both = ("--breaks", "Usinage", "--breaks", "Vannes", "--together")
    (found,) = run(*asked, *both).json["breaks"]
    assert [row["account"] for row in found["lost"]] == ["Alpha"]
    assert found["lost"][0]["takes"] == ["4800.00", "4800.00"]
    (apart,) = run("whatif", *both, "--json").json["breaks"]
    assert [row["account"] for row in apart["lost"]] == ["A1", "A2"]
    refused = run(*asked, "--breaks", "Moon", "--together")
    assert (refused.code, refused.error["code"]) == (2, "division_unknown")


def test_losses_of_the_stored_ledger_take_the_managers_word_for_the_group(told, run):
    found = run("losses", "--by", "group", "--json").json
    assert found["measure"] == "contribution"
    rows = {row["account"]: row for row in found["accounts"]}
    assert (rows["Alpha"]["probability"], rows["Alpha"]["source"]) == (0.2, "judgement")
    assert Decimal(rows["Alpha"]["exposure"]) == Decimal(9600)
    assert found["without_probability"]["accounts"] == 2
    assert found["finding"].startswith("One year in twenty we lose more than €9.6k")
    own = {row["account"]: row for row in run("losses", "--json").json["accounts"]}
    assert set(own) == {"A1", "B"}
    assert Decimal(own["A1"]["exposure"]) == Decimal(4800)


def test_a_probability_outside_its_range_is_refused_beside_the_stored_ledger_too(told, run, tmp_path):
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("account,probability\nA1,1.5\n")
    assert run("losses", "--probability", wrong, "--json").error["code"] == "probability_bad"
    assert run("losses", "--link", "2", "--json").code == 2


def test_the_lab_asks_several_divisions_at_once(told, director, signed_in):
    page = signed_in(director).get("/exposure/?lose=&break=division:Usinage&break=division:Vannes").content.decode()
    assert "It takes the loss of 1 customer to put Usinage and Vannes under their fixed costs at once: Alpha." in page
    assert 'href="/exposure/?break=division:Usinage&amp;break=division:Vannes&amp;lose=Alpha"' in page
    accounts = signed_in(director).get("/exposure/?by=account&lose=&break=company&break=division:Vannes")
    assert "Vannes and the company" in accounts.content.decode()
    never = signed_in(director).get("/exposure/?lose=&break=&break=division:Nowhere&break=x").content.decode()
    assert 'id="together"' not in never
