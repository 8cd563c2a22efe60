"""Concentration by every dimension and inside each value, who must be named, what a lender does not lend on."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from ledger.sample import batches, line
from trousseau.ledger.answers import Scope, Window
from trousseau.ledger.concentration import concentrations, movement, of_portfolio
from trousseau.ledger.costs import Costs, FixedCost
from trousseau.ledger.facts import refresh
from trousseau.ledger.store import Ledger
from trousseau.ledger.whatif import read

D = Decimal
YEAR = Window("dates", date(2025, 1, 1), date(2025, 12, 31))
COSTS = Costs(fixed=(FixedCost(YEAR.start, YEAR.end, "Usinage", None, D(100)),))


def facts_of(room, *lines):
    ledger = Ledger(room / "ledger", scratch=room)
    ledger.append(batches(lines), source="erp", import_id="1")
    return refresh(ledger, room / "facts", rates=None, base="EUR", today=date(2026, 2, 1))


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    return facts_of(
        tmp_path_factory.mktemp("concentration"),
        line("A", "2025-03-10", "300.01", zone="Nord", division="Usinage", family="Axes", cost=100, group="Alpha"),
        line("B", "2025-03-10", "200", zone="Nord", division="Usinage", family="Axes", cost=150, group="Alpha"),
        line("C", "2025-03-10", "400", zone="Sud", division="Services", family="Conseil", cost=200),
        line("D", "2025-03-10", "99.99", zone="Nord", division="Usinage", family="Brides", cost=20),
        line("E", "2025-03-10", "-10", zone="Ouest", division="Services", family="Conseil"),
        line("E", "2025-03-10", "10", zone="Est", division="Services", family="Conseil"),
        line("F", "2025-03-10", "0", zone="Vide", division="Services", family="Conseil"),
    )


def test_groups_are_first_summed(facts):
    found = concentrations(facts, YEAR, COSTS)
    assert found.total == 1000
    assert list(found.revenue.items())[:3] == [("Alpha", D("500.01")), ("C", D(400)), ("D", D("99.99"))]
    assert found.customers.top[1] == pytest.approx(0.50001)
    assert found.dimensions["family"].parts == 3
    alone = concentrations(facts, YEAR, scope=Scope(groups={"A": None, "B": None}))
    assert next(iter(alone.revenue)) == "C"


def test_inside_each_zone_its_first_customer_and_what_is_left(facts):
    found = concentrations(facts, YEAR, COSTS)
    nord = found.inside["zone"][0]
    assert (nord.value, nord.first, nord.first_revenue, nord.left) == ("Nord", "Alpha", D("500.01"), D("99.99"))
    assert nord.spread.parts == 2
    usinage = found.inside["division"][0]
    assert (usinage.contribution, usinage.contribution_left) == (D(330), D("79.99"))
    assert usinage.spare_left == D("-20.01")
    assert found.inside["division"][1].fixed is None


def test_zones_of_zero_or_negative_revenue_are_defined(facts):
    by_zone = {one.value: one for one in concentrations(facts, YEAR).inside["zone"]}
    assert (by_zone["Vide"].spread.hhi, by_zone["Vide"].first, by_zone["Vide"].left) == (None, "", 0)
    assert (by_zone["Ouest"].spread.hhi, by_zone["Ouest"].first_share, by_zone["Ouest"].left) == (None, None, -10)


def test_who_is_to_be_named_and_by_which_segments(facts):
    named = concentrations(facts, YEAR).disclosed
    assert [(one.customer, one.segments) for one in named] == [
        ("Alpha", (("Usinage", D("500.01")),)),
        ("C", (("Services", D(400)),)),
    ]


def test_what_a_lender_does_not_lend_on(facts):
    found = concentrations(facts, YEAR)
    over = found.excess(D("0.20"))
    assert [(one.customer, one.excess) for one in over] == [("Alpha", D("300.01")), ("C", D(200))]
    assert found.excess(D(1)) == ()
    assert found.excess(D("0.4"))[0].customer == "Alpha"
    assert len(found.excess(D("0.4"))) == 1  # exactly the limit is lent on
    with pytest.raises(ValueError, match="limit"):
        found.excess(D("1.5"))


def test_nothing_sold(tmp_path):
    empty = concentrations(facts_of(tmp_path, line("A", "2024-03-10")), YEAR)
    assert (empty.total, empty.customers.hhi, empty.disclosed, empty.excess()) == (0, None, (), ())


def test_movement_quarter_by_quarter(tmp_path):
    lines = [
        line("A", f"{year}-{month:02d}-10", "100" if year < 2025 else "300", zone="Nord", group="Alpha")
        for year in (2023, 2024, 2025)
        for month in range(1, 13)
    ]
    lines += [
        line("B", f"{year}-{month:02d}-10", "100", zone="Sud") for year in (2023, 2024, 2025) for month in range(1, 13)
    ]
    moved = movement(facts_of(tmp_path, *lines))
    assert [moment.end for moment in moved["customer"]][-2:] == [date(2025, 9, 30), date(2025, 12, 31)]
    assert len(moved["customer"]) == 9
    assert moved["customer"][0].hhi == pytest.approx(0.5)
    assert moved["customer"][-1].first_share == pytest.approx(0.75)
    assert moved["zone"][-1].hhi == pytest.approx(0.625)
    assert "division" not in moved
    assert movement(facts_of(tmp_path / "short", line("A"))) == {}


def test_who_has_costs_but_sold_nothing_is_no_customer(facts):
    plain = read(facts, YEAR, COSTS, by="group")
    labels = {name: ([*names, ""], np.append(code, len(names))) for name, (names, code) in plain.labels.items()}
    labels["account"] = ([*plain.labels["account"][0], "Idle"], labels["account"][1])
    none = np.zeros(1, dtype=np.int64)
    arrays = {name: np.append(getattr(plain, name), none) for name in ("revenue", "costed", "cost")}
    idle = replace(
        plain, labels=labels, serve=np.append(plain.serve, [5_050_000]), known=np.append(plain.known, [False]), **arrays
    )
    found, without = of_portfolio(idle), of_portfolio(plain)
    assert found.revenue == without.revenue
    assert found.inside == without.inside
    assert found.dimensions == without.dimensions
