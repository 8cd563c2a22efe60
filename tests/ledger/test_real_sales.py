"""The real data sets, through reading, store, facts and check-up: published figures to the cent."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from trousseau.ledger import answers
from trousseau.ledger.answers import window
from trousseau.ledger.checkup import check_up, check_up_lines
from trousseau.ledger.facts import refresh
from trousseau.ledger.rates import own
from trousseau.ledger.reading import inspect, read
from trousseau.ledger.store import Ledger

TODAY = date(2014, 1, 15)


@pytest.fixture(params=["adventureworks.parquet", "adventureworks_fr.csv"])
def file(shared: Path, request: pytest.FixtureRequest) -> Path:
    """The same sales as a Parquet file and as a French export."""
    return shared / "data" / "sales" / str(request.param)


def test_adventureworks_nominal(file: Path) -> None:
    with inspect(file) as inspection:
        checkup = check_up_lines(read(inspection).batches())
    assert checkup.as_json()["revenue"] == "80450596.98"
    assert (checkup.accounts, checkup.lines.accepted) == (635, 60_855)
    assert round(checkup.pareto.share_of_top(0.2), 4) == 0.6671
    assert checkup.pareto.count_for(0.8) == 186


def test_adventureworks_at_its_own_rates_stored_twice_and_undone(file: Path, shared: Path, tmp_path: Path) -> None:
    rates = own(shared / "data" / "sales" / "adventureworks_rates.csv", "USD")
    ledger = Ledger(tmp_path / "ledger")
    with inspect(file) as inspection:
        first = ledger.append(read(inspection).batches(), source="aw", import_id="1")
        again = ledger.append(read(inspection).batches(), source="aw", import_id="2")
    assert (first.new, again.unchanged, ledger.version) == (60_855, 60_855, 1)
    facts = refresh(ledger, tmp_path / "facts", rates=rates, base="USD", today=TODAY)
    everything = window(facts, "all")
    checkup = check_up(facts, everything)
    assert checkup.as_json()["revenue"] == "76494758.25"
    assert (checkup.accounts, checkup.lines.unconverted) == (635, 0)
    for dimension in ("zone", "division", "currency", "family", "product"):
        values = answers.breakdown(facts, everything, dimension)["revenue"].to_pylist()
        assert sum(values) == Decimal("76494758.2509")
    assert sum(answers.months(facts, last=None)["revenue"].to_pylist()) == Decimal("76494758.2509")
    best = answers.accounts(facts, everything).slice(0, 1).to_pylist()[0]
    assert answers.account_lines(facts, best["account"], everything).revenue == best["revenue"]
    ledger.undo("1")
    empty = refresh(ledger, tmp_path / "facts", rates=rates, base="USD", today=TODAY)
    assert (empty.lines, answers.windows(empty)) == (0, {})


def test_northwind_in_euros_has_no_rates_and_says_so(shared: Path) -> None:
    """Its lines are of 1996 to 1998: before the euro, so no line can be converted and none is made up."""
    with inspect(shared / "data" / "sales" / "northwind.csv") as inspection:
        checkup = check_up_lines(read(inspection).batches(), base="EUR")
    assert checkup.accounts == 0
    assert checkup.revenue == 0
    ((currency, lines, _),) = checkup.unconverted
    assert (currency, lines) == ("USD", checkup.lines.read)
