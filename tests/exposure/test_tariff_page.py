"""The tariff simulator through its address."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from cli.conftest import run
from exposure.test_prices_page import director, stored  # noqa: F401 - the same small ledger
from trousseau.access.models import AuditEvent
from trousseau.costs.actions.inflation import tell_inflation
from trousseau.costs.models import ZoneInflation
from trousseau.exposure.models import TariffScenario
from trousseau.ledger.growth.reading import Told

__all__ = ["run"]
TOTAL = 12 * (10 * 50 + 11 * 25 + 13 * 25 + 99 * 5 + 10 * 10 + 11 * 10)


def address(name="tariff", *args, **query):
    return f"{reverse(f'exposure:{name}', args=args)}?{urlencode(query)}"


def test_nothing_is_indexed_yet(director):  # noqa: F811
    page = director.get(address())
    assert "No zone is indexed yet" in page.content.decode()
    assert page.context["page"].found.total.change == 0


def test_a_rise_its_cap_and_what_is_accepted(director):  # noqa: F811
    wishes = {"index.Asie": "10", "cap.Asie": "5", "index.France": "2,5", "pass.": "50", "effective": "2025-07-01"}
    page = director.get(address(**wishes)).context["page"]
    asie = 12 * (10 * 50 + 11 * 10)
    expected = 0.5 * 0.5 * (asie * 0.05 + 12 * 11 * 25 * 0.025)
    assert page.found.total.change == pytest.approx(expected)
    assert [row.bound for row in page.zones if row.label == "Asie"] == ["the cap acts"]
    assert page.found.total.revenue == pytest.approx(TOTAL)


@pytest.mark.parametrize(
    "wishes",
    [
        {"index.Asie": "much"}, {"index.Asie": "1e9"}, {"index.Asie": "nan"}, {"pass.": "120"}, {"effective": "soon"},
        {"elasticity": "3"}, {"cap.Asie": "1", "floor.Asie": "2"},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(director, wishes):  # noqa: F811
    answer = director.get(address(**wishes))
    assert "Some fields could not be read" in answer.content.decode()
    assert answer.context["page"].found.total.change == 0


def test_zones_that_are_not_there_are_left_out(director):  # noqa: F811
    assert director.get(address(**{"index.Moon": "5"})).context["page"].found.total.change == 0


def test_tariffs_are_kept_compared_and_forgotten(director):  # noqa: F811
    wishes = {"index.Asie": "10"}
    director.post(address("keep_tariff", **wishes), {"name": "Asie"})
    director.post(address("keep_tariff", **{"index.Nord": "5"}), {"name": "Nord"})
    director.post(address("keep_tariff"), {"name": "nothing"})
    page = director.get(address(**wishes)).context["page"]
    assert [(row.kept.name, row.chosen) for row in page.kept] == [("Asie", True), ("Nord", False)]
    assert page.kept[0].found.total.change == page.found.total.change > 0
    assert AuditEvent.objects.filter(verb="tariff.kept").count() == 2
    director.post(address("drop_tariff", TariffScenario.objects.get(name="Nord").public_id))
    assert TariffScenario.objects.count() == 1


def test_files(director):  # noqa: F811
    wishes = {"index.Asie": "10"}
    assert director.get(address("new_tariff", **wishes)).content.startswith(b"PK")
    for name in ("tariff-zones", "tariff-families", "tariff-accounts"):
        assert director.get(address("tariff_table", name, "csv", **wishes)).status_code == 200
    assert director.get(address("tariff_table", "nothing", "csv")).status_code == 404


def test_each_row_of_a_file_adds_up_to_the_cent(director):  # noqa: F811
    asked = address("tariff_table", "tariff-zones", "csv", **{"index.Asie": "3.337", "index.France": "1.111"})
    text = director.get(asked).content.decode("utf-8-sig")
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=";" if ";" in text else ",") if len(row) > 7]
    for row in rows[1:]:
        before, change, after = (Decimal(cell) for cell in row[4:7])
        assert before + change == after
        assert min(number.as_tuple().exponent for number in (before, change, after)) >= -2


def test_inflation_that_doubles_prices_and_more_is_still_a_rise(director):  # noqa: F811
    ZoneInflation.objects.create(zone="*", period="2025", rate="2.5")
    page = director.get(director.get(address()).context["page"].by_inflation.url).context["page"]
    assert not page.given.refused
    assert page.found.total.change == pytest.approx(2.5 * TOTAL)


def test_the_command_lists_the_tariffs_kept_as_the_page_does(director, run):  # noqa: F811
    assert "No tariff is kept yet" in run("tariff", "--list").out
    director.post(address("keep_tariff", **{"index.Asie": "10"}), {"name": "Asie 10"})
    assert "Asie 10" in run("tariff", "--list", "--lang", "fr").out
    (kept,) = run("tariff", "--list", "--json").json["tariffs"]
    assert (kept["name"], kept["wishes"]) == ("Asie 10", {"index.Asie": "10"})
    assert kept["revenue"] == run("tariff", "--index", "Asie=10%", "--json").json["revenue"]
    assert kept["revenue"]["change"] == "732.00"


def test_few_queries(director, django_assert_max_num_queries):  # noqa: F811
    director.get(address(**{"index.Asie": "10"}))
    with django_assert_max_num_queries(20):
        director.get(address(**{"index.Asie": "10"}))


def test_rises_filled_in_from_inflation(director):  # noqa: F811
    assert not director.get(address()).context["page"].by_inflation.any
    tell_inflation(None, [Told("Asie", "2025", Decimal("0.024"))], "")
    filled = director.get(address(**{"cap.Asie": "2"})).context["page"].by_inflation
    assert filled.said[0] == "Inflation of 2025: Asie."
    assert "France" in filled.said[1]
    page = director.get(filled.url).context["page"]
    assert dict(page.given.texts) == {"index.Asie": "2.4", "cap.Asie": "2"}
    assert page.found.total.change == pytest.approx(12 * (10 * 50 + 11 * 10) * 0.02)
