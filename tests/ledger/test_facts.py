"""Facts and answers: equal to a naive computation with `Decimal`, whatever was imported, undone or changed."""

import json
from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from ledger.sample import batches, line
from trousseau.ledger import answers
from trousseau.ledger.answers import Scope, window
from trousseau.ledger.checkup import check_up, check_up_lines
from trousseau.ledger.facts import Facts, refresh
from trousseau.ledger.facts.manifest import FactsError
from trousseau.ledger.rates import Rates, own
from trousseau.ledger.store import Ledger

TODAY = date(2026, 7, 10)
STEP = Decimal("0.0001")

RATES = own(
    [
        {"date": f"20{year}-{month:02d}-{day:02d}", "currency": code, "eur_per_unit": rate}
        for year in (24, 25, 26)
        for month in range(1, 13)
        for day in (1, 8, 15, 22)
        for code, rate in (("USD", f"0.9{month:02d}{day:02d}7"), ("JPY", f"0.00612345{month}"))
    ],
    "EUR",
)
RATE = {(r["currency"], r["date"]): r["rate"] for r in RATES.table.to_pylist()}


def made(ledger: Ledger, folder: Path, rates: Rates | None = RATES, base: str | None = "EUR", **more: Any) -> Facts:
    """The facts of a ledger, on the tests' day."""
    return refresh(ledger, folder, rates=rates, base=base, **{"today": TODAY, **more})


def converted(row: dict[str, Any], field: str = "amount") -> Decimal | None:
    """A line's amount in euros, in plain Decimal arithmetic."""
    if row.get(field) is None:
        return None
    if row.get("currency") in {None, "EUR"}:
        return row[field]
    rate = RATE.get((row["currency"], row["date"]))
    return None if rate is None else (row[field] * rate).quantize(STEP, ROUND_HALF_UP)


MONEY = st.decimals("-999999", "999999", places=4) | st.decimals("-99999999999", "99999999999", places=2)
ROWS = st.lists(
    st.builds(
        lambda account, year, month, day, amount, currency, zone, division, cost, n: line(
            account,
            f"{year}-{month:02d}-{day:02d}",
            str(amount),
            currency=currency,
            zone=zone,
            division=division,
            cost=cost,
            document=f"D{n}",
            no=1,
        ),
        st.sampled_from(["A", "B", "C", "D'é"]),
        st.integers(2024, 2026),
        st.integers(1, 12),
        st.integers(1, 31).filter(lambda d: d <= 28) | st.just(28),
        MONEY,
        st.sampled_from([None, "EUR", "USD", "JPY", "XXX"]),
        st.sampled_from([None, "N", "S"]),
        st.sampled_from([None, "P", "Q"]),
        st.none() | st.decimals("0", "99999", places=2),
        st.integers(0, 30),
    ),
    max_size=25,
)


def naive(lines: list[dict[str, Any]], key: str, start: date, end: date) -> dict[Any, tuple[Decimal, int, int]]:
    """Revenue, lines and unconverted lines by a field, one line at a time."""
    sums: dict[Any, list[Any]] = defaultdict(lambda: [Decimal(0), 0, 0])
    for row in lines:
        if start <= row["date"] <= end:
            value = converted(row)
            entry = sums[row.get(key) or ""]
            entry[0] += value or 0
            entry[1] += 1
            entry[2] += value is None
    return {name: tuple(entry) for name, entry in sums.items()}


def check(facts: Facts, lines: list[dict[str, Any]]) -> None:
    """Every answer of every kind of window against the naive sums."""
    kept = list({row["document"]: row for row in lines}.values())
    assert (facts.lines, facts.unconverted) == (len(kept), sum(converted(r) is None for r in kept))
    periods = [*answers.windows(facts), "2025-03-05..2025-11-20"] if kept else ["2025-03-05..2025-11-20"]
    for name in periods:
        asked = window(facts, name)
        by_account = naive(kept, "account", asked.start, asked.end)
        table = answers.accounts(facts, asked).to_pylist()
        for by in ("account", "group"):
            pairs = answers.accounts(facts, asked, by=by).select(["revenue", "previous"]).to_pylist()
            moved = answers.movement(facts, asked, by=by).to_pylist()
            assert sorted(map(repr, moved)) == sorted(map(repr, pairs))
        shown = {r["account"]: (r["revenue"] or Decimal(0), r["lines"], r["unconverted"]) for r in table if r["lines"]}
        assert shown == by_account
        if asked.previous_start and asked.previous_end:
            before = naive(kept, "account", asked.previous_start, asked.previous_end)
            assert {r["account"]: r["previous"] for r in table if r["previous"]} == {
                a: v[0] for a, v in before.items() if v[0]
            }
        costs = [
            converted(r, "cost")
            for r in kept
            if asked.start <= r["date"] <= asked.end and converted(r, "cost") is not None
        ]
        said = answers.totals(facts, asked)
        assert said.revenue == sum((v[0] for v in by_account.values()), Decimal(0))
        assert said.cost == (sum(costs) if costs else None)
        assert (said.lines, said.unconverted) == tuple(sum(v[i] for v in by_account.values()) for i in (1, 2))
        for dimension in ("zone", "division", "family"):
            values = answers.breakdown(facts, asked, dimension).to_pylist()
            assert {r["value"]: (r["revenue"], r["lines"], r["unconverted"]) for r in values if r["lines"]} == naive(
                kept, dimension, asked.start, asked.end
            )
        if name not in {"all", "dates"}:
            continue
        for account, (revenue, count, _) in by_account.items():
            page = answers.account_lines(facts, account, asked, limit=3)
            assert (page.revenue, page.lines, page.table.num_rows) == (revenue, count, min(3, count))


@settings(max_examples=6, deadline=None)
@given(first=ROWS, second=ROWS)
def test_answers_equal_a_naive_computation_after_every_import_and_undo(
    tmp_path_factory: pytest.TempPathFactory, first: list[dict[str, Any]], second: list[dict[str, Any]]
) -> None:
    # Of a key met twice in one file, the first and the second are two lines: keep one, so that the model is
    # simple.
    first, second = (list({r["document"]: r for r in rows}.values()) for rows in (first, second))
    folder = tmp_path_factory.mktemp("home")
    ledger = Ledger(folder / "ledger")
    ledger.append(batches(first), source="e", import_id="1")
    check(made(ledger, folder / "facts"), first)
    ledger.append(batches(second), source="e", import_id="2")
    check(made(ledger, folder / "facts"), [*first, *second])
    if first and ledger.undo("1").lines_total == 0:
        check(made(ledger, folder / "facts"), [])


def small(ledger: Ledger) -> list[dict[str, Any]]:
    """Two years of two groups and a loner, in euros and dollars."""
    rows = [
        line(account, f"{year}-{month:02d}-08", str(amount * month), document=f"{account}{year}{month}", no=1, **more)
        for year in (2025, 2026)
        for month in range(1, 7 if year == 2026 else 13)
        for account, amount, more in (
            ("A", 100, {"zone": "N", "group": "G", "currency": "USD", "product": "p1", "cost": "10"}),
            ("B", 50, {"zone": "S", "group": "G", "division": "P"}),
            ("C", 10, {"zone": "S", "division": "Q", "currency": "XXX" if month == 3 else None}),
        )
    ]
    ledger.append(batches(rows), source="e", import_id="1")
    return rows


def test_windows_end_with_the_last_complete_month(ledger: Ledger, tmp_path: Path) -> None:
    small(ledger)
    facts = made(ledger, tmp_path / "facts")
    found = {name: (str(w.start), str(w.end), str(w.previous_start)) for name, w in answers.windows(facts).items()}
    assert found == {
        "r12": ("2025-07-01", "2026-06-30", "None"),
        "fy": ("2025-01-01", "2025-12-31", "None"),
        "ytd": ("2026-01-01", "2026-06-30", "2025-01-01"),
        "all": ("2025-01-08", "2026-06-08", "None"),
    }
    june = made(ledger, tmp_path / "facts", today=date(2026, 6, 20), fiscal_year_start=4)
    found = {name: (str(w.start), str(w.end)) for name, w in answers.windows(june).items()}
    assert (found["r12"], found["fy"], found["ytd"]) == (
        ("2025-06-01", "2026-05-31"),
        ("2025-04-01", "2026-03-31"),
        ("2026-04-01", "2026-05-31"),
    )
    for text, code in (("never", "period_unknown"), ("2026-02-01..2026-01-01", "period_reversed")):
        with pytest.raises(answers.WindowError) as refused:
            window(facts, text)
        assert refused.value.code == code
    assert window(facts, "2026-01-01..2026-02-28").previous_end == date(2025, 2, 28)
    assert window(facts, window(facts, "2026-01-05..2026-02-20").key).previous_end == date(2025, 2, 20)


def test_groups_come_from_the_file_and_a_mapping_wins(ledger: Ledger, tmp_path: Path) -> None:
    small(ledger)
    facts = made(ledger, tmp_path / "facts")
    year = window(facts, "fy")

    def shown(scope: Scope) -> list[tuple[Any, ...]]:
        rows = answers.accounts(facts, year, by="group", scope=scope).to_pylist()
        return [(r["account"], r["group"], r["accounts"]) for r in rows]

    assert shown(Scope()) == [("G", "G", 2), ("C", None, 1)]
    assert shown(Scope(groups={"B": None, "C": "G"})) == [("G", "G", 2), ("B", None, 1)]
    assert shown(Scope(groups={"C": "B", "B": ""}, excluded=("A",))) == [("B", None, 1), ("B", "B", 1)]
    both = answers.accounts(facts, year, by="group")["revenue"].to_pylist()
    assert sum(both) == answers.totals(facts, year).revenue


def test_scope_filters_every_answer_alike(ledger: Ledger, tmp_path: Path) -> None:
    rows = small(ledger)
    facts = made(ledger, tmp_path / "facts")
    year = window(facts, "fy")
    scope = Scope(zones=("S",), divisions=("P", ""), excluded=("nobody",))
    expected = sum(converted(r) for r in rows if r["date"].year == 2025 and r["account"] == "B")
    assert answers.totals(facts, year, scope=scope).revenue == expected
    assert answers.accounts(facts, year, scope=scope)["revenue"].to_pylist() == [expected]
    assert answers.breakdown(facts, year, "product", scope=scope)["revenue"].to_pylist() == [expected]
    assert answers.cells(facts, year, "zone", scope=scope)["account"].to_pylist() == ["B"]
    assert answers.account_lines(facts, ("A", "B"), year, scope=scope).revenue == expected
    assert sum(answers.months(facts, scope=scope, last=None)["revenue"].to_pylist()[:12]) == expected
    assert answers.documents(facts, year, scope=scope).to_pylist() == [{"account": "B", "documents": 12}]
    assert answers.totals(facts, year, scope=Scope(accounts=())).lines == 0
    assert answers.totals(facts, year, scope=Scope(zones=())).lines == 0


def test_months_and_sparks_show_zero_inside_and_nothing_before(ledger: Ledger, tmp_path: Path) -> None:
    ledger.append(
        batches([line("A", "2026-01-15"), line("B", "2026-04-15"), line("A", "2026-06-15")]), source="e", import_id="1"
    )
    facts = made(ledger, tmp_path / "facts")
    months = answers.months(facts, "A").to_pylist()
    assert [(m["month"].month, m["revenue"], m["cost"]) for m in months] == [
        (n, Decimal(100 if n in {1, 6} else 0), None) for n in range(1, 7)
    ]
    assert answers.sparks(facts, last=7, only=["A"]).to_pylist() == [
        {"account": "A", "revenue": [None, *(Decimal(100 if n in {1, 6} else 0) for n in range(1, 7))]}
    ]


def test_lines_of_an_account_are_paged_newest_first_and_add_up(ledger: Ledger, tmp_path: Path) -> None:
    rows = small(ledger)
    facts = made(ledger, tmp_path / "facts")
    everything = window(facts, "all")
    pages = [answers.account_lines(facts, "A", everything, offset=n, limit=7) for n in (0, 7, 14, 21)]
    lines = [row for page in pages for row in page.table.to_pylist()]
    assert [r["date"] for r in lines] == sorted((r["date"] for r in rows if r["account"] == "A"), reverse=True)
    assert sum(r["revenue"] for r in lines) == pages[0].revenue == pages[3].revenue
    assert all(r["revenue"] == (r["amount"] * r["rate"]).quantize(STEP, ROUND_HALF_UP) for r in lines)
    assert {r["rate"] for r in answers.account_lines(facts, "B", everything).table.to_pylist()} == {Decimal(1)}


def test_lines_without_a_rate_are_counted_and_never_zero(ledger: Ledger, tmp_path: Path) -> None:
    small(ledger)
    facts = made(ledger, tmp_path / "facts")
    everything = window(facts, "all")
    assert facts.unconverted == 2
    assert answers.unconverted(facts, everything).to_pylist() == [
        {"currency": "XXX", "lines": 2, "amount": Decimal("60.0000")}
    ]
    march = window(facts, "2026-03-01..2026-03-31")
    (row,) = [r for r in answers.accounts(facts, march).to_pylist() if r["account"] == "C"]
    assert (row["revenue"], row["lines"], row["unconverted"]) == (None, 1, 1)
    said = answers.totals(facts, march)
    assert (said.accounts, said.unconverted_accounts) == (2, 1)
    checkup = check_up(facts, march)
    assert (checkup.accounts, checkup.lines.unconverted) == (2, 1)
    assert checkup.unconverted == (("XXX", 1, Decimal("30.0000")),)
    nominal = made(ledger, tmp_path / "nominal", rates=None, base=None)
    assert answers.totals(nominal, everything).revenue == Decimal(160 * (78 + 21))
    assert nominal.unconverted == 0


def test_names_are_the_latest_that_are_not_empty(ledger: Ledger, tmp_path: Path) -> None:
    def named(customer: str | None, day: str, **more: Any) -> dict[str, Any]:
        return {**line("A", day, document=day, no=1), "customer": customer, **more}

    ledger.append(
        batches([named("Old", "2026-01-01", group="G1"), named("New", "2026-02-01")]), source="e", import_id="1"
    )
    facts = made(ledger, tmp_path / "facts")

    def shown(facts: Facts) -> tuple[Any, ...]:
        (row,) = answers.accounts(facts, window(facts, "all")).to_pylist()
        return (row["name"], row["code"], row["group"], row["first"].month, row["last"].month)

    assert shown(facts) == ("New", "A", "G1", 1, 2)
    ledger.append(batches([named(None, "2026-03-01", group="G2")]), source="e", import_id="2")
    assert shown(made(ledger, tmp_path / "facts")) == ("New", "A", "G2", 1, 3)
    ledger.undo("2")
    assert shown(made(ledger, tmp_path / "facts")) == ("New", "A", "G1", 1, 2)


def test_only_what_an_import_touched_is_prepared_again(ledger: Ledger, tmp_path: Path) -> None:
    small(ledger)
    before = made(ledger, tmp_path / "facts")
    ledger.append(batches([line("B", "2026-02-20", document="new", no=1)]), source="e", import_id="2")
    after = made(ledger, tmp_path / "facts")
    assert [name for name in after.months if after.months[name] != before.months[name]] == ["2026-02"]
    assert after.state["state"][0] == before.state["state"][0]
    assert after.version != before.version == Facts.open(tmp_path / "facts", before.version).version
    assert made(ledger, tmp_path / "facts") == after == Facts.open(tmp_path / "facts")
    newer = own([{"date": "2026-05-08", "currency": "USD", "eur_per_unit": "0.5"}], "EUR")
    repriced = made(ledger, tmp_path / "facts", rates=newer)
    assert "2026-02" in {n for n in repriced.months if repriced.months[n] != after.months[n]}


def test_facts_kept_forever_stay_when_others_are_tidied(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(ledger)
    frozen = made(ledger, tmp_path / "facts")
    frozen.keep()
    figures = check_up(frozen, window(frozen, "all")).as_json()
    monkeypatch.setattr("trousseau.ledger.facts.manifest.KEEP_SECONDS", -1)
    for number in (2, 3):
        ledger.append(
            batches([line("B", "2026-02-20", str(number), document="new", no=1)]), source="e", import_id=str(number)
        )
        made(ledger, tmp_path / "facts")
    assert len(list((tmp_path / "facts").glob("*.json"))) == 2
    again = Facts.open(tmp_path / "facts", frozen.version)
    assert check_up(again, window(again, "all")).as_json() == figures
    assert ledger.vacuum(Facts.kept_ledger_versions(tmp_path / "facts"), undoable=0) == 1
    assert answers.account_lines(again, "A", window(again, "all")).table.num_rows == 18


def test_facts_that_are_not_there_are_said_so(tmp_path: Path) -> None:
    for version, code in ((None, "no_facts"), ("abc", "no_such_version")):
        with pytest.raises(FactsError) as refused:
            Facts.open(tmp_path, version)
        assert refused.value.code == code


def test_an_empty_ledger_answers_everything_with_nothing(ledger: Ledger, tmp_path: Path) -> None:
    facts = made(ledger, tmp_path / "facts")
    assert answers.windows(facts) == {}
    dates = window(facts, "2026-01-01..2026-12-31")
    assert answers.accounts(facts, dates).num_rows == 0
    assert answers.breakdown(facts, dates, "family").num_rows == 0
    assert answers.months(facts).num_rows == answers.sparks(facts).num_rows == 0
    assert answers.account_lines(facts, "A", dates).lines == 0
    assert answers.documents(facts, dates).num_rows == answers.places(facts, dates).num_rows == 0
    assert answers.totals(facts, dates).revenue == 0
    assert check_up(facts, dates).accounts == 0


def test_a_checkup_of_a_stream_equals_that_of_the_store(ledger: Ledger, tmp_path: Path) -> None:
    rows = small(ledger)
    facts = made(ledger, tmp_path / "facts")
    for by in ("account", "group"):
        stored = check_up(facts, window(facts, "all"), by=by)
        streamed = check_up_lines(batches(rows), rates=RATES, base="EUR", by=by)
        assert json.dumps(streamed.as_json()) == json.dumps(stored.as_json())
    march = check_up_lines(batches(rows), rates=RATES, base="EUR", start=date(2026, 3, 1), end=date(2026, 3, 31))
    assert (march.lines.read, march.accounts, str(march.start)) == (3, 2, "2026-03-01")
    assert check_up_lines([], base="EUR").accounts == 0


def test_the_ecb_fills_what_the_companys_rates_do_not_say() -> None:
    rows = [line("A", "2026-03-03", "100", currency="USD"), line("B", "2026-03-03", "100", currency="GBP")]
    mine = own([{"date": "2026-03-02", "currency": "USD", "eur_per_unit": "0.5"}], "EUR")
    revenue = {r.account: r.revenue for r in check_up_lines(batches(rows), rates=mine, base="EUR").ranked}
    assert revenue["A"] == 50
    assert Decimal(100) < revenue["B"] < Decimal(130)
    assert check_up_lines(batches(rows), base="MAD").lines.unconverted == 2
