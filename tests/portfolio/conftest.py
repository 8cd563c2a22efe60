"""A small ledger whose figures can be checked by hand, loaded into a data folder of its own."""

from __future__ import annotations

import datetime as dt
import shutil
from decimal import Decimal

import pyarrow as pa
import pytest
import time_machine

from reckoned import reckon
from trousseau.imports import folders
from trousseau.ledger.facts import refresh
from trousseau.ledger.lines import LINES
from trousseau.ledger.store import Ledger

TODAY = dt.date(2026, 1, 20)
# Account, name, group, division, zone; revenue a month in 2024 and in 2025. Usinage hangs on Alstrom; Perdu leaves,
# Chute falls by half, Fusée triples; Alstrom and Alstrom DE are one customer and pass 10 % either way.
BOOK = (
    ("C1", "Alstrom SA", "Alstrom", "Usinage", "France", 3000, 3100),
    ("C2", "Alstrom DE", "Alstrom", "Usinage", "DACH", 400, 400),
    ("C3", "Vernay", None, "Vannes", "France", 1900, 2000),
    ("C4", "Kessler", None, "Vannes", "DACH", 1000, 1000),
    ("C5", "Chute", None, "Vannes", "DACH", 800, 400),
    ("C6", "Fusée", None, "Services", "France", 200, 600),
    ("C7", "Moyen", None, "Services", "Ibérie", 300, 310),
    ("C8", "Petit", None, "Usinage", "Ibérie", 100, 100),
    ("C9", "Perdu", None, "Services", "Ibérie", 150, 0),
    ("C10", "=Formule", None, "Services", "France", 20, 20),
)


def lines() -> pa.RecordBatch:
    """One line a month and account over 2024 and 2025."""
    rows = [
        {
            "account": code, "customer": name, "code": code, "group": group, "document": f"F{code}-{year}-{month}",
            "line": "1", "date": dt.date(year, month, 15), "amount": Decimal(amount), "currency": "EUR",
            "product": f"P-{division}", "family": f"F-{division}", "division": division, "zone": zone,
            "quantity": None, "cost": None, "discount": None, "extra": None, "row": 1,
        }
        for code, name, group, division, zone, before, after in BOOK
        for year, amount in ((2024, before), (2025, after))
        for month in range(1, 13)
        if amount
    ]  # fmt: skip
    return pa.RecordBatch.from_pylist(rows, LINES)


@pytest.fixture(scope="session")
def stored(tmp_path_factory):
    """The data folder, made once: nothing in the tests writes lines."""
    home = tmp_path_factory.mktemp("sales")
    ledger = Ledger(home / "ledger", scratch=home)
    ledger.append([lines()], source="test", import_id="1")
    refresh(ledger, home / "facts", rates=None, base="EUR", today=TODAY)
    return home


@pytest.fixture
def sales(stored, organisation, settings):
    """An organisation with that ledger, on 20 January 2026: 2025 is the last twelve months."""
    settings.TROUSSEAU_HOME = stored
    with time_machine.travel(dt.datetime(2026, 1, 20, 9, tzinfo=dt.UTC), tick=False):
        reckon(folders.facts())
        yield folders.facts()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """Data folders made once and copied from then on: `prepared("costed", home, make)`; accounts are reckoned anew."""
    kept = tmp_path_factory.mktemp("prepared")

    def put(name, home, make):
        if (kept / name).exists():
            shutil.copytree(kept / name, home, dirs_exist_ok=True)
            reckon(folders.facts(), name)
        else:
            make(home)
            shutil.copytree(home, kept / name)

    return put


@pytest.fixture
def director(sales, person):
    return person("director")


# Account, name, segment, zone; revenue and cost of each month of 2024 and of 2025 (None: not given).
COSTED = (
    ("C1", "Bon", "Gold", "France", 1000, 600, 600),
    ("C2", "Perte", "Gold", "France", 800, 700, 900),
    ("C3", "Mince", "Standard", "DACH", 500, 400, 450),
    ("C4", "Inconnu", "Standard", "DACH", 300, None, None),
    ("C5", "Petit bon", "Standard", "DACH", 100, 50, 50),
)


def costed_lines() -> pa.RecordBatch:
    rows = [
        {
            "account": code, "customer": name, "code": code, "document": f"F{code}-{year}-{month}", "line": "1",
            "date": dt.date(year, month, 15), "amount": Decimal(amount), "currency": "EUR", "zone": zone,
            "division": "Usinage", "cost": None if cost is None else Decimal(cost),
            "extra": f'{{"Segment": "{segment}"}}', "row": 1,
        }
        for code, name, segment, zone, amount, before, after in COSTED
        for year, cost in ((2024, before), (2025, after))
        for month in range(1, 13)
    ]  # fmt: skip
    return pa.RecordBatch.from_pylist(rows, LINES)


@pytest.fixture(scope="session")
def stored_margins(tmp_path_factory):
    home = tmp_path_factory.mktemp("margins")
    ledger = Ledger(home / "ledger", scratch=home)
    ledger.append([costed_lines()], source="test", import_id="1")
    refresh(ledger, home / "facts", rates=None, base="EUR", today=dt.date(2026, 1, 20))
    return home


@pytest.fixture
def margins(stored_margins, organisation, settings):
    settings.TROUSSEAU_HOME = stored_margins
    with time_machine.travel(dt.datetime(2026, 1, 20, 9, tzinfo=dt.UTC), tick=False):
        reckon(folders.facts())
        yield folders.facts()
