"""The page of prices, its lines, its tables, and the list prices people tell."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.urls import reverse

from exposure.conftest import kept_ledger
from trousseau.access.models import AuditEvent
from trousseau.accounts.access import every_account
from trousseau.exposure.models import ListPrice, PriceTable
from trousseau.exposure.pages.prices import summary
from trousseau.ledger.costs import NOTHING
from trousseau.portfolio.queries.source import asked

# Account, name, group; zone, price, units a month. Kessler and Kessler US are one customer; Seul buys in one zone.
BOOK = (
    ("C1", "Kessler AG", "Kessler", "Asie", 10, 50),
    ("C1", "Kessler AG", "Kessler", "France", 11, 25),
    ("C2", "Kessler US", "Kessler", "Nord", 13, 25),
    ("C3", "Seul", None, "Nord", 99, 5),
    ("C4", "=Cumin", None, "Nord", 10, 10),
    ("C4", "=Cumin", None, "Asie", 11, 10),
)


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A ledger of 2025: one line a month, account and zone."""
    home = tmp_path_factory.mktemp("prices")
    rows = [
        {
            "account": code, "customer": name, "code": code, "group": group,
            "document": f"F{n}-{month}", "date": dt.date(2025, month, 15),
            "amount": Decimal(price * units), "product": "VP-200", "zone": zone,
            "quantity": Decimal(units),
        }
        for n, (code, name, group, zone, price, units) in enumerate(BOOK)
        for month in range(1, 13)
    ]  # fmt: skip
    return kept_ledger(home, rows)


@pytest.fixture
def director(signed_in_director):
    return signed_in_director


def address(name="prices", **query):
    return f"{reverse(f'exposure:{name}')}?{urlencode(query)}"


def test_the_finding_is_the_most_exposed_group(director):
    page = director.get(address()).content.decode()
    assert "“Your lowest price everywhere” would cost" in page
    # 12 months of 25 × (11 − 10) + 25 × (13 − 10)
    assert "€1,200" in page
    assert ">Kessler<" in page
    assert "Seul" not in page


def test_by_account_the_two_are_apart(director):
    page = director.get(address(by="account", account="C1")).context["page"]
    assert [row.row.name for row in page.accounts] == ["Kessler AG", "=Cumin"]
    assert page.account.to_lowest == 300
    assert [(zone.row.zone, zone.mark) for zone in page.corridor.zones] == [("France", "good"), ("Asie", "good")]


def test_costs_at_each_level_and_wishes(director):
    page = director.get(address(account="Kessler", width=5, floor="11,5")).context["page"]
    found = page.corridor.found
    assert (found.to_lowest, found.to_mean, found.to_floor) == (1200, Decimal("600.00"), Decimal("450.00"))
    assert [(zone.row.zone, zone.mark) for zone in page.corridor.zones] == [
        ("Nord", "bad"), ("France", "good"), ("Asie", "bad"),
    ]  # fmt: skip
    assert [(zone.row.to_lowest) for zone in page.corridor.zones] == [900, 300, 0]
    series = page.corridor.option["series"]
    assert [dot["symbol"] for dot in series[1]["data"]] == ["diamond", "circle", "diamond"]


@pytest.mark.parametrize(
    "query",
    [
        {"account": "nobody"}, {"product": "nothing"}, {"width": "-3"}, {"width": "many"}, {"floor": "x"},
        {"floor": "nan"}, {"reference": "moon"}, {"q": "kess"}, {"q": "zzz"}, {"period": "2025-03-01..2025-03-31"},
    ],
)  # fmt: skip
def test_odd_wishes_are_the_usual(director, query):
    assert director.get(address(**query)).status_code == 200


def test_the_lines_of_a_zone_add_up_to_its_sales(director):
    page = director.get(address(account="Kessler")).context["page"]
    zone = page.corridor.zones[0]
    lines = director.get(zone.url)
    assert lines.context["behind"].page.revenue == zone.row.revenue == 3900
    assert lines.context["behind"].page.lines == 12
    assert "12 lines make the €3,900.00 of Kessler for VP-200 in Nord" in lines.content.decode()
    assert director.get(address("price_lines", account="nobody", product="VP-200", zone="Nord")).status_code == 404


def test_accounts_are_found_by_name(director):
    assert "Kessler" in director.get(address("price_candidates", q="kes")).content.decode()
    assert "No account" in director.get(address("price_candidates", q="seul")).content.decode()


@pytest.mark.parametrize("name", ["price-corridor", "price-accounts", "price-products"])
def test_tables_go_out(director, name):
    answer = director.get(reverse("exposure:price_table", args=[name, "csv"]) + "?by=account&account=C4")
    assert answer.status_code == 200
    assert "=Cumin" not in answer.content.decode().replace("'=Cumin", "")
    assert director.get(reverse("exposure:price_table", args=[name, "xlsx"])).content.startswith(b"PK")
    assert director.get(reverse("exposure:price_table", args=["nothing", "csv"])).status_code == 404


def test_list_prices_are_told_compared_and_taken_back(director):
    answer = director.post(
        reverse("exposure:add_price_table"),
        {"file": SimpleUploadedFile("tarif.csv", b"article;prix;nature\nVP-200;12;liste\nVP-200;11;cible\n")},
    )
    assert answer.status_code == 302
    assert ListPrice.objects.count() == 2
    page = director.get(address(account="Kessler", reference="list")).context["page"]
    assert page.corridor.found.reference == "list"
    assert page.corridor.found.corridor.reference == 12
    table = PriceTable.objects.get()
    assert AuditEvent.objects.filter(verb="prices.added").count() == 1
    director.post(reverse("exposure:drop_price_table", args=[table.public_id]))
    assert not ListPrice.objects.exists()
    page = director.get(address(account="Kessler", reference="list")).content.decode()
    assert "No list price of this product is told" in page


def test_a_bad_table_is_told_cell_by_cell_and_nothing_is_kept(director):
    bad = SimpleUploadedFile("tarif.csv", b"product,price\nVP-200,12\nVP-300,twelve\n")
    answer = director.post(reverse("exposure:add_price_table"), {"file": bad})
    assert answer.status_code == 422
    assert "Row 3, column price, “twelve”: write a price above zero" in answer.content.decode()
    assert not PriceTable.objects.exists()


def test_executives_read_and_do_not_tell(sales, person, client):
    client.force_login(person("executive"))
    assert "Add a table" not in client.get(address()).content.decode()
    assert client.post(reverse("exposure:add_price_table")).status_code == 403


def test_the_account_page_shows_its_prices(director):
    account = every_account().get(key="C1")
    page = director.get(reverse("accounts:panel", args=[account.public_id, "prices"])).content.decode()
    assert "the lowest everywhere would cost €300" in page
    alone = every_account().get(key="C3")
    url = reverse("accounts:panel", args=[alone.public_id, "prices"])
    assert "Prices across zones" not in director.get(url, headers={"HX-Request": "true"}).content.decode()


def test_the_overview_shows_the_corridor_in_small(sales, person):
    user = person("director")
    question = asked(user, {})
    small = summary(user, question, NOTHING)
    shown = render_to_string(small.template, {"summary": small.shows})
    assert "€1,200" in shown
    assert "Kessler · VP-200" in shown
    assert reverse("exposure:prices") in shown


def test_few_queries(director, django_assert_max_num_queries):
    director.get(address())
    with django_assert_max_num_queries(20):
        director.get(address())


def test_before_the_first_line(person, client, organisation, settings, tmp_path):
    settings.TROUSSEAU_HOME = tmp_path
    client.force_login(person("director"))
    assert client.get(address()).status_code == 200
