"""The pages of requests, as people use them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from trousseau.support.actions import experts
from trousseau.support.actions import requests as actions
from trousseau.support.actions.requests import Wish
from trousseau.support.models import AnswerPromise, Request

SOON = timezone.localdate() + dt.timedelta(days=9)


@pytest.fixture
def asked(house, skill):
    """A request put to Léa."""
    wish = Wish(title="Carbon footprint", due=SOON, skills={skill("carbon"): 3}, wanted="By **part**<script>x</script>")
    return actions.ask(house["manager"], house["account"], wish, [house["lea"]])


def test_asking_finds_the_best_with_reasons(house, skill, signed_in):
    skill("carbon", house["lea"], 4)
    skill("quality", house["thomas"], 5)
    experts.speaks(house["lea"], house["lea"], ["fr"], [])
    browser = signed_in(house["manager"])
    path = f"/accounts/{house['account'].public_id}/requests/new/"
    assert "Ask the best three" in browser.get(f"{path}?title=Footprint").text
    given = {"title": "Footprint", "due": SOON.isoformat(), "urgency": "high", "skill-1": "carbon", "level-1": "4"}
    found = browser.post(path, {**given, "language": "fr", "find": "1"}).text
    assert found.index("Léa Marchal") < found.index("Thomas Weber")
    assert "Carbon footprint: 4, 4 wanted" in found
    assert "languages not told" in found
    refused = browser.post(path, {**given, "due": "soon", "ask": "1"})
    assert refused.status_code == 422
    assert "is no date" in refused.text
    assert 'value="Footprint"' in refused.text
    assert browser.post(path, {**given, "ask": "1"}).status_code == 302
    made = Request.objects.get()
    assert next(str(offer.user) for offer in made.offers.all()) == "Léa Marchal"
    assert made.promised_hours == AnswerPromise().high
    chosen = {**given, "ask": "1", "found": "1", f"place-{house['thomas'].pk}": "1", f"place-{house['lea'].pk}": "2"}
    browser.post(path, chosen)
    assert [str(one.user) for one in Request.objects.last().offers.all()][:1] == ["Thomas Weber"]


def test_the_page_of_a_request(house, asked, signed_in):
    path = f"/team/requests/{asked.public_id}/"
    page = signed_in(house["lea"]).get(path).text
    assert "Léa Marchal is asked to take it" in page
    assert "By <strong>part</strong>" in page
    assert "<script>x" not in page
    for stranger in (house["other"], house["thomas"]):
        assert signed_in(stranger).get(path).status_code == 404
    browser = signed_in(house["lea"])
    refused = browser.post(f"{path}decline/", {"reason": ""})
    assert refused.status_code == 422
    assert "Say why" in refused.text
    assert browser.post(f"{path}accept/", {"next": "board"}).url == "/team/requests/"
    assert browser.post(f"{path}write/", {"text": "On it"}).status_code == 302
    assert browser.post(f"{path}explode/").status_code == 404
    assert "On it" in signed_in(house["manager"]).get(path).text
    browser = signed_in(house["head"])
    assert browser.get(path).status_code == 200
    assert browser.post(f"{path}hand-on/", {"person": str(house["thomas"].pk)}).status_code == 302


def test_board_list_filters_and_files(house, asked, signed_in):
    browser = signed_in(house["manager"])
    board = browser.get("/team/requests/").text
    assert "1 request is open: 1 waits for an expert." in board
    assert "too few to tell" in board
    assert "Carbon footprint" in browser.get("/team/requests/?view=list&q=alstrom&urgency=normal").text
    assert "No request matches" in browser.get("/team/requests/?view=list&state=done").text
    assert browser.get("/team/requests/?view=x&state=%00&person=99999999999&urgency=zz&q=%F0").status_code == 200
    table = b"".join(browser.get("/team/tables/requests.csv")).decode("utf-8-sig")
    assert "Carbon footprint" in table
    assert "Carbon footprint" not in signed_in(house["other"]).get("/team/requests/").text
    link = signed_in(house["manager"]).get(f"/accounts/{house['account'].public_id}/requests/", follow=True)
    assert "Only about Alstrom SA" in link.text


def test_more_requests_cost_no_more_queries(house, signed_in, django_assert_max_num_queries):
    for number in range(12):
        wish = Wish(title=f"Quote {number}", due=SOON)
        actions.ask(house["manager"], house["account"], wish, [house["lea"], house["thomas"]])
    for path in ("/team/requests/", "/team/requests/?view=list", f"/accounts/{house['account'].public_id}/team/"):
        for who in ("manager", "lea", "director", "head"):
            browser = signed_in(house[who])
            with django_assert_max_num_queries(25):
                assert browser.get(path).status_code == 200


def test_the_tab_of_the_account_shows_them(house, asked, signed_in):
    page = signed_in(house["manager"]).get(f"/accounts/{house['account'].public_id}/team/").text
    assert "Carbon footprint" in page
    assert f"/accounts/{house['account'].public_id}/requests/new/" in page


def test_the_promise_is_set_and_two_do_not_overwrite_each_other(house, asked, signed_in):
    browser = signed_in(house["director"])
    given = {"high": "2", "normal": "8", "low": "30", "country": "FR", "opens": "08:30", "closes": "17:30"}
    assert browser.get("/team/requests/promised/").status_code == 200
    assert browser.post("/team/requests/promised/", {**given, "revision": "1"}).status_code == 302
    assert AnswerPromise.current().normal == 8
    again = browser.post("/team/requests/promised/", {**given, "normal": "9", "revision": "1"})
    assert again.status_code == 422
    assert "meanwhile" in again.text
    for wrong in ({"high": "0"}, {"closes": "08:00"}, {"country": "XX"}, {"opens": "noon"}):
        assert browser.post("/team/requests/promised/", {**given, **wrong, "revision": "2"}).status_code == 422
    assert Request.objects.get().promised_hours == 16


def test_in_french(house, asked, signed_in):
    house["manager"].language = "fr"
    house["manager"].save()
    page = signed_in(house["manager"]).get("/team/requests/").text
    assert "1 demande est ouverte" in page
