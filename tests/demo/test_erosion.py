"""The silent erosions planted in the demo company are found, and nearly nobody else is accused."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow.parquet as pq
import pytest

from trousseau.demo import company, simulate
from trousseau.demo.costs import drivers_told
from trousseau.demo.customers import intercompany_codes
from trousseau.demo.writing import write_parquet
from trousseau.ledger import answers
from trousseau.ledger.answers import Scope
from trousseau.ledger.costs import Costs
from trousseau.ledger.costs.tables import directory, read_table, save_quantities
from trousseau.ledger.erosion import erosion, verdict
from trousseau.ledger.facts import refresh
from trousseau.ledger.rates.company import own
from trousseau.ledger.reading import inspect, read
from trousseau.ledger.selection import candidates
from trousseau.ledger.store import Ledger

AS_OF = date(2026, 11, 22)
STORY = next(story for story in company.STORIES if story.key == "silent-erosion")


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    """The facts of the demo company's ledger."""
    room = tmp_path_factory.mktemp("erosion")
    write_parquet(simulate.lines(AS_OF).to_batches(), room / "lines.parquet")
    pq.write_table(simulate.rates(AS_OF), room / "rates.parquet")
    ledger = Ledger(room / "ledger", scratch=room)
    with inspect(room / "lines.parquet") as found, read(found) as reading:
        ledger.append(reading.batches(), source="demo", import_id="1")
    return refresh(ledger, room / "facts", rates=own(room / "rates.parquet", "EUR"), base="EUR", today=AS_OF)


def test_every_planted_erosion_is_found_with_its_evidence(facts):
    found = {one.name: one for one in erosion(facts).eroding}
    for name in STORY.who:
        one = found[name]
        assert one.strong
        assert {"price", "margin", "orders", "breadth"} <= {trend.name for trend in one.drifting}
        assert 0.95 < one.sales < 1.05
        assert one.lost_low < one.lost < one.lost_high


@pytest.mark.parametrize("row", [row for row in company.NAMED if row.erosion], ids=lambda row: row.name)
def test_it_is_dated_and_measured_as_it_was_planted(facts, row):
    one = next(one for one in erosion(facts).eroding if one.name == row.name)
    began = 12 * 2026 + 11 - row.erosion.months
    assert abs(12 * one.since.year + one.since.month - began) <= 3
    assert one.trends["price"].change == pytest.approx(-row.erosion.price, abs=0.02)
    assert one.trends["orders"].change == pytest.approx(-row.erosion.orders, abs=0.12)


def test_the_planted_lead_and_few_others_are_accused(facts):
    judged = erosion(facts)
    others = [one.name for one in judged.eroding if one.name not in STORY.who]
    assert len(others) <= 0.03 * judged.judged
    surest = sorted(judged.eroding, key=lambda one: one.evidence / one.threshold, reverse=True)
    assert {one.name for one in surest[:5]} == set(STORY.who)


def test_a_check_up_of_the_day_the_drift_began_does_not_flag_them_yet(facts):
    for day in (date(2025, 4, 30), date(2025, 7, 31)):
        assert not {one.name for one in erosion(facts, day).eroding} & set(STORY.who)


def test_they_are_found_within_two_or_three_quarters(facts):
    """Drifts of 6 to 9 % over fifteen to eighteen months: a year and a quarter in, all are found."""
    assert set(STORY.who) <= {one.name for one in erosion(facts, date(2026, 3, 31)).eroding}


def test_a_scope_leaves_out_and_limits_but_judges_whole_accounts(facts):
    everyone = erosion(facts)
    iberia = erosion(facts, scope=Scope(zones=("Ibérie",)))
    assert {"Ferroval SA", "Tavira Naval SA"} <= {one.name for one in iberia.eroding}
    assert "Lorquin Aciers SA" not in {one.name for one in iberia.eroding}
    whole = next(one for one in everyone.eroding if one.name == "Ferroval SA")
    assert next(one for one in iberia.eroding if one.name == "Ferroval SA") == whole
    without = erosion(facts, scope=Scope(excluded=tuple(intercompany_codes(0))))
    assert everyone.accounts - without.accounts == len(intercompany_codes(0))
    assert everyone.accounts == everyone.judged + sum(everyone.reasons.values())


@pytest.fixture(scope="module")
def costs(facts, tmp_path_factory):
    """What the demo company tells of payment days, quarter by quarter."""
    room = tmp_path_factory.mktemp("told")
    (room / "drivers.csv").write_bytes(drivers_told(facts, 0))
    found = read_table(room / "drivers.csv", "drivers", directory(facts))
    return Costs(drivers=(save_quantities(found.quantities, room),))


def test_with_payment_days_told_the_planted_ones_drift_and_nobody_more_is_accused(facts, costs):
    judged = erosion(facts, costs=costs)
    found = {one.name: one for one in judged.eroding}
    for name in STORY.who:
        assert found[name].strong
        assert "payment" in {trend.name for trend in found[name].drifting}
        assert found[name].trends["payment"].change == pytest.approx(30, abs=8)
    assert judged.unknown["payment"] < judged.judged / 2
    others, without = set(found) - {*STORY.who}, {one.name for one in erosion(facts).eroding} - {*STORY.who}
    assert len(others) <= len(without)


def test_one_account_is_told_too(facts):
    ferroval = next(one for one in erosion(facts).eroding if one.name == "Ferroval SA")
    assert verdict(facts, ferroval.account) == ferroval
    assert verdict(facts, "nobody") is None


@pytest.mark.parametrize("by", ["account", "group"])
def test_what_erosion_takes_can_be_a_criterion(facts, by):
    """The criterion adds up to what the verdicts say, is 0 of a judged account that does not erode, else unknown."""
    found = candidates(facts, answers.windows(facts)["r12"], ["eroding"], by=by)
    values = found.values["eroding"]
    lost = {one.account: one.lost for one in erosion(facts).eroding if one.lost is not None}
    assert float(np.nansum(values)) == pytest.approx(sum(lost.values()))
    assert (values == 0).sum() > 50
    assert np.isnan(values).any()
    if by == "account":
        assert {name: values[at] for at, name in enumerate(found.accounts) if values[at] > 0} == pytest.approx(lost)
