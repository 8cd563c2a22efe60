"""Budgets on the page of good and bad customers: planned, done, deviation; the file says the same."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from decimal import Decimal

import pytest

from trousseau.costs.models import Budget

pytestmark = pytest.mark.django_db
PAGE = "/check-up/contributions/?by=account"


def text(response) -> str:
    body = re.sub(r"<script.*?</script>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"[\s\u00a0\u202f]+", " ", body)


@pytest.fixture
def plans(margins):
    """Bon sells in France, Mince in DACH; both in the one division."""
    said = (
        {"account": "C1", "amount": 13_000},
        {"account": "C3", "amount": 5_000},
        {"account": "C2", "measure": "contribution", "amount": -1_000},
        {"division": "Usinage", "amount": 30_000},
    )
    for one in said:
        Budget.objects.create(start=dt.date(2025, 1, 1), end=dt.date(2025, 12, 31), **one)


def test_the_page_says_what_was_planned_and_done(plans, person, signed_in):
    page = text(signed_in(person("director")).get(PAGE))
    assert "Divisions against their revenue budget: 1 above by €2.4k (Usinage)." in page
    assert "Customers against their revenue budget: 1 above by €1.0k (Mince) and 1 below by €1.0k (Bon)." in page
    assert "Bon revenue €13,000 €12,000 −€1,000 −7.7% 100%" in page
    assert "Perte net contribution −€1,000 −€1,200 −€200 – 100%" in page


def test_the_file_says_the_same(plans, person, signed_in):
    site = signed_in(person("director"))
    answer = site.get("/check-up/contributions/tables/budgets.csv?by=account")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row[2], Decimal(row[4]), Decimal(row[5]), Decimal(row[6])) for row in rows[1:]] == [
        ("Usinage", 30_000, 32_400, 2_400),
        ("Bon", 13_000, 12_000, -1_000),
        ("Mince", 5_000, 6_000, 1_000),
        ("Perte", -1_000, -1_200, -200),
    ]
    assert site.get("/check-up/contributions/tables/budgets.xlsx").status_code == 200


def test_who_sees_one_zone_sees_no_division_compared(plans, person, signed_in):
    page = text(signed_in(person("director", zones=["DACH"])).get(PAGE))
    assert "Usinage division It also sells outside what is shown here: not compared" in page
    assert "32,400" not in page
    assert "Mince revenue €5,000 €6,000 +€1,000" in page
    assert "Bon" not in page


def test_the_figures_open_to_what_they_are_made_of(plans, person, signed_in):
    site = signed_in(person("director"))
    page = site.get(PAGE).content.decode().replace("&amp;", "&")
    made_of = re.search(r'href="(/check-up/contributions/account/[^"]*account=C1)"', page)
    assert made_of, "no link to the make-up"
    assert site.get(made_of[1]).status_code == 200
    inside = re.search(r'href="(/check-up/contributions/[^"]*division=Usinage)">€32,400', page)
    assert inside
    assert site.get(inside[1]).status_code == 200


def test_more_budgets_cost_no_more_statements(plans, person, signed_in, django_assert_max_num_queries):
    site = signed_in(person("director"))
    site.get(PAGE)
    with django_assert_max_num_queries(25):
        site.get(PAGE)


def test_without_budgets_there_is_no_such_section(margins, person, signed_in):
    assert 'id="budgets"' not in signed_in(person("director")).get(PAGE).content.decode()
