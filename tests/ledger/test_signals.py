"""What each month tells of each account: orders, breadth, margin, and a price index that no mix moves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from ledger.sample import batches, line
from ledger.test_facts import made
from trousseau.ledger.costs import NOTHING, PAYMENT_DAYS, Costs, Driver, Financing
from trousseau.ledger.costs.tables import save_quantities
from trousseau.ledger.costs.tables.model import Quantity
from trousseau.ledger.erosion import erosion, last_month, verdicts
from trousseau.ledger.signals import series

YEAR = [f"2025-{month:02d}-10" for month in range(1, 13)]


def told(ledger, folder, lines, end="2025-12"):
    ledger.append(batches(lines), source="s", import_id="1")
    facts = made(ledger, folder)
    return facts, series(facts, end)


def sold(day, product, price, quantity=10, **more):
    return line(day=day, amount=str(round(price * quantity, 4)), quantity=quantity, product=product, **more)


def test_orders_are_documents_or_days_and_months_without_sales_are_zero(ledger, tmp_path):
    lines = [
        line(day="2025-01-05", document="D1", no=1),
        line(day="2025-01-05", document="D1", no=2),
        line(day="2025-01-06", document="D2", no=1),
        line(day="2025-01-07", document="C1", no=1, amount="-10"),
        line(account="B", day="2025-03-01"),
        line(account="B", day="2025-03-01", amount="50"),
        line(account="B", day="2025-03-02"),
    ]
    _facts, found = told(ledger, tmp_path / "facts", lines, "2025-04")
    assert found.months == ["2025-01", "2025-02", "2025-03", "2025-04"]
    orders = dict(zip(found.accounts, found.signals.orders.tolist(), strict=True))
    assert orders["A"] == [2, 0, 0, 0]
    assert np.isnan(orders["B"][:2]).all()
    assert orders["B"][2:] == [2, 0]
    assert (found.signals.price, found.signals.margin) == (None, None)


def test_the_margin_is_of_the_lines_that_have_a_cost(ledger, tmp_path):
    lines = [
        line(day="2025-01-05", amount="100", cost="60", document="1", no=1),
        line(day="2025-01-05", amount="900", document="1", no=2),
        line(day="2025-02-05", amount="100", document="2", no=1),
    ]
    _facts, found = told(ledger, tmp_path / "facts", lines, "2025-02")
    assert found.signals.margin[0].tolist() == pytest.approx([0.4, np.nan], nan_ok=True)


def test_a_mix_moves_no_price_index(ledger, tmp_path):
    """From the dear product to the cheap one, month by month, at prices that do not change."""
    lines = []
    for at, day in enumerate(YEAR):
        lines += [sold(day, "dear", 100, 12 - at, document=f"D{at}", no=1)]
        lines += [sold(day, "cheap", 2, 1 + 50 * at, document=f"D{at}", no=2)]
    _facts, found = told(ledger, tmp_path / "facts", lines)
    assert found.signals.price[0] == pytest.approx(np.zeros(12), abs=1e-9)


def test_prices_that_fall_are_an_index_that_falls(ledger, tmp_path):
    """One per cent a month on both products; the account stands alone, so nothing is taken out."""
    lines = []
    for at, day in enumerate(YEAR):
        lines += [sold(day, "one", 100 * 0.99**at, document=f"D{at}", no=1)]
        if at % 2:
            lines += [sold(day, "two", 7 * 0.99**at, document=f"D{at}", no=2)]
    _facts, found = told(ledger, tmp_path / "facts", lines)
    assert np.diff(found.signals.price[0]) == pytest.approx(np.full(11, np.log(0.99)), abs=2e-3)


def test_what_all_prices_do_is_taken_out(ledger, tmp_path):
    """Nine accounts take an increase of a tenth in July; the tenth account does not: it falls against them."""
    lines = []
    for account in "ABCDEFGHIJ":
        for at, day in enumerate(YEAR):
            price = 100 * (1.1 if at >= 6 and account != "J" else 1.0)
            lines += [sold(day, "one", price, account=account, document=f"{account}{at}", no=1)]
    _facts, found = told(ledger, tmp_path / "facts", lines)
    steps = found.signals.price[:, -1] - found.signals.price[:, 0]
    assert steps[-1] - steps[0] == pytest.approx(-np.log(1.1), abs=1e-6)
    assert abs(steps[0]) < 0.02


def test_returns_slips_and_lines_without_a_quantity_tell_no_price(ledger, tmp_path):
    lines = [sold(day, "one", 100, document=f"D{at}", no=1) for at, day in enumerate(YEAR)]
    lines += [
        line(day="2025-06-11", amount="-500", quantity="-5", product="one", document="C", no=1),
        line(day="2025-07-11", amount="500", product="one", document="N", no=1),
        line(day="2025-08-11", amount="500", quantity="0", product="one", document="Z", no=1),
        sold("2025-09-11", "", 3, document="P", no=1),
    ]
    _facts, found = told(ledger, tmp_path / "facts", lines)
    assert found.signals.price[0] == pytest.approx(np.zeros(12), abs=1e-9)


def test_a_month_that_did_not_change_is_not_worked_out_again(ledger, tmp_path):
    facts, _found = told(ledger, tmp_path / "facts", [sold(day, "one", 5, document=day, no=1) for day in YEAR])
    before = {file: file.stat().st_mtime_ns for file in (facts.folder / "derived" / "months").rglob("*.parquet")}
    ledger.append(batches([sold("2025-12-20", "one", 5, document="new", no=1)]), source="s", import_id="2")
    series(made(ledger, tmp_path / "facts"), "2025-12")
    after = {file: file.stat().st_mtime_ns for file in (facts.folder / "derived" / "months").rglob("*.parquet")}
    assert {file for file in before if after.get(file) == before[file]} == set(before)
    assert len(after) == len(before) + 2


def test_a_ledger_of_a_few_months_says_that_it_is_too_short(ledger, tmp_path):
    facts, _found = told(ledger, tmp_path / "facts", [sold(day, "one", 5, document=day, no=1) for day in YEAR])
    judged = erosion(facts, date(2025, 12, 31))
    assert (judged.accounts, judged.judged, dict(judged.reasons), judged.eroding) == (1, 0, {"short": 1}, ())


def test_an_empty_ledger_and_days_within_a_month(ledger, tmp_path):
    facts = made(ledger, tmp_path / "facts")
    assert erosion(facts).accounts == 0
    ledger.append(batches([line(day="2025-05-10", document="1", no=1)]), source="s", import_id="1")
    facts = made(ledger, tmp_path / "facts")
    assert last_month(facts, date(2025, 5, 31)) == "2025-05"
    assert last_month(facts, date(2025, 5, 30)) is None
    assert erosion(facts, date(2020, 1, 1)).accounts == 0
    assert last_month(facts, date(2031, 1, 1)) == last_month(facts)


def days_told(folder, *rows):
    """A table of payment days as the company tells it: account, first day, last day, days."""
    day = date.fromisoformat
    quantities = (Quantity(account, PAYMENT_DAYS, day(start), day(end), Decimal(d)) for account, start, end, d in rows)
    return save_quantities(quantities, folder)


def test_a_quarter_told_is_one_observation_in_its_last_month(ledger, tmp_path):
    facts, without = told(ledger, tmp_path / "facts", [sold(day, "one", 5, document=day, no=1) for day in YEAR])
    assert without.signals.payment is None
    quarters = days_told(
        tmp_path / "told",
        ("A", "2025-01-01", "2025-03-31", "40"),
        ("A", "2025-04-01", "2025-06-30", "46.5"),
        ("A", "2025-07-01", "2025-07-31", "50"),
        ("A", "2025-12-01", "2026-01-31", "90"),
        ("nobody", "2025-01-01", "2025-03-31", "7"),
    )
    days = series(facts, "2025-12", costs=Costs(drivers=(quarters,))).signals.payment
    assert days[0] == pytest.approx([np.nan, np.nan, 40, np.nan, np.nan, 46.5, 50, *[np.nan] * 5], nan_ok=True)


def test_the_newest_table_tells_the_payment_days(ledger, tmp_path):
    """A newer table that knows the quarter by months replaces it; one that knows a month of it does not."""
    facts, _found = told(ledger, tmp_path / "facts", [sold(day, "one", 5, document=day, no=1) for day in YEAR])
    old = days_told(tmp_path / "told", ("A", "2025-01-01", "2025-03-31", "40"), ("A", "2025-04-01", "2025-06-30", "44"))
    months = ("2025-01-31", "2025-02-28", "2025-03-31", "2025-05-31")
    new = days_told(tmp_path / "told", *(("A", f"{end[:8]}01", end, str(30 + n)) for n, end in enumerate(months)))
    days = series(facts, "2025-12", costs=Costs(drivers=(old, new))).signals.payment[0]
    assert days == pytest.approx([30, 31, 32, np.nan, 33, 44, *[np.nan] * 6], nan_ok=True)


def test_a_verdict_depends_on_the_tables_and_on_nothing_else_told(ledger, tmp_path):
    facts, _found = told(ledger, tmp_path / "facts", [sold(day, "one", 5, document=day, no=1) for day in YEAR])
    table = days_told(tmp_path / "told", ("A", "2025-01-01", "2025-03-31", "40"))
    with_days = verdicts(facts, "2025-12", Costs(drivers=(table,)))
    financed = Costs(drivers=(table,), financing=(Financing(date(2025, 1, 1), Decimal("0.05")),))
    assert verdicts(facts, "2025-12", financed) == with_days != verdicts(facts, "2025-12")
    volumes = Costs(drivers=(table,), kinds=(Driver(PAYMENT_DAYS, "volume"),))
    assert verdicts(facts, "2025-12", volumes) == verdicts(facts, "2025-12", NOTHING)
