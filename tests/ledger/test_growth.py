"""Growth from the lines: equal to the method's bridge, additive everywhere, honest about what it cannot know."""

from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from ledger.sample import batches, line
from trousseau.ledger.answers import Scope, Window, WindowError, window
from trousseau.ledger.facts import Facts, refresh
from trousseau.ledger.growth import EVERYWHERE, Comparison, Inflation, comparison, gaps, growth, items, make_usual
from trousseau.ledger.rates import own
from trousseau.ledger.store import Ledger
from trousseau.method import growth as method

TODAY = date(2026, 1, 10)
NOW, BEFORE = (date(2025, 1, 1), date(2025, 12, 31)), (date(2024, 1, 1), date(2024, 12, 31))
YEARS = Comparison(*NOW, *BEFORE)
TERMS = ("price", "volume", "mix", "new", "lost", "undivided", "currency")
RATES = own(
    [
        {"date": f"{year}-{month:02d}-{day:02d}", "currency": code, "eur_per_unit": rate}
        for year, dollar, yen in ((2024, "1", "0.006"), (2025, "0.96", "0.0065"))
        for month in range(1, 13)
        for day in (1, 8, 15, 22)
        for code, rate in (("USD", dollar), ("JPY", yen))
    ],
    "EUR",
)
RATE = {(r["currency"], r["date"]): r["rate"] for r in RATES.table.to_pylist()}


def made(ledger: Ledger, folder: Path, lines: list[dict[str, Any]], base: str | None = "EUR") -> Facts:
    """The facts of some lines."""
    ledger.append(iter(batches(lines)), source="s", import_id="1")
    return refresh(ledger, folder, rates=RATES if base else None, base=base, today=TODAY)


def sold(account: str, year: int, amount: object, quantity: object = 1, **more: Any) -> dict[str, Any]:
    """A line of a year, on its first of June."""
    more = {"product": "P", "zone": "Nord", "division": "Pompes", **more}
    return line(account, f"{year}-06-01", str(amount), quantity=quantity, **more)


@pytest.fixture
def facts(ledger: Ledger, tmp_path: Path) -> Any:
    """The facts of some lines."""
    return lambda lines, **more: made(ledger, tmp_path / "facts", lines, **more)


def test_ten_per_cent_in_dollars_while_the_dollar_loses_four(facts):
    lines = [sold("A", 2024, 100, 10, currency="USD"), sold("A", 2025, 110, 11, currency="USD")]
    told = growth(facts(lines), YEARS, inflation=Inflation({"Nord": {"2025": Decimal("0.05")}}))
    assert told.total.reported == pytest.approx(0.056)
    assert told.total.constant_growth == pytest.approx(0.10)
    assert told.total.real == pytest.approx(1.10 / 1.05 - 1, abs=1e-6)
    assert (told.total.volume, told.total.currency) == (Decimal(10), Decimal("-4.4"))
    assert told.deflators == {"Nord": 1.05}


def test_terms_by_hand(facts):
    """B is dearer, C new, D lost; A takes up Q and drops R; E has no quantities."""
    told = growth(
        facts([
            sold("A", 2024, 50, 10), sold("A", 2024, 7, 1, product="R"), sold("A", 2025, 60, 12),
            sold("A", 2025, 9, 1, product="Q"), sold("B", 2024, 100, 10), sold("B", 2025, 120, 10),
            sold("C", 2025, 30, 1, currency="USD"), sold("D", 2024, 40, 1),
            sold("E", 2024, 10, None), sold("E", 2025, 15, None), sold("E", 2025, 3, 1, product=None),
        ]),
        YEARS,
    )  # fmt: skip
    rows = {row.key: row for row in told.rows}
    assert [rows["A"].volume, rows["A"].mix, rows["B"].price] == [10, 2, 20]
    assert (rows["C"].new, rows["C"].currency) == (Decimal(30), Decimal("-1.2"))
    assert (rows["D"].lost, rows["E"].undivided) == (-40, 8)
    assert told.total.change == sum((getattr(told.total, term) for term in TERMS), Decimal(0))
    assert (told.total.known, told.total.real, told.total.coverage) == (False, None, 0.0)


def test_a_group_that_stays_has_no_new_customer(facts):
    there = facts([sold("A", 2024, 50), sold("B", 2025, 60), sold("C", 2025, 5)])
    scope = Scope(groups={"A": "G", "B": "G", "C": None})
    by_account = growth(there, YEARS, scope=scope)
    by_group = growth(there, YEARS, scope=scope, by="group")
    assert (by_account.total.new, by_account.total.lost) == (65, -50)
    assert (by_group.total.new, by_group.total.lost, by_group.total.mix) == (5, 0, 10)
    assert {row.key: row.accounts for row in by_group.rows} == {"G": 2, "C": 1}


def test_a_customer_is_new_wherever_one_looks_or_nowhere(facts):
    there = facts([sold("A", 2024, 50), sold("A", 2025, 60, zone="Sud"), sold("B", 2025, 1, zone="Sud")])
    south = growth(there, YEARS, scope=Scope(zones=("Sud",)))
    assert (south.total.new, south.total.mix) == (1, 60)


def test_a_product_counted_in_one_period_only_is_not_divided(facts):
    told = growth(facts([sold("A", 2024, 50, 5), sold("A", 2025, 80, None)]), YEARS)
    assert (told.total.undivided, told.total.mix) == (30, 0)


def test_returns_do_not_blow_up_volume_and_mix(facts):
    lines = [sold("A", 2024, 50, 10), sold("A", 2024, -49, "-9.999", product="R")]
    lines += [sold("A", 2025, 60, 12), sold("A", 2025, -10, -2, product="R")]
    told = growth(facts(lines), YEARS)
    assert told.total.change == 49
    assert max(abs(told.total.volume), abs(told.total.mix)) < 100


def test_a_currency_without_a_rate_before_is_said(ledger, tmp_path):
    rates = own([{"date": "2025-06-01", "currency": "USD", "eur_per_unit": "0.9"}], "EUR")
    lines = [sold("A", 2024, 50), sold("A", 2025, 100, currency="USD")]
    ledger.append(iter(batches(lines)), source="s", import_id="1")
    there = refresh(ledger, tmp_path / "facts", rates=rates, base="EUR", today=TODAY)
    told = growth(there, YEARS)
    assert (told.total.unrated, told.total.currency, told.total.mix) == (90, 0, 40)


def test_nominal_amounts_have_no_currency_term(facts):
    lines = [sold("A", 2024, 50), sold("A", 2025, 100, currency="USD")]
    told = growth(facts(lines, base=None), YEARS, by="currency")
    assert (told.total.currency, told.base) == (0, None)
    assert {row.key for row in told.rows} == {"", "USD"}


def test_nothing_sold(facts):
    there = facts([sold("A", 2024, 50)])
    told = growth(there, Comparison(*NOW, date(2023, 1, 1), date(2023, 12, 31)))
    assert (told.total.previous, told.total.change, told.total.reported, told.rows) == (0, 0, None, ())


def test_inflation_of_periods_apart():
    rates = Inflation({"Nord": {"2024": Decimal("0.02"), "2025": Decimal("0.04"), "2025-03": Decimal("0.10")}})
    assert rates.deflator("Nord", YEARS) == pytest.approx(1 + (11 * 0.04 + 0.10) / 12)
    spring = Comparison(date(2025, 3, 1), date(2025, 3, 31), date(2024, 9, 1), date(2024, 9, 30))
    assert rates.deflator("Nord", spring) == pytest.approx(1.10**0.5)
    two_years = Comparison(date(2025, 4, 1), date(2025, 4, 30), date(2023, 4, 1), date(2023, 4, 30))
    assert rates.deflator("Nord", two_years) == pytest.approx(1.04 * 1.02)
    backwards = Comparison(date(2024, 4, 1), date(2024, 4, 30), date(2025, 4, 1), date(2025, 4, 30))
    assert rates.deflator("Nord", backwards) == pytest.approx(1 / 1.04)
    same = Comparison(*NOW, *NOW)
    assert rates.deflator("Sud", same) == 1.0
    assert rates.deflator("Sud", YEARS) is None
    assert rates.deflator("Nord", Comparison(date(2026, 1, 1), date(2026, 1, 31), *BEFORE)) is None
    assert rates.missing("Sud", YEARS) == ("2025",)
    assert Inflation({EVERYWHERE: {"2025": Decimal(2)}}).deflator("Sud", YEARS) == 3.0


def test_zones_without_inflation_are_no_average(facts):
    lines = [
        sold("A", 2024, 100),
        sold("A", 2025, 110),
        sold("B", 2024, 300, zone="Sud"),
        sold("B", 2025, 600, zone="Sud"),
    ]
    told = growth(facts(lines), YEARS, inflation=Inflation({"Nord": {"2025": Decimal("0.10")}}), by="zone")
    rows = {row.key: row for row in told.rows}
    assert (rows["Nord"].real, rows["Sud"].real, told.total.real) == (0.0, None, None)
    assert (told.total.known_real, told.total.coverage) == (0.0, 0.25)


def test_months_without_lines_are_named(facts):
    there = facts(
        [line("A", f"2025-{month:02d}-03") for month in range(1, 13) if month != 5] + [line("A", "2024-11-03")]
    )
    compared = comparison(there, window(there, "2025-01-01..2025-12-31"))
    found = gaps(there, compared)
    assert [(gap.code, gap.side) for gap in found] == [("months", "current"), ("months", "previous")]
    assert found[0].months == (date(2025, 5, 1),)
    assert len(found[1].months) == 11


def test_other_reasons_not_to_compare(facts):
    there = facts([line("A", f"{year}-{month:02d}-03") for year in (2024, 2025) for month in range(1, 13)])
    whole = Window("dates", *NOW)
    assert gaps(there, comparison(there, whole, "2024-01-01..2024-12-31")) == ()
    assert [gap.code for gap in gaps(there, comparison(there, whole, "2024-07-01..2024-12-31"))] == ["length"]
    assert [gap.code for gap in gaps(there, comparison(there, whole, "2024-07-01..2025-06-30"))] == ["overlap"]
    leap = comparison(there, Window("dates", date(2025, 2, 1), date(2025, 2, 28)), "2024-02-01..2024-02-29")
    assert gaps(there, leap) == ()
    with pytest.raises(WindowError, match="nothing_against"):
        comparison(there, Window("dates", date(2024, 1, 1), date(2025, 12, 31)))
    with pytest.raises(WindowError, match="period_unknown"):
        comparison(there, whole, "someday")


def test_a_month_that_is_not_over(facts):
    there = facts([line("A", f"2025-01-{day:02d}") for day in (2, 30)] + [line("A", "2026-01-05")])
    found = gaps(there, Comparison(date(2026, 1, 1), date(2026, 1, 31), date(2025, 1, 1), date(2025, 1, 31)))
    assert [(gap.code, gap.months) for gap in found] == [("unfinished", (date(2026, 1, 1),))]


def test_the_usual_periods_are_made_beforehand(facts):
    there = facts([line("A", f"{year}-{month:02d}-03") for year in (2024, 2025) for month in range(1, 13)])
    make_usual(there)
    made_files = list((there.folder / "derived" / there.version).glob("bridge-*.parquet"))
    assert len(made_files) == 1
    growth(there, YEARS)
    assert list((there.folder / "derived" / there.version).glob("bridge-*.parquet")) == made_files


BOOK = st.lists(
    st.builds(
        sold,
        st.sampled_from("ABCD"),
        st.sampled_from([2024, 2025]),
        st.decimals("-9999", "99999", places=2),
        st.none() | st.integers(-3, 20),
        product=st.sampled_from([None, "P", "Q", "R"]),
        zone=st.sampled_from(["Nord", "Sud", None]),
        division=st.sampled_from(["Pompes", "Vannes"]),
        currency=st.sampled_from([None, "EUR", "USD", "JPY"]),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=12, deadline=None)
@given(BOOK)
def test_every_roll_up_adds_up_and_equals_the_method(tmp_path_factory, book):
    folder = tmp_path_factory.mktemp("growth")
    there = made(Ledger(folder / "ledger", scratch=folder / "tmp"), folder / "facts", book)
    inflation = Inflation({"Nord": {"2025": Decimal("0.021")}, "Sud": {"2025": Decimal(2)}})
    answers = {
        by: growth(there, YEARS, inflation=inflation, by=by) for by in ("account", "zone", "division", "currency")
    }
    for told in answers.values():
        for row in (*told.rows, told.total):
            assert row.change == sum((getattr(row, term) for term in TERMS), Decimal(0))
        for name in ("previous", "current", "unrated", "deflated", "known_previous", "known_constant", *TERMS):
            assert sum((getattr(row, name) for row in told.rows), Decimal(0)) == getattr(told.total, name), name
        assert told.total == answers["account"].total
    of_all = items(there, YEARS, scope=Scope())
    for name in ("previous", "current", *TERMS):
        assert sum((getattr(item, name) for item in of_all), Decimal(0)) == getattr(answers["account"].total, name)
    _like_the_method(book, answers["account"].total)


def _like_the_method(book: list[dict[str, Any]], total: Any) -> None:
    """Where every line can be divided, the terms are those of `method.growth.bridge`."""
    step = Decimal("0.0001")
    sums: dict[Any, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 6)
    for row in book:
        if not row["quantity"] or row["product"] is None:
            return
        currency = row["currency"] or "EUR"
        cell = row["account"], row["zone"], row["division"], currency
        rate = Decimal(1) if currency == "EUR" else RATE[currency, row["date"]]
        entry, at = sums[cell, row["product"]], 0 if row["date"].year == 2024 else 3
        entry[at] += row["quantity"]
        entry[at + 1] += row["amount"]
        entry[at + 2] += (row["amount"] * rate).quantize(step, ROUND_HALF_UP)
    if any((not q and v) or (q and not v) for s in sums.values() for q, v in ((s[0], s[1]), (s[3], s[4]))):
        return
    quantities = [(s[0], s[1] / s[0] if s[0] else 0, s[3], s[4] / s[3] if s[3] else 0) for s in sums.values()]
    fixed = {"EUR": Decimal(1), "USD": Decimal(1), "JPY": RATE["JPY", date(2024, 6, 1)]}
    now = {"EUR": Decimal(1), "USD": Decimal("0.96"), "JPY": RATE["JPY", date(2025, 6, 1)]}
    expected = method.bridge(
        *zip(*quantities, strict=True),
        [fixed[cell[3]] for cell, _ in sums],
        [now[cell[3]] for cell, _ in sums],
        within=[cell for cell, _ in sums],
        customers=[cell[0] for cell, _ in sums],
        constant_rates=True,
    )
    size = 1 + sum(abs(v) for s in sums.values() for v in (s[2], s[5]))
    for name in method.TERMS:
        assert float(getattr(total, name)) == pytest.approx(getattr(expected, name), abs=0.01 + 1e-6 * float(size)), (
            name
        )
