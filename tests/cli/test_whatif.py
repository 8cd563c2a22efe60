"""`trousseau whatif` of a file: losses, shocks, who must leave, and what it refuses."""

import pytest

from cli.conftest import HEADER

LINES = """A1,Alstrom SA,D1,1,2025-03-10,P1,Usinage,France,1,1000.00,500.00,EUR
A1,Alstrom SA,D2,1,2025-04-10,P1,Services,Ibérie,1,200.00,150.00,EUR
B1,Borel,D3,1,2025-05-10,P1,Usinage,France,1,300.00,100.00,EUR
C1,Cormier,D4,1,2025-06-10,P2,Usinage,Ibérie,1,400.00,200.00,EUR
"""


@pytest.fixture
def lines(tmp_path):
    file = tmp_path / "lines.csv"
    file.write_text(HEADER + LINES, encoding="utf-8")
    return file


@pytest.fixture
def fixed(tmp_path):
    file = tmp_path / "fixed.csv"
    file.write_text("Division;Montant\nUsinage;500,00\nServices;1 000\n", encoding="cp1252")
    return file


def test_losing_an_account_by_name(run, lines, fixed):
    answer = run("whatif", lines, "--lose", "alstrom sa", "--fixed", fixed, "--json").json
    assert answer["company"]["revenue"] == {"before": "1900.00", "after": "700.00"}
    assert answer["company"]["after_fixed"] == {"before": "-550.00", "after": "-1100.00"}
    usinage = next(part for part in answer["division"] if part["name"] == "Usinage")
    assert usinage["after_fixed"] == {"before": "400.00", "after": "-100.00"}
    assert usinage["under_fixed_costs"] is True
    assert answer["exact"] is True
    assert "€100 under its fixed costs" in answer["finding"]
    sets = {tuple(one["values"]): one for one in answer["breaks"]}
    assert [who["account"] for who in sets["Usinage",]["lost"]] == ["A1"]
    assert sets["Services",]["lost"] == []
    assert sets["Usinage",]["otherwise"] is None  # the others leave exactly the fixed costs


def test_shocks_and_a_partial_loss(run, lines):
    answer = run(
        "whatif", lines, "--lose", "B1=50%", "--volume", "France=-10%", "--inflation", "iberie=8%:50%", "--json"
    ).json
    assert answer["exact"] is False
    zones = {part["name"]: part for part in answer["zone"]}
    assert zones["France"]["revenue"] == {"before": "1300.00", "after": "1035.00"}
    assert zones["Ibérie"]["revenue"]["after"] == "624.00"
    assert answer["company"]["fixed"] == {"before": None, "after": None}
    assert answer["scenario"]["lost"] == [{"who": "B1", "share": 0.5}]


def test_in_words(run, lines, fixed):
    told = run("whatif", lines, "--lose", "A1", "--fixed", fixed, "--lang", "fr").out
    assert "Perdre Alstrom SA ferait passer la division Usinage 100 € sous ses coûts fixes" in told.replace("\xa0", " ")
    assert "1 compte : Alstrom SA ; aucun autre" in told.replace("\xa0", " ")
    without = run("whatif", lines, "--lose", "A1").out
    assert "Fixed costs are not told" in without
    assert run("whatif", lines, "--breaks", "Usinage", "--breaks", "company", "--fixed", fixed).code == 0


@pytest.mark.parametrize(
    ("flags", "code", "said"),
    [
        (("--lose", "Alstrm"), "account_unknown_near", "Alstrom SA"),
        (("--lose", "zzzz"), "account_unknown", "zzzz"),
        (("--lose", "A1=150%"), "scenario", "0%"),
        (("--lose", "A1=much"), "percent", "much"),
        (("--volume", "Frnce=-10%"), "zone_unknown_near", "France"),
        (("--volume", "France"), "shock_form", "--volume"),
        (("--volume", "France=-150%"), "scenario", "-150%"),
        (("--volume", "France=5%:50%"), "shock_form", "France"),
        (("--currency", "XXX=-10%"), "currency_unknown", "XXX"),
        (("--inflation", "France=8%:150%"), "scenario", "150%"),
        (("--duty", "/Pumps=15%"), "family_unknown", "Pumps"),
        (("--breaks", "Usinag"), "division_unknown_near", "Usinage"),
        (("--fixed-change", "-5x"), "percent", "-5x"),
    ],
)
def test_bad_flags_are_explained(run, lines, flags, code, said):
    answer = run("whatif", lines, *flags, "--json")
    assert answer.code == 2
    assert answer.error["code"] == code
    assert said in answer.error["message"].replace("−", "-")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("division,amount\nUsinage,-5\n", "costs_rows"),
        ("division,amount\nUsinage,many\n", "costs_rows"),
        ("division,amount,from,to\nUsinage,5,2025-12-31,2025-01-01\n", "costs_rows"),
        ("where,much\nUsinage,5\n", "costs_columns"),
        ("", "empty_file"),
        ("\0\0", "binary_file"),
    ],
)
def test_bad_fixed_costs_are_explained(run, lines, tmp_path, content, code):
    file = tmp_path / "bad.csv"
    file.write_text(content)
    assert run("whatif", lines, "--fixed", file, "--json").error["code"] == code


def test_an_inflation_of_two_hundred_percent_is_an_answer(run, lines):
    answer = run("whatif", lines, "--inflation", "*=200%", "--json").json
    assert answer["company"]["margin"] == {"before": "950.00", "after": "-950.00"}


def test_two_divisions_at_once(run, lines, tmp_path):
    both = tmp_path / "both.csv"
    both.write_text("division,amount\nUsinage,300\nServices,20\n")
    asked = ("whatif", lines, "--fixed", both, "--breaks", "Usinage", "--breaks", "Services", "--together")
    (found,) = run(*asked, "--json").json["breaks"]
    assert found["values"] == ["Usinage", "Services"]
    assert [who["account"] for who in found["lost"]] == ["A1", "B1"]
    assert (found["after"], found["otherwise"]) == (["-100.00", "-20.00"], None)
    assert "Usinage et Services" in run(*asked, "--lang", "fr").out
    alone = run("whatif", lines, "--fixed", both, "--breaks", "Usinage", "--together", "--json")
    assert (alone.code, alone.error["code"]) == (2, "together")


def test_groups_leave_together_and_the_company_is_one_of_the_places(run, tmp_path):
    """A and B are one group: apart, three accounts must leave; the group is one customer."""
    lines, both = tmp_path / "grouped.csv", tmp_path / "both.csv"
    lines.write_text(
        HEADER.rstrip("\n") + ",group\n"
        "A,Alpha,D1,1,2025-03-10,P1,Usinage,France,1,400.00,100.00,EUR,Together\n"
        "B,Beta,D2,1,2025-04-10,P1,Services,France,1,400.00,100.00,EUR,Together\n"
        "C,Gamma,D3,1,2025-05-10,P1,Usinage,France,1,310.00,100.00,EUR,\n"
        "D,Delta,D4,1,2025-06-10,P1,Services,France,1,320.00,100.00,EUR,\n",
        encoding="utf-8",
    )
    both.write_text("division,amount\nUsinage,250\nServices,250\n")
    asked = ("whatif", lines, "--fixed", both, "--breaks", "Usinage", "--breaks", "Services", "--together", "--json")
    (apart,) = run(*asked).json["breaks"]
    (grouped,) = run(*asked, "--by", "group").json["breaks"]
    assert apart["size"] == 2
    assert [who["account"] for who in grouped["lost"]] == ["Together"]
    assert grouped["lost"][0]["takes"] == ["300.00", "300.00"]
    (company,) = run(*asked[:-2], "--breaks", "company", "--together", "--json", "--by", "group").json["breaks"]
    assert company["company"] is True
    assert company["values"] == ["Usinage", "Services"]
    assert company["after"] == ["-40.00", "-30.00", "-70.00"]
    told = run(*asked[:-1], "--by", "group").out
    assert "It takes the loss of 1 customer to put Usinage and Services under their fixed costs at once" in told
