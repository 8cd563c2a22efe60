"""Indicators that rest on what is told beside the sales lines, against figures worked out by hand."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from trousseau.costs.queries import quantities_folder
from trousseau.figures.indicators import DOZEN
from trousseau.figures.language import Language
from trousseau.figures.missing import missing
from trousseau.figures.sentences import finding, panel
from trousseau.ledger.costs import QUANTITIES, ActivityRate, Budget, Costs, Driver, Financing, FixedCost
from trousseau.ledger.growth import Inflation
from trousseau.ledger.store import Ledger
from trousseau.method.rules import DEFAULT
from trousseau.portfolio.queries.panel import panel_of
from trousseau.portfolio.queries.source import asked
from trousseau.portfolio.queries.told import Told, told

from .test_reproducing import more, rates, refreshed, written  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
YEAR = (dt.date(2025, 1, 1), dt.date(2025, 12, 31))
D = Decimal


def drivers(folder: Path, *rows: tuple[str, str, str]) -> Path:
    """A table of drivers over the whole year."""
    file = folder / "drivers.parquet"
    listed = [{"account": a, "driver": d, "start": YEAR[0], "end": YEAR[1], "quantity": D(q)} for a, d, q in rows]
    pq.write_table(pa.Table.from_pylist(listed, QUANTITIES), file)
    return file


def test_without_anything_told_the_panel_says_what_is_missing(sales, person):
    question = asked(person("director"), {})
    rows = panel_of(question, told()).rows
    assert {"fixed_cover", "net_rate", "whale_peak", "real_growth"}.isdisjoint(row.key for row in rows)
    said = {lacks.reason: lacks.sentence for lacks in missing(rows, Language("en"))}
    assert said["inflation"] == "Real growth: no inflation is told for the zones and years."
    assert said["costs"].startswith("Net contribution rate, Peak of the whale curve and Customers with negative")
    french = {lacks.reason: lacks.sentence for lacks in missing(rows, Language("fr"))}
    assert french["costs"].endswith("aucun coût n’est indiqué.")
    assert not missing([], Language("fr"))[0].sentence.startswith("{")


@pytest.fixture
def costed(written, person, prepared):  # noqa: F811
    """Every line of 2025 of division Usinage costs 60 %; Alstrom makes 42,000 of its 43,200."""
    prepared("costed", written, _cost)
    return asked(person("director"), {})


def _cost(home):
    ledger = Ledger(home / "ledger", scratch=home)
    row = more(900, "C1").to_pylist()[0]
    usinage = [
        {**row, "account": a, "customer": a, "document": f"F{a}-2025-{m}", "date": dt.date(2025, m, 15),
         "amount": D(v), "cost": D(v) * D("0.6"), "division": "Usinage", "zone": z, "group": g}
        for a, v, z, g in (
            ("C1", 3100, "France", "Alstrom"), ("C2", 400, "DACH", "Alstrom"), ("C8", 100, "Ibérie", None)
        )
        for m in range(1, 13)
    ]  # fmt: skip
    ledger.append([pa.RecordBatch.from_pylist(usinage, more(1).schema)], source="test", import_id="costs")
    refreshed(home, rates(home, "0.9"))


def values(rows):
    return {row.key: row for row in rows}


def test_fixed_costs_without_the_first_customer(costed):
    costs = Costs(fixed=(FixedCost(*YEAR, "Usinage", None, D(10_000)), FixedCost(*YEAR, "Vannes", None, D(1))))
    row = values(panel_of(costed, Told({}, DEFAULT, 0, costs)).rows)["fixed_cover"]
    # 43,200 × 40 % = 17,280 with Alstrom, 1,200 × 40 % = 480 without; Vannes has no known margin.
    assert (row.subject, row.first, row.amount) == ("Usinage", "Alstrom", D(480 - 10_000))
    assert row.value == pytest.approx(0.048)
    assert row.also == pytest.approx(1.728)
    checkup = panel_of(costed, told()).measured.checkup
    said = finding(checkup, Language("en"), rows=[row]).text
    assert said.endswith("; if Alstrom leaves, division Usinage falls under its fixed costs.")
    assert panel(checkup, Language("en"), rows=[row])[0].label == "Fixed costs covered, Usinage"


@pytest.mark.parametrize(
    ("fixed", "said"),
    [
        (D(400), "even without Alstrom, division Usinage covers its fixed costs."),
        (D(20_000), "division Usinage does not cover its fixed costs, even with Alstrom."),
    ],
)
def test_the_finding_tells_fixed_costs_as_they_are(costed, fixed, said):
    costs = Costs(fixed=(FixedCost(*YEAR, "Usinage", None, fixed),))
    found = panel_of(costed, Told({}, DEFAULT, 0, costs))
    assert finding(found.measured.checkup, Language("en"), rows=found.rows).text.endswith(said)


def test_fixed_costs_of_a_part_of_the_period_are_no_answer(costed):
    costs = Costs(fixed=(FixedCost(dt.date(2025, 1, 1), dt.date(2025, 6, 30), "Usinage", None, D(5_000)),))
    assert "fixed_cover" not in values(panel_of(costed, Told({}, DEFAULT, 0, costs)).rows)


def test_what_is_left_the_whale_and_payment_days(costed, tmp_path):
    told_drivers = drivers(tmp_path, ("C8", "visits", "10"), ("C1", "payment_days", "30"), ("C8", "payment_days", "90"))
    costs = Costs((told_drivers,), (ActivityRate("visits", YEAR[0], D(100)),))
    rows = values(panel_of(costed, Told({}, DEFAULT, 0, costs)).rows)
    # Known margins: Alstrom 16,800, C8 480 − 1,000 of visits; a line of C4 leaves 2,000, one of C9 2,001 dollars.
    rate = rows["net_rate"]
    assert rate.subject == ""
    assert rate.amount == D(16_800) - 520 + 2_000 + D("1800.9")
    negative = rows["negative_accounts"]
    assert (negative.others, negative.amount) == (1, D(-520))
    assert rows["whale_peak"].amount == D(520)
    assert rows["whale_peak"].value == pytest.approx(float((rate.amount + 520) / rate.amount))
    # Of the group Alstrom only C1 tells its days; weighted by sales of the rows.
    days = rows["payment_days"]
    assert 30 < days.value < 40
    assert days.others == 2


def test_real_growth_needs_inflation(costed):
    inflation = Inflation({"*": {"2024": D("0.02"), "2025": D("0.03")}})
    row = values(panel_of(costed, Told({}, DEFAULT, 0, inflation=inflation)).rows)["real_growth"]
    assert row.also is not None
    assert row.value < row.also


def test_what_is_told_comes_back_from_a_frozen_check_up(written):  # noqa: F811
    costs = Costs(
        (quantities_folder() / "abc.parquet",),
        (ActivityRate("visits", YEAR[0], D("100.10")),),
        (Financing(YEAR[0], D("0.05")),),
        (FixedCost(*YEAR, "Usinage", None, D("10000.00")),),
        (Budget(*YEAR, None, "Usinage", "revenue", D(5)),),
        (Driver("visits", "volume", "h"),),
    )
    before = Told({}, DEFAULT, 3, costs, Inflation({"France": {"2025": D("0.031")}}, ("Eurostat",)))
    after = Told.read(json.loads(json.dumps(before.as_json())))
    assert after.costs == costs
    assert after.inflation == before.inflation
    assert (after.rules, after.rules_number) == (DEFAULT, 3)
    assert after.as_json() == before.as_json()


def test_the_dozen_is_twelve():
    assert sum(len(keys) for keys in DOZEN.values()) == 12
