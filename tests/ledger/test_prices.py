"""Net prices by zone: equal to a naive computation, ranked, and honest about what has no price."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.sample import batches, line
from ledger.test_facts import made
from trousseau.ledger.answers import ALL, Scope, Window
from trousseau.ledger.answers.prices import Prices
from trousseau.ledger.pricelists import ListedPrice, price_list
from trousseau.ledger.pricelists_reading import PriceListError, read_price_list
from trousseau.ledger.prices import bought, corridor_of, exposed
from trousseau.ledger.store import Ledger
from trousseau.method.across_zones import LEAST_SHARE, MIXED

YEAR = Window("dates", date(2026, 1, 1), date(2026, 12, 31))


def sold(account, zone, price, units, *, product="P", times=2, **more):
    """Lines of one price, `times` of them."""
    return [
        line(account, "2026-03-05", str(price * units), zone=zone, product=product, quantity=units, **more)
        for _ in range(times)
    ]


@pytest.fixture
def prices(ledger, tmp_path):
    """Prices of some lines, by account over a year."""

    def make(*lines, scope=ALL, by="account", base="EUR"):
        told = [
            {**row, "document": f"D{n}", "line": "1"}
            for n, part in enumerate(lines)
            for n, row in enumerate(part, 100 * n)
        ]
        ledger.append(batches(told), source="s", import_id="1")
        return Prices(made(ledger, tmp_path / "facts", base=base), YEAR, scope=scope, by=by)

    return make


def test_one_customer_three_zones(prices):
    asked = prices(sold("A", "Asie", 10, 50), sold("A", "France", 11, 25), sold("A", "Nord", 12, 25))
    found = corridor_of(asked, "A", "P")
    assert [(row.zone, row.price, row.standing) for row in found.rows] == [
        ("Nord", 12, "high"), ("France", 11, "inside"), ("Asie", 10, "inside"),
    ]  # fmt: skip
    assert found.corridor.reference == pytest.approx(10.75)
    assert found.to_lowest == 50 * 2 + 50 * 1
    assert [row.to_lowest for row in found.rows] == [100, 50, 0]
    assert found.to_mean == Decimal("75.00")
    assert [(day.zone, day.price) for day in found.days] == [("Asie", 10), ("France", 11), ("Nord", 12)]
    everybody = exposed(asked)
    assert [(row.name, row.to_lowest, row.dearest) for row in everybody.accounts] == [("Customer A", 150, "P")]
    assert everybody.products[0].spread == pytest.approx(2 / 10.75)
    assert bought(asked, "A")[0].to_lowest == found.to_lowest


def test_credit_notes_are_taken_off_both(prices):
    back = [line("A", "2026-04-01", "-120", zone="Nord", product="P", quantity=-10)]
    asked = prices(sold("A", "Nord", 12, 25), back, sold("A", "Asie", 10, 50))
    found = corridor_of(asked, "A", "P")
    assert (found.rows[0].price, found.rows[0].quantity) == (12, 40)
    assert found.to_lowest == 80


def test_what_came_back_whole_has_no_price(prices):
    back = [line("A", "2026-04-01", "-600", zone="Nord", product="P", quantity=-50)]
    found = corridor_of(prices(sold("A", "Nord", 12, 25), back, sold("A", "Asie", 10, 50)), "A", "P")
    assert [(row.zone, row.price, row.standing) for row in found.rows] == [
        ("Asie", 10, "inside"),
        ("Nord", None, "none"),
    ]
    assert not found.compared
    assert found.to_lowest == 0


def test_lines_without_quantity_product_or_zone_give_no_price_and_are_counted(prices):
    asked = prices(
        sold("A", "Nord", 12, 25),
        sold("A", "Asie", 10, 50),
        [line("A", "2026-04-01", "900", zone="Nord", product="P")],
        sold("A", None, 3, 100),
        sold("A", "Sud", 3, 100, product=None),
    )
    found = corridor_of(asked, "A", "P")
    assert (found.loose_lines, found.loose) == (1, 900)
    assert found.rows[0].price == 12
    assert [row.zone for row in found.counted] == ["Nord", "Asie"]
    everybody = exposed(asked)
    assert (everybody.loose_lines, everybody.loose, everybody.nowhere) == (1, 900, 1200)
    assert everybody.to_lowest == 100


def test_few_units_are_shown_and_do_not_count(prices):
    asked = prices(sold("A", "Nord", 12, 100), sold("A", "Sud", 11, 100), sold("A", "Asie", 2, 5, times=1))
    found = corridor_of(asked, "A", "P")
    assert [(row.zone, row.standing) for row in found.rows] == [("Nord", "inside"), ("Sud", "inside"), ("Asie", "thin")]
    assert found.to_lowest == 200
    assert exposed(asked).to_lowest == 200


def test_two_units_of_measure_are_no_difference_of_price(prices):
    asked = prices(sold("A", "Nord", 12 * (MIXED + 1), 10), sold("A", "Sud", 12, 100))
    found = corridor_of(asked, "A", "P")
    assert found.doubtful
    assert exposed(asked).accounts == ()
    assert bought(asked, "A")[0].doubtful


def test_one_zone_each_leaves_nothing_to_compare(prices):
    asked = prices(sold("A", "Nord", 12, 10), sold("B", "Sud", 10, 10))
    assert exposed(asked).accounts == ()
    assert exposed(asked).products == ()


def test_groups_compare_across_their_accounts(prices):
    scope = Scope(groups={"A": "G", "B": "G", "C": None})
    asked = prices(
        sold("A", "Nord", 12, 10), sold("B", "Sud", 10, 10), sold("C", "Sud", 1, 10), scope=scope, by="group"
    )
    assert [(row.account, row.to_lowest) for row in exposed(asked).accounts] == [("G", 40)]
    assert corridor_of(asked, "G", "P").to_lowest == 40
    only_here = Prices(asked.facts, YEAR, scope=replace(scope, zones=("Nord",)), by="group")
    assert exposed(only_here).accounts == ()


def test_other_currencies_are_compared_in_one(prices):
    asked = prices(
        sold("A", "Nord", 12, 10, currency="USD"), sold("A", "Sud", 10, 10), sold("A", "Est", 1, 10, currency="XAU")
    )
    found = corridor_of(asked, "A", "P")
    assert [row.zone for row in found.rows] == ["Nord", "Sud"]
    assert found.rows[0].price == pytest.approx(12 * 0.903017)


def test_against_list_and_target(prices):
    asked = prices(sold("A", "Asie", 10, 50), sold("A", "France", 11, 25), sold("A", "Nord", 12, 25))
    told = price_list(
        [
            ListedPrice("P", None, Decimal(9), None, "list", date(2025, 1, 1)),
            ListedPrice("P", None, Decimal(12), None, "list", date(2026, 1, 1)),
            ListedPrice("P", None, Decimal(99), None, "list", date(2027, 1, 1)),
            ListedPrice("P", "Nord", Decimal(16), None, "list", date(2026, 1, 1)),
            ListedPrice("Q", None, Decimal(1), "USD", "target", date(2026, 1, 1)),
            ListedPrice("R", None, Decimal(1), "GBP", "target", date(2026, 1, 1)),
        ],
        asked.facts,
        date(2026, 12, 20),
    )
    found = corridor_of(asked, "A", "P", reference="list", listed=told)
    assert found.corridor.reference == pytest.approx((12 * 150 + 16 * 50) / 200)
    assert [(row.zone, row.listed, row.gap) for row in found.rows] == [
        ("Nord", 16, -0.25), ("France", 12, pytest.approx(11 / 12 - 1)), ("Asie", 12, pytest.approx(10 / 12 - 1)),
    ]  # fmt: skip
    assert [row.standing for row in found.rows] == ["low", "inside", "low"]
    missing = corridor_of(asked, "A", "P", reference="target", listed=told)
    assert (missing.reference, missing.wished) == ("weighted_mean", "target")
    assert told.stranded == 2  # no line is in dollars or pounds, so there are no rates for them
    assert corridor_of(asked, "A", "P", floor=11).to_floor == 50


LINES = st.lists(
    st.tuples(
        st.sampled_from("AB"), st.sampled_from(["N", "S", "E", ""]), st.integers(-2, 40), st.integers(-400, 4000)
    ),
    min_size=1,
    max_size=30,
)


@settings(max_examples=10, deadline=None)
@given(LINES)
def test_costs_equal_plain_arithmetic(tmp_path_factory, rows):
    room = tmp_path_factory.mktemp("prices")
    ledger = Ledger(room / "ledger", scratch=room)
    told = [
        line(account, "2026-03-05", str(amount), zone=zone, product="P", quantity=units, document=f"D{n}", no=1)
        for n, (account, zone, units, amount) in enumerate(rows)
    ]
    ledger.append(batches(told), source="s", import_id="1")
    asked = Prices(made(ledger, room / "facts"), YEAR, scope=ALL, by="account")
    sums = defaultdict(lambda: [0, 0, 0])
    for account, zone, units, amount in rows:
        for place, more in enumerate((units, amount, 1)):
            sums[account, zone][place] += more
    expected = {}
    for account in "AB":
        zones = [s for (who, zone), s in sums.items() if who == account and zone and s[0] > 0 and s[1] > 0]
        units = sum(s[0] for s in zones)
        counted = [s for s in zones if s[2] >= 2 and s[0] >= LEAST_SHARE * units]
        prices = [Fraction(s[1], s[0]) for s in counted]
        if len(prices) > 1 and max(prices) <= MIXED * min(prices):
            expected[f"Customer {account}"] = sum(s[1] - s[0] * min(prices) for s in counted)
    found = {row.name: float(row.to_lowest) for row in exposed(asked).accounts}
    assert found == pytest.approx({name: float(cost) for name, cost in expected.items()}, abs=0.02)
    for row in exposed(asked).accounts:
        assert corridor_of(asked, row.account, "P").to_lowest == pytest.approx(row.to_lowest, abs=Decimal("0.005"))


def test_a_price_list_is_read(tmp_path):
    file = tmp_path / "tarif.csv"
    file.write_bytes(
        "Article;Zone;Prix;Devise;Nature;Valable du\nP;;1 234,50;EUR;liste;\nP;Nord;12,5;;cible;2026-02-01\n\n"
        "Q;;3;;;31/01/2026\n".encode("cp1252")
    )
    assert read_price_list(file) == (
        ListedPrice("P", None, Decimal("1234.50"), "EUR", "list", date(1950, 1, 1)),
        ListedPrice("P", "Nord", Decimal("12.5"), None, "target", date(2026, 2, 1)),
        ListedPrice("Q", None, Decimal(3), None, "list", date(2026, 1, 31)),
    )


def test_a_workbook_too(tmp_path):
    file = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Product", "Price", "From"])
        sheet.write_row(1, 0, ["P", 418.5])
        sheet.write_datetime(1, 2, date(2026, 3, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
    assert read_price_list(file) == (ListedPrice("P", None, Decimal("418.5"), None, "list", date(2026, 3, 1)),)


def test_every_problem_of_a_price_list_is_told(tmp_path):
    file = tmp_path / "bad.csv"
    file.write_text(
        'product,price,currency,kind,valid_from\n,5,,,\nP,abc,euros,maybe,03/04/2026\nP,"1,234",,,\nP,0,,,\n'
        "P,5,,,\nP,6,,,\nP,inf,,,\n",
        encoding="utf-8",
    )
    with pytest.raises(PriceListError) as refused:
        read_price_list(file)
    assert [(p.row, p.column, p.code) for p in refused.value.problems] == [
        (2, "product", "product"), (3, "price", "price"), (3, "currency", "currency"), (3, "kind", "kind"),
        (3, "valid_from", "date"), (4, "price", "price_unclear"), (5, "price", "price"), (7, "price", "conflict"),
        (8, "price", "price"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"product,cost\nP,1\n", "columns"),
        (b"product,price\n", "no_rows"),
        (b"", "not_a_table"),
        (b"%PDF-1.4", "not_a_table"),
    ],
)
def test_tables_refused_whole(tmp_path, content, code):
    file = tmp_path / "some.csv"
    file.write_bytes(content)
    with pytest.raises(PriceListError) as refused:
        read_price_list(file)
    assert refused.value.code == code
