"""What is worked out from the facts: once, for good, and gone with them."""

import os
import time
from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.sample import batches, line
from ledger.test_facts import ROWS, converted, made
from trousseau.ledger import answers
from trousseau.ledger.answers import Scope
from trousseau.ledger.answers.items import items
from trousseau.ledger.answers.question import Question
from trousseau.ledger.duck import reading
from trousseau.ledger.facts import derived
from trousseau.ledger.facts.manifest import KEEP_SECONDS
from trousseau.ledger.store import Ledger


def note(made_files):
    def make(draft):
        made_files.append(draft)
        draft.write_text("table")

    return make


@pytest.fixture
def facts(ledger, tmp_path):
    ledger.append(batches([line(document="D1", no=1)]), source="s", import_id="1")
    return made(ledger, tmp_path / "facts")


def test_it_is_made_once(facts):
    calls = []
    first = derived.of_version(facts, "thing", note(calls))
    assert derived.of_version(facts, "thing", note(calls)) == first
    assert len(calls) == 1
    assert first.read_text() == "table"


def test_half_a_table_is_none(facts):
    def broken(draft):
        draft.write_text("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        derived.of_version(facts, "thing", broken)
    assert derived.of_version(facts, "thing", note([])).read_text() == "table"


def test_a_month_that_did_not_change_keeps_its_table(ledger, facts, tmp_path):
    month = derived.of_month(facts, "2026-01", "thing", note([]))
    ledger.append(batches([line(day="2026-02-15", document="D2", no=1)]), source="s", import_id="2")
    later = made(ledger, tmp_path / "facts")
    assert derived.of_month(later, "2026-01", "thing", note([])) == month
    assert derived.of_month(later, "2026-02", "thing", note([])) != month


def test_it_goes_with_the_version_it_stands_beside_unless_that_is_kept(ledger, facts, tmp_path):
    gone = derived.of_version(facts, "thing", note([]))
    ledger.append(batches([line(day="2026-02-15", document="D2", no=1)]), source="s", import_id="2")
    kept = made(ledger, tmp_path / "facts")
    kept.keep()
    stays = derived.of_version(kept, "thing", note([]))
    long_ago = time.time() - 2 * KEEP_SECONDS
    for n in (3, 4):
        for manifest in (tmp_path / "facts").glob("*.json"):
            os.utime(manifest, (long_ago, long_ago))
        ledger.append(batches([line(day=f"2026-0{n}-15", document=f"D{n}", no=1)]), source="s", import_id=str(n))
        made(ledger, tmp_path / "facts")
        for manifest in (tmp_path / "facts").glob("*.json"):
            os.utime(manifest, (long_ago, long_ago))
    made(ledger, tmp_path / "facts", today=date(2026, 7, 11))
    assert not gone.exists()
    assert stays.exists()


@settings(max_examples=25, deadline=None)
@given(rows=ROWS, quantities=st.lists(st.none() | st.decimals("-50", "50", places=2), min_size=25, max_size=25))
def test_items_add_up_to_the_lines(tmp_path_factory, rows, quantities):
    room = tmp_path_factory.mktemp("items")
    ledger = Ledger(room / "ledger", scratch=room)
    told = [
        {**row, "document": f"D{n}", "product": f"P{n % 3}", "quantity": quantity}
        for n, (row, quantity) in enumerate(zip(rows, quantities, strict=False))
    ]
    ledger.append(batches(told), source="s", import_id="1")
    facts = made(ledger, room / "facts")
    expected = defaultdict(lambda: [Decimal(0)] * 3)
    for row in told:
        revenue = converted(row)
        if revenue is None or row["zone"] not in {None, "N"}:
            continue
        sums = expected[row["account"], row["product"]]
        loose = revenue if row["quantity"] is None else Decimal(0)
        expected[row["account"], row["product"]] = [
            sums[0] + (row["quantity"] or 0),
            sums[1] + revenue,
            sums[2] + loose,
        ]
    question = Question(facts, Scope(zones=("", "N")))
    relation = items(question, date(2024, 1, 1), date(2026, 12, 31))
    sql = (
        f"SELECT a.account, p.product, sum(i.quantity), sum(i.revenue), sum(i.loose) FROM {relation} AS i "
        f"JOIN {question.names()['accounts']} AS a ON a.id = i.account "
        f"JOIN {question.names()['products']} AS p ON p.id = i.product GROUP BY 1, 2"
    )
    with reading() as con:
        found = con.sql(sql, params={"zone": ["", "N"]}).fetchall()
    assert {(account, product): sums for account, product, *sums in found} == dict(expected)
    assert answers.totals(facts, answers.Window("dates", date(2024, 1, 1), date(2026, 12, 31))) is not None


@settings(max_examples=15, deadline=None)
@given(rows=ROWS)
def test_months_of_an_account_are_those_of_its_cells(rows, tmp_path_factory):
    folder = tmp_path_factory.mktemp("months")
    ledger = Ledger(folder / "ledger", scratch=folder)
    ledger.append(batches(rows), source="s", import_id="1")
    facts = made(ledger, folder / "facts")
    names = sorted({row["account"] for row in rows})
    zones = tuple({row["zone"] or "" for row in rows})
    for account in [*names, "nobody"]:
        by_cells = answers.months(facts, account, last=None, scope=Scope(zones=zones))
        assert answers.months(facts, account, last=None) == by_cells
    assert answers.months(facts, names, last=None) == answers.months(facts, last=None)
    without = answers.months(facts, names, last=None, scope=Scope(excluded=tuple(names[:1])))
    assert without == answers.months(facts, names[1:], last=None)
