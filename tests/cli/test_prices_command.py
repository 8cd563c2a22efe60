"""`trousseau prices` on a file."""

import pytest

HEADER = "customer_code,customer,document,line,date,product,zone,quantity,amount,currency\n"


@pytest.fixture
def zones(tmp_path):
    """Client A buys P1 at 10 in Asie, 11 in France, 12 in Nord; client B buys it in one zone."""
    path = tmp_path / "sales.csv"
    rows = [
        f"{code},Client {code},F{code}{zone}{n},1,2025-{n:02d}-15,P1,{zone},{units},{price * units},EUR"
        for code, zone, price, units in (
            ("A", "Asie", 10, 50),
            ("A", "France", 11, 25),
            ("A", "Nord", 12, 25),
            ("B", "Nord", 12, 9),
        )
        for n in range(1, 13)
    ]
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_ranking(run, zones):
    answer = run("prices", zones)
    assert answer.code == 0
    assert "“Your lowest price everywhere” would cost €900 a year for Client A." in answer.out
    found = run("prices", zones, "--json").json
    assert found["cost_at_lowest"] == "900.00"
    assert [(row["account"], row["zones"], row["cost_at_mean"]) for row in found["accounts"]] == [("A", 3, "450.00")]
    assert found["products"][0]["product"] == "P1"


def test_corridor(run, zones):
    answer = run("prices", zones, "--account", "client a", "--product", "P1")
    assert "from €10.00 in Asie to €12.00 in Nord" in answer.out
    assert "Corridor of ±10% about €10.75" in answer.out
    found = run("prices", zones, "--account", "A", "--at-least", "11", "--json").json
    assert [zone["gap"] for zone in found["zones"]] == pytest.approx([12 / 10.75 - 1, 11 / 10.75 - 1, 10 / 10.75 - 1])
    assert (found["cost_at_lowest"], found["cost_at_floor"], found["doubtful"]) == ("900.00", "300.00", False)


def test_against_a_list(run, zones, tmp_path):
    table = tmp_path / "list.csv"
    table.write_text("product,price\nP1,12\n", encoding="utf-8")
    found = run("prices", zones, "--account", "A", "--reference", "list", "--list", table, "--json").json
    assert found["reference"] == {"kind": "list", "price": 12}
    table.write_text("product,price\nP1,twelve\n", encoding="utf-8")
    refused = run("prices", zones, "--account", "A", "--reference", "list", "--list", table)
    assert refused.code == 1
    assert "Row 2, column price, “twelve”: write a price above zero" in refused.err


@pytest.mark.parametrize(
    ("flags", "code", "flag"),
    [
        (("--product", "P1"), "product_without_account", "--account"),
        (("--account", "B"), "account_not_compared", "--account"),
        (("--account", "nobody"), "account_not_compared", "--account"),
        (("--account", "A", "--product", "P9"), "product_unknown", "--product"),
        (("--account", "A", "--reference", "target"), "list_missing", "--list"),
        (("--width", "wide"), "share_bad", "--width"),
    ],
)
def test_flags_to_mend(run, zones, flags, code, flag):
    answer = run("prices", zones, *flags, "--json")
    assert answer.code == 2
    assert (answer.error["code"], answer.error["flag"]) == (code, flag)


def test_in_french(run, zones):
    assert "coûterait 900\u00a0€ par an pour Client A" in run("prices", zones, "--lang", "fr").out
