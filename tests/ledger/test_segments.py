"""The company's own segments from the columns of its lines."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pyarrow as pa
import pytest

from trousseau.ledger.facts import refresh
from trousseau.ledger.lines import LINES
from trousseau.ledger.segments import Column, columns, segments
from trousseau.ledger.store import Ledger

TODAY = dt.date(2026, 1, 20)


def line(account, day, number, **extra):
    return {
        "account": account, "customer": account, "document": f"{account}-{number}", "line": "1", "date": day,
        "amount": Decimal(100), "currency": "EUR", "extra": json.dumps(extra) if extra else None, "row": number,
    }  # fmt: skip


def facts_of(rows, home):
    ledger = Ledger(home / "ledger", scratch=home)
    ledger.append([pa.RecordBatch.from_pylist(rows, LINES)], source="test", import_id="1")
    return refresh(ledger, home / "facts", rates=None, base="EUR", today=TODAY)


@pytest.fixture
def facts(tmp_path):
    return facts_of(
        [
            line("A", dt.date(2025, 1, 5), 1, Segment="Gold", Note="x"),
            line("A", dt.date(2025, 3, 5), 2, Segment="Silver"),
            line("A", dt.date(2025, 3, 9), 3, Segment="  "),
            line("B", dt.date(2025, 3, 5), 4, Segment="Gold", Note=None),
            line("C", dt.date(2025, 3, 5), 5),
            line('D d\'e "f"', dt.date(2025, 3, 5), 6, **{"Segment": "É'\"}", "Ça l'est": "1,5"}),
        ],
        tmp_path,
    )


def test_the_latest_value_that_is_not_empty_counts(facts):
    assert segments(facts, "Segment") == {"A": "Silver", "B": "Gold", 'D d\'e "f"': "É'\"}"}


def test_the_columns_are_listed_with_what_they_hold(facts):
    assert columns(facts) == (
        Column("Note", accounts=1, values=1, changing=0),
        Column("Segment", accounts=3, values=3, changing=1),
        Column("Ça l'est", accounts=1, values=1, changing=0),
    )
    assert segments(facts, "nothing of the kind") == {}


def test_lines_without_unknown_columns_have_no_segment(tmp_path):
    assert columns(facts_of([line("A", dt.date(2025, 1, 5), 1)], tmp_path)) == ()


def test_division_family_and_zone_may_serve_as_a_segment_too(tmp_path):
    rows = [
        line("A", dt.date(2025, 1, 5), 1) | {"division": "Nord", "zone": "France", "family": None},
        line("A", dt.date(2025, 2, 5), 2) | {"division": "Sud", "zone": "France", "family": " "},
        line("B", dt.date(2025, 2, 5), 3, division="mine") | {"division": "Nord"},
    ]
    facts = facts_of(rows, tmp_path)

    assert columns(facts) == (
        Column(":division", accounts=2, values=2, changing=1),
        Column(":zone", accounts=1, values=1, changing=0),
        Column("division", accounts=1, values=1, changing=0),
    )
    assert segments(facts, ":division") == {"A": "Sud", "B": "Nord"}
    assert segments(facts, "division") == {"B": "mine"}
