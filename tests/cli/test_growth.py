"""`trousseau growth`: of files, to the cent, refusing what does not compare."""

from decimal import Decimal

import pytest

TERMS = ("price", "volume", "mix", "new", "lost", "undivided", "currency")
HEADER = "customer_code,customer,document,line,date,product,division,zone,quantity,amount,currency\n"


def adds_up(row):
    return Decimal(row["change"]) == sum(Decimal(row[term]) for term in TERMS)


@pytest.fixture
def sales(tmp_path):
    """Two years of one customer, a month a line, in dollars that lose 4 %, and its rates."""
    lines = [
        f"C{who},Customer {who},D{year}{month},{who},{year}-{month:02d}-05,P,Pumps,{zone},{quantity},{amount},USD\n"
        for year, quantity, amount in ((2024, 10, 100), (2025, 11, 110))
        for month in range(1, 13)
        for who, zone in ((1, "Nord"), (2, "Sud"))
    ]
    (tmp_path / "sales.csv").write_text(HEADER + "".join(lines))
    rates = [
        f"{year}-{month:02d}-05,USD,{rate}\n" for year, rate in ((2024, 1), (2025, 0.96)) for month in range(1, 13)
    ]
    (tmp_path / "rates.csv").write_text("date,currency,eur_per_unit\n" + "".join(rates))
    return tmp_path


def test_the_published_arithmetic(run, sales):
    (sales / "inflation.csv").write_text("zone,year,inflation\nNord,2025,5\nSud,2025,200\n")
    answer = run(
        "growth", sales / "sales.csv", "--rates", sales / "rates.csv", "--inflation", sales / "inflation.csv",
        "--period", "2025-01-01..2025-12-31", "--json",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    found = answer.json
    assert found["total"]["reported_growth"] == pytest.approx(0.056)
    assert found["total"]["constant_growth"] == pytest.approx(0.10)
    rows = {row["key"]: row for row in found["rows"]}
    assert rows["Nord"]["real_growth"] == pytest.approx(1.1 / 1.05 - 1, abs=1e-6)
    assert rows["Sud"]["real_growth"] == pytest.approx(1.1 / 3 - 1, abs=1e-6)
    assert all(adds_up(row) for row in (found["total"], *found["rows"]))
    assert (found["total"]["volume"], found["comparable"]) == ("240.0000", True)
    assert any("200 %" in note for note in found["notes"])


def test_without_inflation_real_growth_is_unknown(run, sales):
    answer = run("growth", sales / "sales.csv", "--rates", sales / "rates.csv", "--lang", "en")
    assert answer.code == 0, answer.err
    assert "real growth is not known" in answer.out
    assert "Nord" in answer.out
    found = run("growth", sales / "sales.csv", "--rates", sales / "rates.csv", "--json").json
    assert found["total"]["real_growth"] is None
    assert found["zones_without_inflation"] == ["Nord", "Sud"]


def test_missing_months_are_refused_unless_one_insists(run, sales):
    command = ("growth", sales / "sales.csv", "--rates", sales / "rates.csv", "--period", "2024-07-01..2025-06-30")
    refused = run(*command, "--json")
    assert (refused.code, refused.error["flag"]) == (2, "--anyway")
    assert "6 months" in refused.error["message"]
    insisted = run(*command, "--anyway", "--json").json
    assert insisted["comparable"] is False
    assert "6 months" in insisted["notes"][0]


@pytest.mark.parametrize(
    ("flags", "code", "flag"),
    [
        (("--against", "someday"), "period_bad", "--against"),
        (("--period", "all"), "growth_against", "--against"),
        (("--period", "all", "--against", "2024-01-01..2024-12-31"), "growth_gaps", "--anyway"),
        (("--inflation", "nowhere.csv"), "inflation_unreadable", "--inflation"),
    ],
)
def test_what_is_refused(run, sales, flags, code, flag):
    answer = run("growth", sales / "sales.csv", "--rates", sales / "rates.csv", *flags, "--json")
    assert (answer.error["code"], answer.error["flag"]) == (code, flag)


def test_cells_of_inflation_that_are_wrong(run, sales):
    (sales / "inflation.csv").write_text("zone,year,inflation\nNord,2025,-100\nSud,2025,much\n")
    answer = run("growth", sales / "sales.csv", "--inflation", sales / "inflation.csv", "--lang", "en")
    assert answer.code == 1
    assert "Row 2" in answer.err
    assert "much" in answer.err


@pytest.mark.parametrize("by", ["zone", "division", "currency", "account"])
def test_adventureworks_adds_up_to_the_cent(run, shared, by):
    """Its last two years in dollars, at its own rates."""
    answer = run(
        "growth", shared / "data/sales/adventureworks.parquet", "--base", "USD",
        "--rates", shared / "data/sales/adventureworks_rates.csv", "--by", by,
        "--period", "2012-12-01..2013-11-30", "--json",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    found = answer.json
    assert all(adds_up(row) for row in (found["total"], *found["rows"]))
    for name in ("previous", "current", *TERMS):
        assert sum(Decimal(row[name]) for row in found["rows"]) == Decimal(found["total"][name])
    assert Decimal(found["total"]["currency"]) != 0
