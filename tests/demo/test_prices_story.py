"""The demo's story of prices is found: Kessler pays a third apart for the same articles, by six zones."""

from __future__ import annotations

from datetime import date

import pyarrow.parquet as pq
import pytest

from trousseau.demo import simulate
from trousseau.demo.customers import intercompany_codes
from trousseau.demo.writing import write_parquet
from trousseau.ledger.answers import Scope, window
from trousseau.ledger.answers.prices import Prices
from trousseau.ledger.facts import refresh
from trousseau.ledger.prices import bought, corridor_of, exposed
from trousseau.ledger.rates.company import own
from trousseau.ledger.reading import inspect, read
from trousseau.ledger.store import Ledger

AS_OF = date(2026, 11, 22)


@pytest.fixture(scope="module")
def prices(tmp_path_factory):
    """The demo company's prices over its last twelve months, by group."""
    room = tmp_path_factory.mktemp("prices")
    write_parquet(simulate.lines(AS_OF).to_batches(), room / "lines.parquet")
    pq.write_table(simulate.rates(AS_OF), room / "rates.parquet")
    ledger = Ledger(room / "ledger", scratch=room)
    with inspect(room / "lines.parquet") as found, read(found) as reading:
        ledger.append(reading.batches(), source="demo", import_id="1")
    facts = refresh(ledger, room / "facts", rates=own(room / "rates.parquet", "EUR"), base="EUR", today=AS_OF)
    scope = Scope(excluded=intercompany_codes())
    return Prices(facts, window(facts, "r12"), scope=scope, by="group")


def test_kessler_is_most_exposed_for_its_size_and_buys_in_six_zones(prices):
    everybody = exposed(prices)
    large = [row for row in everybody.accounts if row.to_lowest > 100_000]
    first = max(large, key=lambda row: row.share)
    assert first.name == "Kessler"
    assert first.zones == 6
    assert first.share > 0.1


def test_its_articles_are_a_third_apart_from_asia_to_north_america(prices):
    products = bought(prices, "Kessler")
    wide = [row for row in products if row.zones == 6]
    assert wide
    for row in wide[:3]:
        assert (row.lowest_zone, row.highest_zone) == ("Asie", "Amérique du Nord")
        assert 0.27 < row.spread < 0.40
    found = corridor_of(prices, "Kessler", wide[0].product)
    assert [row.zone for row in found.rows][:: len(found.rows) - 1] == ["Amérique du Nord", "Asie"]
    assert (found.rows[0].standing, found.rows[-1].standing) == ("high", "low")
    assert sum(row.to_lowest for row in found.rows) == found.to_lowest == wide[0].to_lowest
