"""The programme: who runs it, how it is judged, who uses what without naming anybody, figures that lead on."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from trousseau.access.models import Organisation
from trousseau.accounts import due
from trousseau.accounts.models import AccountFigures
from trousseau.plans import maturity
from trousseau.plans.actions import programme as actions
from trousseau.plans.actions.plan import Doing, add_action
from trousseau.plans.actions.programme import Judged, Said
from trousseau.plans.models import ProgrammeLine
from trousseau.plans.queries import adoption
from trousseau.plans.queries import programme as queries
from trousseau.selection.models import AccountRank

HERE = "plans:programme"


def today(days=0):
    return timezone.localdate() + dt.timedelta(days=days)


@pytest.fixture
def step(house):
    return actions.add(house["director"], "step", Said("Show it to the board", house["head"], due=today(3)))


def judged(user, level, ago=0):
    return actions.judge(user, today(-ago), {"plan": Judged(level, "Twelve plans"), "value": Judged(1)})


def test_delivered_stages_read_in_the_language_of_their_reader(client, house):
    client.force_login(house["head"])

    page = client.get(reverse(HERE)).content.decode()

    assert "Pilot: first plans on a few accounts" in page
    assert "0 of 8 stages done, none under way." in page
    with translation.override("fr"):
        assert "Pilote : premiers plans sur quelques comptes" in {str(one) for one in queries.lines()}


def test_every_dimension_has_five_different_levels_in_both_languages():
    assert len(maturity.DIMENSIONS) == 8
    for one in maturity.DIMENSIONS:
        for words in (one.en, one.fr):
            assert len(set(words.levels)) == 5
            assert all(words.levels)


def test_a_director_dates_a_stage_on_the_page_and_a_head_only_reads(client, house):
    stage = ProgrammeLine.objects.get(key="pilot")
    typed = {"what": str(stage), "owner": house["head"].pk, "starts": today(-9), "due": today(20), "state": "running",
             "note": "Four plans", "revision": 1}  # fmt: skip
    address = reverse("plans:change_line", args=["stage", stage.pk])
    client.force_login(house["head"])
    assert client.post(address, typed).status_code == 403
    assert "Add a stage" not in client.get(reverse(HERE)).content.decode()

    client.force_login(house["director"])
    assert client.post(address, typed).status_code == 302

    assert "under way: Pilot: first plans" in client.get(reverse(HERE)).content.decode()
    with translation.override("fr"):
        assert str(ProgrammeLine.objects.get(pk=stage.pk)).startswith("Pilote")


@pytest.mark.parametrize(
    ("kind", "said", "field"),
    [
        ("step", {"what": " "}, "what"),
        ("step", {"due": None}, "due"),
        ("step", {"owner": None}, "owner"),
        ("stage", {"starts": dt.date(2027, 1, 2), "due": dt.date(2027, 1, 1)}, "due"),
        ("obstacle", {"what": "x" * 201}, "what"),
        ("obstacle", {"due": dt.date(2999, 1, 1)}, "due"),
        ("obstacle", {"state": "lost"}, "state"),
    ],
)
def test_bad_input_is_refused_at_its_field(house, kind, said, field):
    usual = {"what": "A line", "owner": house["head"], "due": today(9)}

    with pytest.raises(ValidationError) as refused:
        actions.add(house["director"], kind, Said(**{**usual, **said}))

    assert field in refused.value.message_dict


def test_an_owner_reads_the_page(house):
    with pytest.raises(ValidationError, match="David Okafor does not read this page"):
        actions.add(house["director"], "obstacle", Said("Too few hours", house["other"]))


def test_what_was_refused_keeps_what_was_typed(client, house):
    client.force_login(house["director"])

    answer = client.post(reverse("plans:add_line", args=["step"]), {"what": "Ask the board <b>", "state": "open"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "a next step without a day is a wish" in page
    assert "Ask the board &lt;b&gt;" in page


def test_the_second_of_two_is_told_what_the_first_did(house, step):
    actions.settle(house["head"], step, "done", revision=1)

    with pytest.raises(ValidationError, match="Julien Arnaud: Next step of the programme changed"):
        actions.change(house["director"], step, Said("Other words", house["head"], due=today(9)), revision=1)


def test_its_owner_is_told_on_home_and_says_it_is_done_there(client, house, step):
    item = next(one for one in due.items(house["head"]) if one.title == "Show it to the board")
    assert not [one for one in due.items(house["manager"]) if one.title == "Show it to the board"]
    client.force_login(house["head"])

    answer = client.post(item.deeds[0].url, {**dict(item.deeds[0].said), "next": "home"})

    assert answer.url == reverse("home")
    assert ProgrammeLine.objects.get(pk=step.pk).done_on == today()
    assert not [one for one in due.items(house["head"]) if one.title == "Show it to the board"]


def test_a_round_stands_beside_the_one_before(client, house):
    judged(house["director"], 2, ago=400)
    judged(house["director"], 4, ago=3)
    client.force_login(house["head"])

    page = client.get(reverse(HERE)).content.decode()

    assert "Maturity 2.5 of 5, +1" in page
    assert maturity.BY_KEY["plan"].en.levels[3] in page
    assert "Twelve plans" in page


def test_judged_on_its_page_by_a_director_alone(client, house):
    typed = {"on": today().isoformat(), "plan": "3", "plan-evidence": "Ten approved plans", "note": ""}
    client.force_login(house["head"])
    assert client.post(reverse("plans:maturity"), typed).status_code == 403
    client.force_login(house["director"])
    refused = client.post(reverse("plans:maturity"), {**typed, "plan-evidence": ""})

    assert refused.status_code == 422
    assert "Say what shows this level" in refused.content.decode()
    assert client.post(reverse("plans:maturity"), typed).status_code == 302
    assert queries.rounds()[0].mean == 3
    assert "judged on that day already" in client.post(reverse("plans:maturity"), typed).content.decode()


@pytest.mark.parametrize(("ratings", "on"), [({}, 0), ({"luck": Judged(3, "x")}, 0), ({"plan": Judged(6, "x")}, 0),
                                             ({"plan": Judged(3, "x")}, 1)])  # fmt: skip
def test_a_round_that_says_nothing_or_comes_from_tomorrow_is_refused(house, ratings, on):
    with pytest.raises(ValidationError):
        actions.judge(house["director"], today(on), ratings)
    with pytest.raises(PermissionDenied):
        judged(house["manager"], 2)


def test_adoption_tells_how_many_of_three_or_more_and_names_nobody(client, house, plan, person):
    third = person("manager", name="Nadia Belkacem", reports_to=house["head"])
    doing = Doing("Measure it", today(), today(20), owner=house["manager"])
    add_action(house["manager"], plan, doing)

    uses = adoption.uses()

    assert uses["plans"]["manager"] == adoption.Use(3, 1, 1)
    assert uses["kpis"]["manager"] == adoption.Use(3, 0, 0)
    assert uses["plans"]["head"].short is None
    assert uses["plans"]["director"].short is None
    client.force_login(house["head"])
    page = client.get(reverse(HERE)).content.decode()
    adopted = page[page.index('id="adoption-title"') :]
    assert not any(one.name in adopted for one in (house["manager"], house["other"], third, house["expert"]))
    sheet = client.get(reverse("plans:programme_table", args=["adoption", "csv"])).getvalue().decode()
    assert "Programme director" not in sheet


def test_fewer_than_three_people_are_not_told_of(house, plan):
    assert adoption.uses()["plans"]["manager"] == adoption.Use(2, None, None)


def test_a_plan_moves_when_anything_of_it_is_written(house, plan):
    assert adoption.touched(house["director"]) == adoption.Touched(1, 1, 1)
    assert adoption.touched(house["other"]) == adoption.Touched(0, 0, 0)


def test_figures_lead_to_what_they_are_made_of(client, house, plan):
    AccountRank.objects.create(account=house["account"], client="A1", tier="key")
    AccountFigures.objects.create(account=house["account"], revenue=1_200_000, previous=1_000_000)
    Organisation.objects.update(base_currency="EUR")
    client.force_login(house["director"])

    page = client.get(reverse(HERE)).content.decode()

    assert "€1.2M" in page
    assert "+20" in page
    for address in re.findall(r'<div class="stat"><dt><a href="([^"]+)"', page):
        assert client.get(address.replace("&amp;", "&")).status_code == 200
    assert reverse("plans:all") + "?state=approved" in page


@pytest.mark.parametrize("of", ["lines", "maturity", "adoption"])
def test_tables_go_out(client, house, of):
    judged(house["director"], 3)
    client.force_login(house["head"])

    assert client.get(reverse("plans:programme_table", args=[of, "csv"])).status_code == 200


def test_the_page_asks_few_questions_however_long_the_lists(client, house, plan):
    for n in range(15):
        actions.add(house["director"], "obstacle", Said(f"Obstacle {n}", house["head"]))
    client.force_login(house["director"])
    client.get(reverse(HERE))

    with CaptureQueriesContext(connection) as asked:
        client.get(reverse(HERE))

    assert len(asked) <= 25
