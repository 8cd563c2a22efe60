"""Sales, orders and breadth by quarter, against a ledger one can count by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest

from trousseau.ledger.answers import Scope
from trousseau.ledger.facts import refresh
from trousseau.ledger.lines import LINES
from trousseau.ledger.outlook.retention import retention
from trousseau.ledger.selection.paths import paths
from trousseau.ledger.selection.tomorrow import listed, tomorrow
from trousseau.ledger.store import Ledger
from trousseau.method.wallet import Total

TODAY = dt.date(2026, 1, 20)


def line(account, day, amount, *, family="F1", zone="Nord", group=None):
    return {
        "account": account, "customer": account, "code": account, "group": group, "document": f"{account}{day}{family}",
        "line": "1", "date": day, "amount": Decimal(amount), "currency": "EUR", "product": family, "family": family,
        "division": "D", "zone": zone, "cost": Decimal(amount) / 2, "row": 1,
    }  # fmt: skip


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    home = tmp_path_factory.mktemp("paths")
    rows = [line("A", dt.date(year, month, 5), 100) for year in (2023, 2024, 2025) for month in range(1, 13)]
    rows += [
        line("A", dt.date(2025, 11, 5), 30, family="F2", zone="Sud"),
        line("A", dt.date(2025, 12, 6), -30, family="F3"),
    ]
    rows += [line("B", dt.date(2024, 5, day), 40, group="G") for day in (1, 2, 3)]
    rows += [line("C", dt.date(2024, 5, 3), 10, family="F4", group="G"), line("C", dt.date(2025, 8, 1), 60, group="G")]
    rows += [line("D", dt.date(2026, 1, 10), 999)]  # a month that is not over
    ledger = Ledger(home / "ledger", scratch=home)
    ledger.append([pa.RecordBatch.from_pylist(rows, LINES)], source="test", import_id="1")
    return refresh(ledger, home / "facts", rates=None, base="EUR", today=TODAY)


def test_quarters_end_with_the_last_complete_month(facts):
    found = paths(facts)
    assert found.accounts == ("A", "B", "C")
    assert (len(found.ends), found.ends[0], found.ends[-1]) == (12, dt.date(2023, 3, 31), dt.date(2025, 12, 31))
    assert found.revenue[0].tolist() == [300.0] * 12
    assert found.year[0, 3:].tolist() == [1200.0] * 9
    assert found.orders[0].tolist() == [3.0] * 11 + [3.0]


def test_before_its_first_purchase_nothing_is_known(facts):
    found = paths(facts)
    assert np.isnan(found.revenue[1, :5]).all()
    assert found.revenue[1, 5:].tolist() == [120.0] + [0.0] * 6
    assert np.isnan(found.year[1, 7])
    assert found.year[1, 8] == 120.0


def test_groups_add_up_and_their_days_are_counted_once(facts):
    found = paths(facts, by="group")
    group = found.index["G"]
    assert found.revenue[group, 5] == 130.0
    assert found.orders[group, 5] == 3.0
    assert found.families[group, 5:10].tolist() == [2.0, 2.0, 2.0, 2.0, 0.0]
    assert found.families[group, 10] == 1.0
    assert found.new_families[group] == 0


def test_breadth_is_of_a_year_and_returns_buy_nothing(facts):
    found = paths(facts)
    assert found.families[0].tolist() == [1.0] * 11 + [2.0]
    assert found.zones[0, -1] == 2.0
    assert (found.new_families[0], found.new_zones[0]) == (1, 1)


def test_a_scope_keeps_to_its_zones_and_leaves_out_who_is_excluded(facts):
    found = paths(facts, scope=Scope(zones=("Sud",)))
    assert found.accounts == ("A",)
    assert found.revenue[0, -1] == 30.0
    assert paths(facts, scope=Scope(excluded=("A",))).accounts == ("B", "C")
    assert paths(facts, scope=Scope(accounts=())).accounts == ()


def test_a_scope_in_which_nobody_buys_is_an_answer(facts):
    seen = tomorrow(facts, retention(facts), scope=Scope(accounts=()))
    assert len(seen.order(seen.gain, seen.gain)) == 0
    assert np.isnan(seen.line)


def test_who_holds_the_tier_is_a_key_account(facts):
    seen = tomorrow(facts, retention(facts), key=("B",))
    assert seen.decided
    assert seen.key.tolist() == [False, True, False]


@pytest.mark.parametrize("months", [1, 2, 3, 7, 30])
def test_a_short_ledger_or_one_account_is_an_answer(tmp_path, months):
    days = [dt.date(2023 + at // 12, at % 12 + 1, 5) for at in range(months)]
    ledger = Ledger(tmp_path / "ledger", scratch=tmp_path)
    ledger.append([pa.RecordBatch.from_pylist([line("A", day, 100) for day in days], LINES)], source="t", import_id="1")
    found = refresh(ledger, tmp_path / "facts", rates=None, base="EUR", today=days[-1] + dt.timedelta(days=40))
    seen = tomorrow(found, retention(found))
    who = listed(seen, {"A": Total(1000.0, 900.0, 1100.0), "Gone": Total(1.0, 1.0, 1.0)})
    assert len(who.order) == 0
    assert seen.forecast.check is None
    assert len(seen.paths.ends) == months // 3
