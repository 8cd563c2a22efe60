"""What became of accounts: growth quarter by quarter, and sales that are not counted."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.sample import batches, line
from trousseau.ledger.answers import ALL
from trousseau.ledger.facts import refresh
from trousseau.ledger.growth import UNKNOWN
from trousseau.ledger.selection.followed import followed


@pytest.fixture
def told(ledger, tmp_path):
    """Follow some lines over four quarters of 2025."""

    def make(lines):
        ledger.append(iter(batches(lines)), source="s", import_id="1")
        facts = refresh(ledger, tmp_path / "facts", rates=None, base=None, today=date(2026, 1, 10))
        return followed(facts, 4, inflation=UNKNOWN, scope=ALL, by="account")

    return make


def sold(account, year, amount, months=range(1, 13), **more):
    """A line a month."""
    return [line(account, f"{year}-{month:02}-10", str(amount), **more) for month in months]


def test_growth_of_each_quarter_and_of_all(told):
    found = told([*sold("A", 2024, 100), *sold("A", 2025, 90, range(1, 7)), *sold("A", 2025, 110, range(7, 13))])
    at = found.place("A")
    assert found.quarters[at] == pytest.approx([-0.1, -0.1, 0.1, 0.1])
    assert found.growth[at] == pytest.approx(0.0)
    assert found.hidden[at] == 0.0


def test_an_account_under_another_code_is_seen(told):
    lines = [
        *sold("A", 2024, 100), *sold("B", 2024, 50), *sold("B", 2025, 50),
        *sold("A2", 2025, 100, range(1, 13), customer="CUSTOMER a"),
    ]  # fmt: skip
    found = told([*lines, *sold("A", 2025, 20, range(1, 2))])
    assert found.place("A2") is not None
    assert found.recoded[found.place("B")] == ""
    assert found.recoded[found.place("A")] in {"", "A2"}


def test_an_account_that_ended_while_one_of_its_name_began(told):
    found = told([*sold("A", 2024, 100), *sold("B", 2025, 100), *sold("X", 2025, 110, customer="CUSTOMER  a")])
    at = found.place("A")
    assert found.recoded[at] == "X"
    assert (1 + found.growth[at]) * (1 + found.hidden[at]) == pytest.approx(1.1, abs=0.002)


def test_months_without_any_line_are_missing_from_everyone(told):
    found = told([*sold("A", 2024, 100), *sold("A", 2025, 100, (1, 2, 3, 4, 5, 6, 7, 8, 9, 12))])
    assert found.missing == 2
    assert found.hidden[found.place("A")] == pytest.approx(2 / 10)


def test_a_ledger_that_is_too_short_is_not_followed(told):
    assert told(sold("A", 2025, 100)) is None
