"""Growth as pages: the same figures everywhere, refused where periods do not compare, down to the products."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest
import time_machine

from reckoned import reckon
from trousseau.costs.actions.inflation import tell_inflation
from trousseau.imports import folders
from trousseau.ledger.facts import refresh
from trousseau.ledger.growth.reading import Told
from trousseau.ledger.lines import LINES
from trousseau.ledger.store import Ledger

YEAR = {"start": "2025-01-01", "end": "2025-12-31"}


def lines() -> pa.RecordBatch:
    """A sells ten and then eleven a month at ten euros in Nord, B as much dearer in Sud; C is new."""
    book = (
        ("A", "Alma", "Nord", 2024, 10, 100), ("A", "Alma", "Nord", 2025, 11, 110),
        ("B", "Brice", "Sud", 2024, 10, 100), ("B", "Brice", "Sud", 2025, 10, 120), ("C", "Clara", "Sud", 2025, 1, 5),
    )  # fmt: skip
    rows = [
        {
            "account": code, "customer": name, "code": code, "document": f"{code}{year}{month}", "line": "1",
            "date": dt.date(year, month, 15), "amount": Decimal(amount), "currency": "EUR", "product": "P",
            "division": "Pompes", "zone": zone, "quantity": Decimal(quantity), "row": 1,
        }
        for code, name, zone, year, quantity, amount in book
        for month in range(1, 13)
    ]  # fmt: skip
    return pa.RecordBatch.from_pylist(rows, LINES)


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    home = tmp_path_factory.mktemp("growth")
    ledger = Ledger(home / "ledger", scratch=home)
    ledger.append([lines()], source="test", import_id="1")
    refresh(ledger, home / "facts", rates=None, base="EUR", today=dt.date(2026, 1, 20))
    return home


@pytest.fixture
def page(stored, organisation, settings, person, signed_in):
    """Ask for a page as a director."""
    settings.TROUSSEAU_HOME = stored
    with time_machine.travel(dt.datetime(2026, 1, 20, 9, tzinfo=dt.UTC), tick=False):
        reckon(folders.facts())
        client = signed_in(person("director"))
        yield lambda url, **query: client.get(url, {**YEAR, **query})


def told(**rates):
    tell_inflation(None, [Told(zone, "2025", Decimal(rate)) for zone, rate in rates.items()], "office")


def test_the_finding_and_its_bridge(page):
    told(Nord="0.10", Sud="0.20")
    shown = page("/exposure/growth/").context["page"]
    assert shown.text == "Of €420 reported, €50 are real."
    assert {term.label: term.amount for term in shown.bridge} == {
        "Price": 240, "Volume": 120, "Mix": 0, "New customers": 60, "Lost customers": 0, "Currencies": 0,
        "Reported": 420, "At constant rates": 420, "Inflation": -370, "Real": 50,
    }  # fmt: skip
    assert [view.label for view in shown.rows] == ["Sud", "Nord"]


def test_without_inflation_nothing_is_supposed(page):
    answer = page("/exposure/growth/")
    shown = answer.context["page"]
    assert "real growth is not known" in shown.text
    assert shown.bridge[-1].amount is None
    assert b"unknown" in answer.content


def test_months_that_are_missing_are_named(page):
    answer = page("/exposure/growth/", start="2024-07-01", end="2025-06-30")
    assert "6 months" in answer.content.decode()
    assert answer.context["page"].refused
    insisted = page("/exposure/growth/", start="2024-07-01", end="2025-06-30", anyway="1").context["page"]
    assert insisted.total is not None
    assert "6 months" in insisted.notes[0]


def test_any_two_periods(page):
    shown = page("/exposure/growth/", start="2025-06-01", end="2025-06-30", against="2025-05-01..2025-05-31")
    assert shown.context["page"].total.change == 0
    too_long = page("/exposure/growth/", start="2024-01-01", end="2025-12-31")
    assert "nothing to hold this period against" in too_long.content.decode()


def test_down_to_the_products(page):
    shown = page("/exposure/growth/of/", by="account", of="B").context["page"]
    assert shown.title == "Brice"
    assert [(item.product, item.price, item.price_before, item.price_now) for item in shown.products] == [
        ("P", 240, 10, 12)
    ]
    assert shown.total.change == sum(item.change for item in shown.products)
    assert page("/exposure/growth/of/", by="account", of="nobody").status_code == 404


def test_a_zone_opens_to_its_customers(page):
    shown = page("/exposure/growth/", zone="Sud", rows="account").context["page"]
    assert {view.row.key: view.row.change for view in shown.rows} == {"B": 240, "C": 60}
    assert shown.narrowed[0][0] == "Sud"


@pytest.mark.parametrize("name", ["growth", "growth-products"])
def test_exports(page, name):
    answer = page(f"/exposure/growth/tables/{name}.csv", by="account", of="B")
    assert answer.status_code == 200
    assert b"240" in answer.content


def test_the_account_page_shows_its_bridge(page):
    from trousseau.accounts.access import every_account

    answer = page(f"/accounts/{every_account().get(key='B').public_id}/")
    assert "Growth told straight" in answer.content.decode()
