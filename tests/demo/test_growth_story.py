"""The demo's stories of currencies, growth and prices are found by `growth` and `whatif`, as their commands measure."""

from __future__ import annotations

from decimal import Decimal

import pytest

from demo.test_erosion import facts  # noqa: F401 - the same company
from trousseau.demo import company
from trousseau.demo.customers import intercompany_codes
from trousseau.demo.install import INFLATION
from trousseau.ledger.answers import Scope, window
from trousseau.ledger.growth import comparison, growth
from trousseau.ledger.growth.reading import read_inflation

SCOPE = Scope(excluded=intercompany_codes())
ZONE = "Amérique du Nord"


@pytest.fixture(scope="module")
def grown(facts):  # noqa: F811
    """Growth of the last twelve months by anything, with the inflation the demo tells."""
    compared = comparison(facts, window(facts, "r12"))
    told = read_inflation(INFLATION).inflation()
    return lambda by: growth(facts, compared, inflation=told, scope=SCOPE, by=by)


def terms(row):
    """What the reported change is made of."""
    return row.price + row.volume + row.mix + row.new + row.lost + row.undivided + row.currency


@pytest.mark.parametrize("by", ["zone", "division", "account", "group", "currency"])
def test_every_row_and_the_sum_of_rows_add_up_to_the_cent(grown, by):
    found = grown(by)
    assert terms(found.total) == found.total.change
    for row in found.rows:
        assert terms(row) == row.change == row.current - row.previous
    for name in ("previous", "current", "change", "currency"):
        assert sum(getattr(row, name) for row in found.rows) == getattr(found.total, name)


def test_the_dollar_is_the_currency_of_one_zone(grown):
    zones = {row.key: row for row in grown("zone").rows}
    dollar = next(row for row in grown("currency").rows if row.key == "USD")
    assert abs(zones[ZONE].currency) > Decimal("0.8") * abs(dollar.currency) > 0
    assert zones["France"].currency == 0


def test_tomorrows_accounts_grow_by_four_fifths_and_more(grown):
    story = next(story for story in company.STORIES if story.key == "tomorrow")
    rows = {row.name: row for row in grown("account").rows}
    for name in story.who:
        assert rows[name].reported > 0.8
        assert rows[name].volume > abs(rows[name].price)


def test_lists_rise_every_january_and_real_growth_takes_inflation_off(grown):
    found = grown("zone")
    assert found.total.price > 0
    assert found.total.coverage == 1
    assert found.total.real < found.total.constant_growth
    assert set(found.deflators) == {row.key for row in found.rows}
