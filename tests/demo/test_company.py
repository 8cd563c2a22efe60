"""The demonstration company: deterministic, believable, and its stories are in the lines."""

import re
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from trousseau.demo import catalogue, company, simulate
from trousseau.demo.customers import customers, intercompany_codes
from trousseau.demo.writing import LEDGER

AS_OF = date(2026, 11, 22)
DOCS = Path(__file__).parents[2] / "docs" / "demo.md"


@pytest.fixture(scope="module")
def sales():
    """Ask `t`: lines, `eur` and `ceur` their worth in euros, `y` and `q` years and quarters ago.

    `outside` is the last twelve months without the company's own firms.
    """
    con = duckdb.connect()
    lines, rates = simulate.lines(AS_OF), simulate.rates(AS_OF)
    con.register("lines", lines)
    con.register("rates", rates)
    con.execute(
        """create table t as select *, coalesce(eur_per_unit, 1) rate, amount * rate eur, cost * rate ceur,
           datediff('month', date, date '2026-10-31') ago, ago // 12 y, ago // 3 q
           from lines left join rates using (date, currency)"""
    )
    con.execute(
        """create view outside as select *, eur / sum(eur) over () share from t
           where y = 0 and "group" is distinct from 'Groupe Garonne'"""
    )
    yield lambda query, *values: con.execute(query, values).fetchall()
    con.close()


def shares(con, what):
    """Share of revenue by `what`, largest first."""
    return con(f"select {what}, sum(share) from outside group by 1 order by 2 desc")


def test_the_same_day_and_seed_give_the_same_lines():
    assert simulate.lines(AS_OF).equals(simulate.lines(AS_OF))
    assert not simulate.lines(AS_OF).equals(simulate.lines(AS_OF, seed=1))
    assert simulate.lines(date(2026, 11, 1)).equals(simulate.lines(AS_OF))


@pytest.mark.parametrize(
    ("as_of", "first", "last"),
    [
        (date(2026, 11, 22), date(2022, 11, 1), date(2026, 10, 31)),
        (date(2028, 3, 1), date(2024, 3, 1), date(2028, 2, 29)),
    ],
)
def test_lines_are_four_years_to_the_last_complete_month(as_of, first, last):
    table = simulate.lines(as_of)
    bounds = pc.min_max(table["date"]).as_py()
    assert first <= bounds["min"] <= first.replace(day=5)
    assert last.replace(day=25) <= bounds["max"] <= last


def test_the_company_is_as_large_as_told(sales):
    assert simulate.lines(AS_OF).schema == LEDGER.append(pa.field(company.SEGMENT_COLUMN, pa.string()))
    lines, accounts, zones, divisions, currencies, names = sales(
        """select count(*), count(distinct customer_code), count(distinct zone), count(distinct division),
           count(distinct currency), count(distinct customer) from t"""
    )[0]
    assert 150_000 < lines < 260_000
    assert (accounts, names, zones, divisions, currencies) == (company.ACCOUNTS, company.ACCOUNTS, 6, 4, 5)
    (active,) = sales("select count(distinct customer_code) from outside")[0]
    assert active == company.ACCOUNTS - company.LOST - 3
    assert sales("select count(*) from t where isodow(date) > 5")[0] == (0,)
    assert sales("select count(*) from (select document from t group by 1 having count(distinct customer) > 1)")[0] == (
        0,
    )
    assert sales("select count(*) - count(distinct (document, line)) from t")[0] == (0,)
    assert sales("select min(line) from t")[0] == (1,)


def test_codes_keep_their_leading_zeros():
    assert all(re.fullmatch(r"00\d{4}", code) for code in customers().codes)
    assert len(set(customers().codes)) == company.ACCOUNTS


def test_everything_fits_the_french_encoding():
    "".join(customers().names + customers().groups).encode("cp1252")
    for product in catalogue.products():
        product.label.encode("cp1252")


def test_the_whale_is_the_first_account_at_an_eighth(sales):
    (first, share), (_, second), *_ = shares(sales, "customer")
    assert first == "Alstrom SA"
    assert share == pytest.approx(0.12, abs=0.012)
    assert second < 0.06


def test_eighty_percent_come_from_twelve_to_twenty_percent(sales):
    rows = shares(sales, "customer")
    reached, count = 0.0, 0
    while reached < 0.8:
        reached += rows[count][1]
        count += 1
    assert 0.12 <= count / len(rows) <= 0.20


def test_one_group_passes_ten_percent_only_together(sales):
    groups = dict(shares(sales, 'coalesce("group", customer)'))
    assert groups["Vernay"] == pytest.approx(0.112, abs=0.01)
    assert sum(share >= 0.1 for share in groups.values()) == 2
    firms = dict(shares(sales, "customer"))
    assert all(firms[name] < 0.06 for name in firms if name.startswith("Vernay"))


def test_one_account_holds_four_tenths_of_a_division(sales):
    division = sales("select sum(share) from outside where division = 'Usinage'")[0][0]
    held = sales("select sum(share) from outside where division = 'Usinage' and customer = 'Alstrom SA'")
    assert held[0][0] / division == pytest.approx(0.41, abs=0.05)


def test_a_zone_lives_in_one_currency(sales):
    assert sales("select distinct currency from t where zone = 'Amérique du Nord'") == [("USD",)]


@pytest.mark.parametrize("who", [named for named in company.NAMED if named.erosion], ids=lambda named: named.name)
def test_silent_erosion_drifts_while_sales_hold(sales, who):
    rows = sales(
        """select ago // 6 half, sum(eur), 1 - sum(ceur) / sum(eur),
           count(distinct document) filter (quantity > 0)
           from t where customer = ? and half in (0, 4) group by 1 order by 1""",
        who.name,
    )
    (_, now, margin, orders), (_, then, margin_then, orders_then) = rows
    assert float(now / then) == pytest.approx(1, abs=0.08)
    assert margin < margin_then - 0.015
    assert orders < orders_then * 0.85
    early, late = (
        sales(
            "select count(distinct family) from t where customer = ? and q between ? and ?",
            who.name,
            *quarters,
        )[0][0]
        for quarters in ((8, 11), (0, 0))
    )
    assert late <= who.erosion.families + 1 < early


@pytest.mark.parametrize("name", ["Sandrup Group AB", "Garrick & Sons Ltd", "Estelar Prensas SA"])
def test_loss_makers_look_fine_and_earn_next_to_nothing(sales, name):
    rows = sales(
        """select customer, sum(eur), 1 - sum(ceur) / sum(eur), avg((quantity < 0)::int)
           from outside group by 1 order by 2 desc"""
    )
    rank = [row[0] for row in rows].index(name)
    _, _, margin, returned = rows[rank]
    assert rank < 25
    assert margin < 0.1
    assert returned > 0.05


@pytest.mark.parametrize("name", ["Okanda Rail K.K.", "Voltané SAS"])
def test_tomorrows_accounts_grow_fast(sales, name):
    now, before = (sales("select sum(eur) from t where customer = ? and y = ?", name, year)[0][0] for year in (0, 1))
    assert now / before > 1.6


def test_the_same_article_costs_differently_in_each_zone(sales):
    rows = dict(
        sales(
            """select zone, avg(eur / quantity / base) from t
               join (select product, avg(eur / quantity) base from t where quantity > 0 and y = 0 group by 1)
               using (product)
               where customer = 'Kessler Hydraulik AG' and quantity > 0 and y = 0 group by 1"""
        )
    )
    assert len(rows) == 6
    assert rows["Amérique du Nord"] > 1.2 * rows["Asie"]


def test_intercompany_accounts_are_known_by_their_codes(sales):
    codes = sales("""select distinct customer_code from t where "group" = 'Groupe Garonne'""")
    assert sorted(intercompany_codes()) == sorted(code for (code,) in codes)


def test_rates_cover_every_day_of_the_lines_within_a_week():
    rates = simulate.rates(AS_OF).to_pydict()
    assert min(rates["date"]) <= date(2022, 10, 25)
    assert max(rates["date"]) == date(2026, 10, 30)
    assert set(rates["currency"]) == set(company.CURRENCIES) - {"EUR"}


def test_the_page_of_the_demo_tells_every_story():
    text = DOCS.read_text(encoding="utf-8")
    for story in company.STORIES:
        assert story.title in text, story.key
        for who in story.who:
            assert who in text, who
