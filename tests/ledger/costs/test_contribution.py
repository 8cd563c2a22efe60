"""Net contribution equals a naive computation in Decimal, and adds up wherever it is cut."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import hypothesis.strategies as st
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import Phase, given, settings

from ledger.costs import naive
from ledger.sample import batches, line
from trousseau.ledger.answers import Scope, Window, window
from trousseau.ledger.costs import (
    NOTHING,
    QUANTITIES,
    ActivityRate,
    Costs,
    Driver,
    Financing,
    contribution_cells,
    contributions,
)
from trousseau.ledger.facts import Facts, refresh
from trousseau.ledger.store import Ledger

YEAR = Window("dates", date(2025, 1, 1), date(2025, 12, 31))
D = Decimal


def facts_of(lines: list[dict[str, Any]], room: Path) -> Facts:
    """The facts of some lines in euros."""
    ledger = Ledger(room / "ledger", scratch=room)
    ledger.append(batches(lines), source="erp", import_id="1")
    return refresh(ledger, room / "facts", rates=None, base="EUR", today=date(2026, 2, 1))


def told(room: Path, *rows: tuple[str, str, str, str]) -> Path:
    """A table of drivers: account, period, driver, quantity."""
    file = room / f"drivers-{len(list(room.glob('drivers-*')))}.parquet"
    table = [
        dict(zip(QUANTITIES.names, (account, driver, *naive.whole(period), D(quantity)), strict=True))
        for account, period, driver, quantity in rows
    ]
    pq.write_table(pa.Table.from_pylist(table, schema=QUANTITIES), file)
    return file


def by_account(table: pa.Table) -> dict[str, dict[str, Any]]:
    """The rows of an answer by account."""
    return {row["account"]: row for row in table.to_pylist()}


VISITS = Costs(rates=(ActivityRate("visits", date(2024, 1, 1), D(200)),))


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A folder."""
    return tmp_path


def test_contribution_is_margin_less_service_and_financing(room: Path) -> None:
    facts = facts_of([line("A", "2025-03-10", "10000", cost=6000), line("B", "2025-03-10", "500", cost=450)], room)
    drivers = told(
        room, ("A", "2025-03", "visits", "4"), ("B", "2025-03", "visits", "1"), ("A", "2025", "payment_days", "60")
    )
    costs = replace(VISITS, drivers=(drivers,), financing=(Financing(date(2025, 1, 1), D("0.05")),))
    found = contributions(facts, YEAR, costs)
    rows = by_account(found.table)
    a, b = rows["A"], rows["B"]
    financing = (D(10000) * 60 * D("0.05") / 365).quantize(naive.STEP)
    assert (a["margin"], a["serve"], a["financing"]) == (D(4000), D(800), financing)
    assert a["contribution"] == D(3200) - financing
    assert (b["contribution"], b["financing"]) == (D(-150), None)
    assert [row["account"] for row in found.table.to_pylist()] == ["A", "B"]
    assert {one.driver: (one.months, one.priced) for one in found.covered} == {
        "visits": (1, 1),
        "payment_days": (12, 12),
    }
    assert found.drivers.to_pylist() == [
        {"account": "A", "driver": "payment_days", "quantity": D(60), "cost": None, "priced": True},
        {"account": "A", "driver": "visits", "quantity": D(4), "cost": D(800), "priced": True},
        {"account": "B", "driver": "visits", "quantity": D(1), "cost": D(200), "priced": True},
    ]


def test_nothing_told_is_unknown_and_not_nothing(room: Path) -> None:
    facts = facts_of([line("A", "2025-03-10", "100", cost=60), line("B", "2025-03-10", "100")], room)
    rows = by_account(contributions(facts, YEAR, NOTHING).table)
    assert (rows["A"]["serve"], rows["A"]["financing"], rows["A"]["contribution"]) == (None, None, D(40))
    assert (rows["B"]["cost"], rows["B"]["margin"], rows["B"]["contribution"]) == (None, None, None)
    assert (rows["A"]["known"], rows["B"]["known"]) == (1.0, 0.0)


def test_an_account_a_table_does_not_list_had_no_visits_but_its_payment_days_are_unknown(room: Path) -> None:
    facts = facts_of([line(a, "2025-03-10", "100", cost=60) for a in "AB"], room)
    drivers = told(room, ("A", "2025-03", "visits", "1"), ("A", "2025-03", "payment_days", "30"))
    costs = replace(VISITS, drivers=(drivers,), financing=(Financing(date(2025, 1, 1), D("0.05")),))
    b = by_account(contributions(facts, YEAR, costs).table)["B"]
    assert (b["serve"], b["financing"], b["financed"]) == (D(0), None, D(0))


def test_a_driver_without_a_rate_is_counted_and_costs_nothing_known(room: Path) -> None:
    facts = facts_of([line("A", "2025-03-10", "100", cost=60)], room)
    costs = Costs(drivers=(told(room, ("A", "2025-03", "audits", "7")),))
    found = contributions(facts, YEAR, costs)
    assert found.table.to_pylist()[0]["serve"] is None
    assert found.drivers.to_pylist() == [
        {"account": "A", "driver": "audits", "quantity": D(7), "cost": None, "priced": False}
    ]


def test_a_newer_table_wins_where_both_know_the_same(room: Path) -> None:
    facts = facts_of([line(a, "2025-03-10", "100", cost=60) for a in "AB"], room)
    old = told(room, ("A", "2025-Q1", "visits", "9"), ("B", "2025-03", "visits", "2"))
    new = told(room, ("A", "2025-02", "visits", "0"))
    rows = by_account(contributions(facts, YEAR, replace(VISITS, drivers=(old, new))).table)
    # Of nine visits in 90 days, 31 days of January and 31 of March: 3.1 and 3.1.
    assert (rows["A"]["serve"], rows["B"]["serve"]) == (D("1240"), D("400"))
    rows = by_account(contributions(facts, YEAR, replace(VISITS, drivers=(new, old))).table)
    assert rows["A"]["serve"] == D(1800)


def test_orders_lines_and_credit_notes_are_counted_in_the_lines(room: Path) -> None:
    facts = facts_of(
        [
            line("A", "2025-03-10", "100", cost=1, document="F1", no=1),
            line("A", "2025-03-10", "100", cost=1, document="F1", no=2),
            line("A", "2025-04-02", "-50", cost=1, document="F2", no=1),
            line("B", "2025-04-02", "50", cost=1, document="F3", no=1),
        ],
        room,
    )
    rates = tuple(ActivityRate(name, date(2025, 1, 1), D(10)) for name in ("orders", "lines", "credit_notes"))
    found = contributions(facts, YEAR, Costs(rates=rates))
    assert {(r["account"], r["driver"]): r["quantity"] for r in found.drivers.to_pylist()} == {
        ("A", "credit_notes"): D(1),
        ("A", "lines"): D(3),
        ("A", "orders"): D(2),
        ("B", "credit_notes"): D(0),
        ("B", "lines"): D(1),
        ("B", "orders"): D(1),
    }
    assert by_account(found.table)["A"]["serve"] == D(60)
    cut = contributions(facts, Window("dates", date(2025, 3, 1), date(2025, 4, 1)), Costs(rates=rates))
    assert by_account(cut.table)["A"]["serve"] == D(30)


def test_an_account_with_costs_and_no_sales_is_a_loss_of_no_place(room: Path) -> None:
    facts = facts_of([line("A", "2025-03-10", "100", cost=60), line("B", "2024-03-10", "100", cost=60)], room)
    costs = replace(VISITS, drivers=(told(room, ("B", "2025-03", "visits", "1")),))
    b = by_account(contributions(facts, YEAR, costs).table)["B"]
    assert (b["revenue"], b["margin"], b["contribution"], b["known"]) == (D(0), D(0), D(-200), None)
    cell = next(row for row in contribution_cells(facts, YEAR, costs).to_pylist() if row["account"] == "B")
    assert (cell["zone"], cell["division"], cell["currency"], cell["serve"]) == ("", "", "EUR", D(200))


def test_accounts_the_ledger_does_not_know_are_told(room: Path) -> None:
    facts = facts_of([line("A", "2025-03-10", "100", cost=60)], room)
    costs = replace(VISITS, drivers=(told(room, ("Z", "2025-03", "visits", "1")),))
    assert contributions(facts, YEAR, costs).strangers == ("Z",)


def test_a_zone_takes_its_share_of_what_serves_the_account(room: Path) -> None:
    facts = facts_of(
        [
            line("A", "2025-03-10", "300", cost=60, zone="N", document="1", no=1),
            line("A", "2025-03-10", "100", cost=60, zone="S", document="2", no=1),
            line("A", "2025-03-10", "-10", cost=0, zone="W", document="3", no=1),
        ],
        room,
    )
    costs = replace(VISITS, drivers=(told(room, ("A", "2025-03", "visits", "1")),))
    shares = {row["zone"]: row["serve"] for row in contribution_cells(facts, YEAR, costs).to_pylist()}
    assert shares == {"N": D(150), "S": D(50), "W": D(0)}
    south = contributions(facts, YEAR, costs, scope=Scope(zones=("S",)))
    assert south.table.to_pylist()[0]["serve"] == D(50)
    assert south.drivers.to_pylist()[0]["cost"] == D(50)


def test_a_group_is_the_sum_of_its_accounts(room: Path) -> None:
    facts = facts_of([line(a, "2025-03-10", "100", cost=60) for a in "ABC"], room)
    costs = replace(VISITS, drivers=(told(room, ("A", "2025-03", "visits", "1"), ("B", "2025-03", "visits", "2")),))
    scope = Scope(groups={"A": "G", "B": "G"}, excluded=("C",))
    found = contributions(facts, YEAR, costs, scope=scope, by="group")
    assert [(r["account"], r["serve"], r["contribution"]) for r in found.table.to_pylist()] == [("G", D(600), D(-520))]
    assert found.drivers.to_pylist()[0]["quantity"] == D(3)


def test_an_empty_period_gives_nothing(room: Path) -> None:
    facts = facts_of([line("A", "2025-03-10", "100")], room)
    empty = Window("dates", date(2024, 1, 1), date(2024, 1, 31))
    assert contributions(facts, empty, VISITS).table.num_rows == 0
    assert contribution_cells(facts, empty, VISITS).num_rows == 0


KINDS = {"visits": "volume", "rebates": "amount", "payment_days": "level"}
LINES = st.lists(
    st.builds(
        lambda account, month, day, amount, cost, zone, division, n: line(
            account,
            f"2025-{month:02d}-{day:02d}",
            str(amount),
            cost=cost,
            zone=zone,
            division=division,
            document=f"D{n}",
            no=1,
        ),
        st.sampled_from("ABC"),
        st.integers(1, 12),
        st.integers(1, 28),
        st.decimals("-999999999", "999999999", places=4),
        st.none() | st.decimals("-9999", "99999", places=4),
        st.sampled_from([None, "N", "S"]),
        st.sampled_from([None, "P"]),
        st.integers(0, 40),
    ),
    min_size=1,
    max_size=14,
)
TABLES = st.lists(
    st.dictionaries(
        st.tuples(
            st.sampled_from("ABC"),
            st.sampled_from(["2025-01", "2025-02", "2025-Q2", "2025-Q3", "2025"]),
            st.sampled_from(sorted(KINDS)),
        ),
        st.decimals("-9999", "99999", places=4),
        max_size=8,
    ),
    max_size=3,
)
RATES = st.builds(
    lambda old, new, more, yearly: Costs(
        rates=(
            ActivityRate("visits", date(2025, 2, 1), old),
            ActivityRate("visits", date(2025, 7, 1), new),
            *([ActivityRate("rebates", date(2025, 5, 1), more)] if more is not None else []),
        ),
        financing=(Financing(date(2025, 3, 1), yearly),),
        kinds=tuple(Driver(name, kind) for name, kind in KINDS.items()),  # type: ignore[arg-type]
    ),
    st.decimals("0", "5000", places=4),
    st.decimals("0", "5000", places=4),
    st.none() | st.decimals("0", "2", places=4),
    st.decimals("0", "1", places=6),
)
PERIODS = st.sampled_from(["2025-01-01..2025-12-31", "2025-01-20..2025-08-07", "2025-04-01..2025-06-30"])


@settings(max_examples=12, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(LINES, TABLES, RATES, PERIODS)
def test_every_figure_equals_plain_decimal_arithmetic(
    lines: list[dict[str, Any]], tables: list[dict[tuple[str, str, str], Decimal]], costs: Costs, period: str
) -> None:
    lines = list({row["document"]: row for row in lines}.values())
    with TemporaryDirectory() as folder:
        room = Path(folder)
        facts = facts_of(lines, room)
        rows = [[(*key, str(quantity)) for key, quantity in table.items()] for table in tables]
        costs = replace(costs, drivers=tuple(told(room, *table) for table in rows))
        asked = window(facts, period)
        found = contributions(facts, asked, costs)
        cells = contribution_cells(facts, asked, costs).to_pylist()
    known = [
        [dict(zip(QUANTITIES.names, (a, d, *naive.whole(p), D(q)), strict=True)) for a, p, d, q in table]
        for table in rows
    ]
    quantities = naive.quantities(known, KINDS, asked.start, asked.end)
    customers = {row["account"] for row in lines}
    serving = {key: cost for key, cost in naive.served(costs, quantities).items() if key[0] in customers}
    assert found.strangers == tuple(sorted({account for account, _, _ in quantities} - customers))
    financing = naive.owed(lines, costs, quantities, asked.start, asked.end)
    inside = [row for row in lines if asked.start <= row["date"] <= asked.end]
    whole: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for cell in cells:
        for name in ("revenue", "costed", "cost", "serve", "financing"):
            whole[cell["account"]][name] += cell[name] or 0
    shown = by_account(found.table)
    assert shown.keys() == {row["account"] for row in inside} | {account for account, _ in serving}
    for account, row in shown.items():
        mine = [one for one in inside if one["account"] == account]
        costed = [one for one in mine if one["cost"] is not None]
        assert row["revenue"] == sum((one["amount"] for one in mine), D(0)) == whole[account]["revenue"]
        assert row["costed"] == sum((one["amount"] for one in costed), D(0)) == whole[account]["costed"]
        margin = sum((one["amount"] - one["cost"] for one in costed), D(0)) if costed or not mine else None
        assert row["margin"] == margin
        serve = sum((cost for (who, _), cost in serving.items() if who == account), D(0))
        assert (row["serve"] or D(0)) == serve == whole[account]["serve"]
        owing = [amount for (who, _), amount in financing.items() if who == account]
        assert row["financing"] == (sum(owing) if owing else None)
        assert row["contribution"] == (None if margin is None else margin - serve - sum(owing))
    assert {
        (r["account"], r["driver"]): r["cost"] for r in found.drivers.to_pylist() if r["cost"] is not None
    } == serving
    assert {(c["account"], (c["zone"], c["division"], c["currency"])): c["financing"] for c in cells
            if c["financing"] is not None} == financing  # fmt: skip
