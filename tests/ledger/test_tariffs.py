"""Tariffs simulated on sales lines: equal to plain arithmetic, and the new prices one by one."""

from datetime import date
from decimal import Decimal

import pytest

from ledger.sample import batches, line
from ledger.test_facts import made
from trousseau.ledger.answers import ALL, Scope, Window
from trousseau.ledger.pricelists import ListedPrice, price_list
from trousseau.ledger.tariffs import TariffSales, in_period, simulate
from trousseau.method.indexing import TariffWish

YEAR = Window("dates", date(2025, 7, 1), date(2026, 6, 30))


@pytest.fixture
def sales(ledger, tmp_path):
    """A in Nord buys Pompes all year; A in Sud buys Vannes in December only; B in Nord buys Vannes without a cost."""
    rows = [
        *(
            line("A", f"{2025 + (m < 7)}-{m:02d}-15", "100", zone="Nord", family="Pompes", product="P1", quantity=10,
                 cost=60, document=f"P{m}", no=1)
            for m in range(1, 13)
        ),
        line("A", "2025-12-15", "500", zone="Sud", family="Vannes", product="V1", quantity=5, cost=300, document="V",
             no=1),
        line("B", "2025-09-15", "300", zone="Nord", family="Vannes", product="V1", quantity=2, document="W", no=1),
        line("C", "2025-09-15", "50", family="Vannes", product="V1", document="X", no=1),
    ]  # fmt: skip
    ledger.append(batches(rows), source="s", import_id="1")
    facts = made(ledger, tmp_path / "facts")

    def make(scope=ALL, by="account"):
        return TariffSales(facts, YEAR, scope=scope, by=by)

    return make


def simulated(asked, **wish):
    return simulate(TariffWish(**wish), asked.sold(), YEAR.start, YEAR.end)


def test_by_zone_family_and_account(sales):
    found = simulated(sales(), index={"Nord": 0.05, "Sud": 0.10}, cap=0.06, passed={"Vannes": 0.5})
    assert [(p.name, round(p.effect.revenue), round(p.effect.change, 6)) for p in found.zones] == [
        ("Nord", 1500, 1200 * 0.05 + 300 * 0.025), ("Sud", 500, 15.0), ("", 50, 0.0),
    ]  # fmt: skip
    assert {p.name: round(p.effect.change, 6) for p in found.families} == {"Pompes": 60.0, "Vannes": 22.5}
    assert [(p.key, round(p.effect.change, 6)) for p in found.accounts] == [("A", 75.0), ("B", 7.5), ("C", 0.0)]
    assert found.total.change == pytest.approx(82.5)
    assert {rate.zone: rate.bound for rate in found.rates} == {"Nord": 0, "Sud": 1, "": 0}
    assert found.margin == pytest.approx(1200 - 720 + 200)
    assert found.margin_after == pytest.approx(found.margin + 82.5)
    assert found.costed == pytest.approx(1700 / 2050)


def test_from_a_day_on_by_the_season_of_each_zone(sales):
    found = simulated(sales(), elsewhere=0.10, start=date(2026, 1, 1))
    assert {p.name: p.effect.change for p in found.zones} == {
        "Nord": pytest.approx(1500 * 0.10 * 600 / 1500), "Sud": 0, "": 0,
    }  # fmt: skip
    assert simulated(sales(), elsewhere=0.10, start=date(2027, 1, 1)).total == found.total
    assert in_period(date(2028, 2, 29), YEAR.end) == date(2026, 2, 28)


def test_volume_answers_and_costs_follow(sales):
    total = simulated(sales(), elsewhere=0.10, elasticity=-1.0).total
    assert total.after == pytest.approx(2050 * 1.1 * 0.9)
    assert total.cost == pytest.approx(-0.1 * (720 + 300))


def test_nothing_wished_changes_nothing_and_scopes_hold(sales):
    assert simulated(sales()).total.change == 0
    only = simulated(sales(Scope(zones=("Sud",))), elsewhere=0.10)
    assert only.total.revenue == 500
    grouped = simulated(sales(Scope(groups={"A": "G", "B": "G"}), by="group"), elsewhere=0.10)
    assert [p.key for p in grouped.accounts] == ["G", "C"]
    nobody = simulated(sales(Scope(accounts=())), elsewhere=0.10)
    assert (nobody.total.revenue, nobody.margin, nobody.zones) == (0, None, ())


def test_the_new_tariff(sales):
    asked = sales()
    wish = TariffWish(index={"Nord": 0.05, "Sud": 0.10}, cap=0.06, floor=0.01)
    told = price_list([ListedPrice("V1", "Sud", Decimal(110), None, "list", date(2025, 1, 1))], asked.facts, YEAR.end)
    lines = {(line.product, line.zone): line for line in asked.lines(wish, asked.sold(), told)}
    assert set(lines) == {("P1", "Nord"), ("V1", "Nord"), ("V1", "Sud")}  # C's line has no quantity: no price
    assert (lines["P1", "Nord"].price, lines["P1", "Nord"].after) == (10, 10.5)
    assert (lines["V1", "Sud"].price, lines["V1", "Sud"].listed, lines["V1", "Sud"].after) == (110, True, 116.6)
