"""Portfolios that leave little to say, through `whatif`, `losses`, `concentration` and `retention`."""

from datetime import date, timedelta

import numpy as np
import pytest

HEADER = "customer_code,customer,document,line,date,product,division,zone,quantity,amount,cost,currency,group\n"


def line(who, day, amount=1000, *, cost=400, zone="France", group=""):
    return f"{who},Client {who},D{who}{day}{amount},1,{day},P,Nord,{zone},1,{amount},{cost},EUR,{group}"


def months(who, **more):
    return [line(who, date(2025, month, 3), **more) for month in range(1, 13)]


BOOKS = {
    "one": months("A"),
    "negative": [*months("A", cost=1400), *months("B", cost=1500), *months("C", cost=1001)],
    "empty_zone": [
        *months("A"),
        line("B", date(2025, 3, 3), zone="Asie"),
        line("B", date(2025, 4, 3), -1000, cost=-400, zone="Asie"),
    ],
    "nothing": [line("B", date(2025, 3, 3)), line("B", date(2025, 4, 3), -1000, cost=-400)],
}


@pytest.fixture(params=BOOKS)
def book(request, tmp_path):
    path = tmp_path / "lines.csv"
    path.write_text(HEADER + "\n".join(BOOKS[request.param]) + "\n", encoding="utf-8")
    return request.param, path


def test_every_command_answers_and_says_what_it_cannot(run, book, tmp_path):
    name, path = book
    fixed = tmp_path / "fixed.csv"
    fixed.write_text("division,amount\nNord,1000\n")
    shaken = run(
        "whatif", path, "--fixed", fixed, "--breaks", "Nord", "--breaks", "company", "--together", "--json"
    ).json
    (found,) = shaken["breaks"]
    expected = {"one": ["A"], "negative": [], "empty_zone": ["A"], "nothing": []}
    assert [row["account"] for row in found["lost"]] == expected[name]
    if name == "nothing":
        assert shaken["finding"] == "There are no sales to lose over this period."
        assert shaken["concentration"]["before"]["hhi"] is None
    without = run("whatif", path, "--breaks", "Nord", "--json").json
    assert without["breaks"][0]["missing"] == "fixed"
    assert "Fixed costs are not told" in " ".join(without["remarks"])
    spread = run("concentration", path, "--json")
    assert spread.code == 0
    assert "NaN" not in spread.out
    lost = run("losses", path)
    assert lost.out.startswith("Nothing is known of when customers leave")
    assert "a file of probabilities" in lost.out.replace("\n", " ")
    assert run("retention", path).out.startswith("Nothing can be told yet of who still is a customer.")


def test_a_customer_in_two_groups_is_one_customer_of_the_latest(run, tmp_path):
    path = tmp_path / "two.csv"
    rows = [
        line("A", date(2025, 1, 3), group="Old"),
        line("A", date(2025, 6, 3), group="New"),
        line("B", date(2025, 5, 3), group="Old"),
    ]
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    answer = run("whatif", path, "--by", "group", "--lose", "New", "--json").json
    assert answer["company"]["revenue"] == {"before": "3000.00", "after": "1000.00"}
    assert run("concentration", path, "--by", "group").code == 0


@pytest.fixture
def sour(tmp_path):
    """Three years of customers who all cost more than they pay."""
    rng, rows = np.random.default_rng(2), []
    for n in range(70):
        day, end = date(2023, 1, 1) + timedelta(days=n), date(2025, 12, 30) - timedelta(days=int(10 * (n % 60)))
        while day < end:
            rows.append(line(f"C{n:02d}", day, 1000 + n, cost=1500))
            day += timedelta(days=1 + int(rng.exponential(25)))
    path = tmp_path / "sour.csv"
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_where_every_customer_costs_more_than_it_pays_nothing_can_be_lost(run, sour):
    found = run("losses", sour, "--json").json
    assert found["finding"] == "Not even one year in a hundred is anything lost with the customers that leave."
    assert found["expected"] < 0
    assert sum(row["carried"] for row in found["accounts"]) == pytest.approx(found["one_in_twenty"]["mean"])
