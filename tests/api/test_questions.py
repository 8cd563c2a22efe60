"""What the pages reckon, asked by a program: the figures of the page's own query, for who sees the page."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from selection.tiers_held import give_tier
from trousseau.accounts import queries as account_queries
from trousseau.accounts.models import Account
from trousseau.costs.actions.inflation import tell_inflation
from trousseau.costs.queries import told as costs_told
from trousseau.exposure.pages import lab
from trousseau.exposure.queries import growth as growths
from trousseau.exposure.queries.concentration import concentrations
from trousseau.ledger.growth.reading import Told
from trousseau.plans.actions.plan import Doing, Wanted, add_action, add_objective, open_plan
from trousseau.portfolio.queries.measure import measured
from trousseau.portfolio.queries.source import asked, usual

YEAR = {"period_start": "2025-01-01", "period_end": "2025-12-31", "currency": "EUR"}
MOST_STATEMENTS = 25


@pytest.fixture
def director(sales, cast, call):
    """A program of the director, over a small ledger."""
    return call(cast["director"])


def told(program, path):
    """The answer to a question, which takes few statements."""
    with CaptureQueriesContext(connection) as statements:
        response = program.get(path)
    assert response.status_code == 200, response.content
    assert len(statements) <= MOST_STATEMENTS
    assert program.get(path, If_None_Match=response["ETag"]).status_code == 304
    return response.json()


def test_the_portfolio_is_told_as_its_pages_reckon_it(director, cast, call):
    give_tier("Alstrom", "key", dt.date(2025, 1, 1))
    give_tier("C6", "key", dt.date(2025, 1, 1))
    now, found = measured(usual(cast["director"])), concentrations(usual(cast["director"]))
    said = told(director, "/portfolio/concentration?limit=2")
    assert said.items() >= {**YEAR, "revenue": "95160.00", "missing": []}.items()
    assert said["pareto_point"] == now.checkup.pareto.point
    assert [(one["account"], one["revenue"], one["share"]) for one in said["largest"]] == [
        (row.account, f"{row.revenue:.2f}", row.share) for row in now.checkup.ranked[:2]
    ]
    assert (said["largest"][0]["name"], said["largest"][0]["revenue"]) == ("Alstrom", "42000.00")
    assert said["customers"]["top"]["5"] == found.customers.top[5]
    zones = next(one for one in said["dimensions"] if one["name"] == "zone")
    assert zones["spread"]["effective_number"] == found.dimensions["zone"].effective_number
    kept = {one.value: one for one in found.inside["zone"]}
    assert {one["value"]: (Decimal(one["left"]), one["first_share"]) for one in zones["inside"]} == {
        value: (one.left, one.first_share) for value, one in kept.items()
    }
    held = told(director, "/portfolio/tiers")
    assert [(one["tier"], one["clients"], one["revenue"]) for one in held["tiers"]] == [("key", 2, "49200.00")]
    assert held["without"] == now.checkup.accounts - 2
    for path in ("concentration", "tiers", "growth", "inflation"):
        assert call(cast["manager"]).get(f"/portfolio/{path}").status_code == 403
    assert director.get("/portfolio/tiers?period=hier").json()["errors"][0]["field"] == "period"
    assert director.get("/portfolio/tiers?perriod=fy").status_code == 422


def test_growth_adds_up_and_inflation_makes_it_real(director, cast):
    question = growths.compared(usual(cast["director"]), {})
    page = growths.grown(question)
    said = told(director, "/portfolio/growth")
    assert (said["against_start"], said["against_end"], said["compares"]) == ("2024-01-01", "2024-12-31", True)
    assert [(row["key"], Decimal(row["change"])) for row in said["rows"]] == [
        (row.key, row.change) for row in page.rows
    ]
    total = {
        name: Decimal(value)
        for name, value in said["total"].items()
        if isinstance(value, str) and name not in {"key", "name"}
    }
    parts = ("price", "volume", "mix", "new", "lost", "undivided", "currency")
    assert sum(total[name] for name in parts) == total["change"] == page.total.change != 0
    assert (said["total"]["real"], len(said["missing"])) == (None, 1)

    tell_inflation(cast["controller"], [Told("*", "2025", Decimal("0.02"))], "INSEE")
    known = told(director, "/portfolio/growth?rows=account&division=Vannes")
    assert known["missing"] == []
    assert {row["key"] for row in known["rows"]} == {"C3", "C4", "C5"}
    assert known["total"]["real"] < known["total"]["reported"]
    rates = told(director, "/portfolio/inflation")
    assert Decimal(rates["zones"][0]["rates"]["2025"]) == Decimal("0.02")
    assert rates["zones"][0]["deflator"] == pytest.approx(1.02)
    assert director.get("/portfolio/growth?against=hier").json()["errors"][0]["field"] == "against"
    apart = told(director, "/portfolio/growth?against=2025-07-01..2025-12-31")
    assert (apart["compares"], apart["total"]) == (False, None)
    assert apart["missing"]


def test_an_account_is_told_to_who_sees_its_page(director, cast, call, client):
    manager, chute = cast["manager"], Account.objects.get(name="Chute")
    Account.objects.filter(pk=chute.pk).update(manager=manager)
    program, place = call(manager), f"/accounts/{chute.public_id}"
    figures = told(program, f"{place}/figures")
    assert figures.items() >= {**YEAR, "revenue": "4800.00", "previous": "9600.00", "change": -0.5}.items()
    client.force_login(manager)
    page = client.get(reverse("accounts:account", args=[chute.public_id])).context
    assert figures["share"] == page["share"]
    assert told(program, f"{place}/figures?period=2025-01-01..2025-03-31")["revenue"] == "1200.00"
    said = told(program, f"{place}/sales")
    parts = account_queries.breakdowns(account_queries.facts(), [chute.key], page["window"])
    assert [(one["dimension"], one["bars"][0]["value"], one["bars"][0]["revenue"]) for one in said["breakdowns"]] == [
        (one.dimension, one.bars[0].value, f"{one.bars[0].revenue:.2f}") for one in parts
    ]
    assert {one["dimension"] for one in said["breakdowns"]} == {"zone", "division", "family", "product"}
    assert said["months"][-1] == {"month": "2025-12-01", "revenue": "400.00", "year_before": "800.00"}
    health = told(program, f"{place}/health")
    assert (health["standing"], health["plan"]) == (chute.standing.name, None)
    other = Account.objects.exclude(pk=chute.pk).first().public_id
    expected = client.get(reverse("accounts:account", args=[other])).status_code
    asked_of = ("figures", "sales", "health")
    assert {program.get(f"/accounts/{other}/{name}").status_code for name in asked_of} == {expected}


def test_a_plan_tells_how_far_it_is(director, cast):
    chute, day = Account.objects.get(name="Chute"), dt.date(2026, 1, 20)
    plan = open_plan(cast["director"], chute, "Premier", day - dt.timedelta(days=100), day + dt.timedelta(days=600))
    goal = add_objective(cast["director"], plan, Wanted("Regagner Vannes", day + dt.timedelta(days=90)))
    work = Doing(
        "Revoir les prix",
        day - dt.timedelta(days=50),
        day + dt.timedelta(days=50),
        owner=cast["director"],
        objective=goal,
    )
    add_action(cast["director"], plan, work)
    said = told(director, f"/plans/{plan.public_id}/progress")
    assert (said["day"], said["done"], said["late"]) == ("2026-01-20", 0.0, 0)
    assert said["objectives"] == [
        {"id": goal.public_id, "title": "Regagner Vannes", "due": "2026-04-20", "done": 0.0,
         "expected": said["expected"], "late": 0, "open": 1}
    ]  # fmt: skip
    assert said["expected"] == pytest.approx(0.5, abs=0.02)
    assert said["missing"] == ["The plan has no indicator yet."]
    assert said["health"] == told(director, f"/accounts/{chute.public_id}/health")["plan"]


def test_what_if_answers_as_the_lab_and_changes_nothing(director, cast, call):
    reader = call(cast["director"], scopes=("read",))
    question = {"asked": {"by": "group"}, "lost": [{"who": "Alstrom", "share": 1.0}]}
    said = reader.post("/portfolio/what-if", question)
    assert said.status_code == 200, said.content
    there = asked(cast["director"], {"by": "group"})
    page = lab.lab(there, QueryDict("lose=Alstrom"), costs_told()).answer
    total = said.json()["total"]["revenue"]
    assert (Decimal(total["after"]), Decimal(total["change"])) == (page.total.revenue.after, Decimal("-42000.00"))
    assert said.json()["after"]["first"] == str(page.after.labels[0])
    assert said.json()["exact"] is True
    question["shocks"] = [{"kind": "volume", "zone": "DACH", "change": -0.1}]
    shocked = lab.lab(there, QueryDict("lose=Alstrom&volume:zone:DACH=-10"), costs_told()).answer
    answer = reader.post("/portfolio/what-if", question).json()
    assert (Decimal(answer["total"]["revenue"]["after"]), answer["exact"]) == (shocked.total.revenue.after, False)
    question["lost"][0]["who"] = "Nobody"
    assert reader.post("/portfolio/what-if", question).json()["errors"][0]["field"] == "lost"
    question["lost"][0] = {"who": "Alstrom", "share": 2.0}
    assert reader.post("/portfolio/what-if", question).status_code == 422
    assert call(cast["manager"]).post("/portfolio/what-if", {"asked": {}}).status_code == 403
