"""The what-if lab: what its address says, what it shows, scenarios with shocks kept, compared, exported."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from trousseau.access.models import AuditEvent
from trousseau.costs.models import FixedCost
from trousseau.exposure import addresses
from trousseau.exposure.models import Scenario
from trousseau.method.scenario import Lost, Shock
from trousseau.method.scenario import Scenario as Happening

names = st.sampled_from(["Asie", "Ibérie", "a:b&c=d", ""])
change = st.integers(-90, 90).map(lambda n: n / 100)
part = st.integers(0, 100).map(lambda n: n / 100)
shocks = st.one_of(
    st.builds(lambda z, c: Shock("volume", zone=z, change=c), names, change),
    st.builds(lambda z, c: Shock("currency", currency=z, change=c), names, change),
    st.builds(lambda z, c, p: Shock("inflation", zone=z, change=c, passed_on=p), names, change, part),
    st.builds(lambda z, c, p: Shock("duty", family=z, change=c, passed_on=p), names, change, part),
    st.builds(lambda z, c: Shock("entry", zone=z, change=c), names, part),
).filter(lambda shock: shock.change)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.builds(Lost, st.sampled_from(["A", "Nord & Cie", "x=y"]), part), max_size=2, unique_by=lambda o: o.who),
    st.lists(shocks, max_size=4, unique_by=lambda s: (s.kind, *s.on.items())),
    change,
)
def test_an_address_says_the_whole_scenario(lost, shocks, fixed):
    said = Happening(tuple(lost), tuple(shocks), fixed)
    address = addresses.address(QueryDict("by=group&period=r12&else=1"), said)
    query = QueryDict(address.partition("?")[2])
    again = addresses.read(query)
    assert again.scenario.same(said)
    assert not again.cluttered
    assert (query["by"], "else" in query) == ("group", False)


@pytest.mark.parametrize(
    ("query", "refused"),
    [
        ("volume:zone:Asie=-150", 1),
        ("volume:zone:Asie=much", 1),
        ("lose=A&part:A=120", 1),
        ("inflation:zone:Asie=8&passed:inflation:zone:Asie=200", 1),
        ("fixed=-200", 1),
        ("meteor:zone:Asie=8", 0),
        ("currency:zone:Asie=8", 0),
        ("volume:zone:Asie=nan", 1),
    ],
)
def test_what_makes_no_sense_is_refused_and_the_rest_answers(query, refused):
    read = addresses.read(QueryDict(query))
    assert len(read.refused) == refused
    assert not read.scenario.shocks


@pytest.fixture
def fixed_costs(organisation):
    for division, amount in (("Usinage", 1), ("Vannes", 9)):
        FixedCost.objects.create(
            start=dt.date(2025, 1, 1), end=dt.date(2025, 12, 31), division=division, amount=Decimal(amount)
        )


def test_the_lab_without_costs_says_what_is_missing(director, signed_in):
    page = signed_in(director).get("/exposure/").content.decode()
    assert "No cost is known, so the figures stop at sales." in page
    assert 'name="volume:zone:DACH"' in page
    assert 'name="duty:family:F-Usinage"' in page
    assert 'name="fixed"' not in page


def test_fixed_costs_without_margins_break_nothing(director, signed_in, fixed_costs):
    page = signed_in(director).get("/exposure/").content.decode()
    assert "no cost of its lines is known" in page
    assert 'name="fixed"' in page


def test_shocks_of_the_address(director, signed_in):
    client = signed_in(director)
    page = client.get("/exposure/?lose=&volume:zone:France=-50").content.decode()
    assert "This scenario would" in page
    assert "Shocks are estimates" in page
    assert "pair-bar" in page
    assert "estimated" in page
    table = client.get("/exposure/tables/what-if.csv?lose=&volume:zone:France=-50").content.decode()
    assert "Zone,France,68640.0000,34320.00" in table or "Zone,France,68640,34320" in table


def test_a_form_with_empty_fields_leads_to_a_plain_address(director, signed_in):
    answer = signed_in(director).get("/exposure/?lose=Alstrom&part:Alstrom=100&volume:zone:France=0&fixed=")
    assert answer.status_code == 302
    assert answer.url == "/exposure/?lose=Alstrom"
    by_script = signed_in(director).get("/exposure/?lose=Alstrom&volume:zone:France=0", headers={"HX-Request": "true"})
    assert (by_script.status_code, by_script["HX-Push-Url"]) == (200, "/exposure/?lose=Alstrom")


def test_a_bad_figure_is_explained_and_the_page_stands(director, signed_in):
    page = signed_in(director).get("/exposure/?lose=Alstrom&volume:zone:France=-150").content.decode()
    assert "is outside" in page


def test_scenarios_with_shocks_are_kept_compared_and_exported(director, signed_in):
    client = signed_in(director)
    client.post("/exposure/scenarios/?lose=Alstrom&part:Alstrom=50&inflation:zone:France=8", {"name": "Hard year"})
    client.post("/exposure/scenarios/?lose=C3", {"name": "Vernay leaves"})
    kept = Scenario.objects.get(name="Hard year")
    assert kept.asked.lost == (Lost("Alstrom", 0.5),)
    assert kept.asked.shocks[0].kind == "inflation"
    assert AuditEvent.objects.filter(verb="scenario.kept").count() == 2
    page = client.get("/exposure/compare/").content.decode()
    assert "Hard year" in page
    assert "Alstrom buys 50% less" in page
    one = client.get(f"/exposure/compare/?s={kept.public_id}").content.decode()
    assert "Vernay leaves</a></th>" not in one
    assert "Vernay leaves" in client.get("/exposure/tables/scenarios.csv").content.decode()
    assert client.get("/exposure/tables/scenarios.xlsx").status_code == 200


def test_compare_before_any_scenario(director, signed_in):
    assert "No scenario is kept yet" in signed_in(director).get("/exposure/compare/").content.decode()


def test_scenarios_of_before_still_work(director, signed_in):
    Scenario.objects.create(name="Old", by="group", scope="", lost=["Alstrom"])
    page = signed_in(director).get("/exposure/").content.decode()
    assert "Old" in page
    assert "aria-current" in page.partition("Scenarios kept")[2].partition("Old")[0]


def test_ten_more_scenarios_cost_no_more_queries(director, signed_in, django_assert_max_num_queries):
    client = signed_in(director)
    for i in range(12):
        Scenario.objects.create(name=f"S{i}", by="group", scope="", lost=["Alstrom"])
    client.get("/exposure/")
    with django_assert_max_num_queries(25):
        client.get("/exposure/")
    with django_assert_max_num_queries(25):
        client.get("/exposure/compare/")


def test_several_divisions_at_once(director, signed_in, fixed_costs):
    client = signed_in(director)
    page = client.get("/exposure/?lose=&break=division:Usinage&break=company").content.decode()
    assert 'id="together"' in page
    assert "Usinage and the company at once: no cost of its lines is known." in page
    assert "/exposure/?break=division%3AUsinage&break=company" in page.replace("&amp;", "&").replace(":", "%3A")
    alone = client.get("/exposure/?lose=&break=division:Usinage&break=division:Moon").content.decode()
    assert 'id="together"' not in alone
    assert 'value="division:Usinage" checked' in alone
