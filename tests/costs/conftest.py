"""A small ledger with costs, and tables that tell what serves its customers."""

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
# Code, name, group, division, zone, revenue and cost a month of 2025.
BOOK = (
    ("C1", "Alstrom SA", "Alstrom", "Usinage", "France", 3000, 1800),
    ("C2", "Alstrom DE", "Alstrom", "Usinage", "DACH", 400, 250),
    ("C3", "Sandrup", None, "Fonderie", "DACH", 1000, 950),
    ("C4", "Kessler", None, "Fonderie", "France", 1000, 600),
    ("C5", "Obscur", None, "Fonderie", "France", 100, None),
)
DRIVERS = "account;period;driver;quantity\n" + "".join(
    f"{code};2025;{driver};{quantity}\n"
    for code, driver, quantity in (
        ("C1", "visits", 24),
        ("C3", "visits", 60),
        ("Kessler", "visits", 6),
        ("C1", "payment_days", 45),
        ("C3", "payment_days", 120),
        ("C3", "rebates", 1200),
    )
)


def line(code: str, month: int, **more: object) -> dict[str, object]:
    """One line of a month."""
    return dict.fromkeys(LINES.names) | {
        "account": code, "code": code, "document": f"F{code}-{month}", "line": "1", "date": dt.date(2025, month, 15),
        "currency": "EUR", "row": 1, **more,
    }  # fmt: skip


@pytest.fixture(scope="session")
def told(tmp_path_factory):
    """The data folder with that ledger, made once and copied: what a test tells of costs is kept in its own."""
    rows = [
        line(code, month, customer=name, group=group, division=division, zone=zone, amount=Decimal(revenue),
             cost=None if cost is None else Decimal(cost))
        for code, name, group, division, zone, revenue, cost in BOOK
        for month in range(1, 13)
    ]  # fmt: skip
    folder = tmp_path_factory.mktemp("told")
    ledger = Ledger(folder / "ledger", scratch=folder)
    ledger.append([pa.RecordBatch.from_pylist(rows, LINES)], source="test", import_id="1")
    refresh(ledger, folder / "facts", rates=None, base="EUR", today=TODAY)
    return folder


@pytest.fixture
def sales(told, organisation, home):
    """An organisation with that ledger, on 20 January 2026: 2025 is the last twelve months."""
    shutil.copytree(told, home, dirs_exist_ok=True)
    with time_machine.travel(dt.datetime(2026, 1, 20, 9, tzinfo=dt.UTC), tick=False):
        reckon(folders.facts(), "told")
        yield folders.facts()


@pytest.fixture
def controller(sales, person):
    """Who may write costs."""
    return person("controller")
