"""The ledger of the portfolio's tests, and how a page's tests keep one of their own: they override `stored`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from portfolio.conftest import director, sales, stored
from trousseau.ledger.facts import refresh
from trousseau.ledger.lines import LINES
from trousseau.ledger.store import Ledger

__all__ = ["director", "kept_ledger", "sales", "signed_in_director", "stored"]


def kept_ledger(home: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    """A data folder with these lines, read on 20 January 2026; what a line does not say is not given."""
    lines = [{**dict.fromkeys(LINES.names), "line": "1", "currency": "EUR", "row": 1, **row} for row in rows]
    ledger = Ledger(home / "ledger", scratch=home)
    ledger.append([pa.RecordBatch.from_pylist(lines, LINES)], source="test", import_id="1")
    refresh(ledger, home / "facts", rates=None, base="EUR", today=dt.date(2026, 1, 20))
    return home


@pytest.fixture
def signed_in_director(sales, person, client):
    """The browser of a director, over the ledger of the test."""
    client.force_login(person("director"))
    return client
