"""What holds for every call: who is let in, pages of lists, states, keys, refusals, how often."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from racing import race
from trousseau.access.models import AuditEvent
from trousseau.accounts.models import Group
from trousseau.api import allowance, cursors, repeats
from trousseau.api.models import Repeat

PROBLEM = "application/problem+json"


@pytest.fixture
def accounts(portfolio):
    return portfolio(12)


@pytest.fixture
def director(call, cast):
    return call(cast["director"])


def names(response):
    return [one["name"] for one in response.json()["items"]]


def test_a_token_opens_within_its_scopes_a_session_opens_nothing(call, cast, accounts, signed_in):
    reads = call(cast["director"], scopes=("read",))
    assert reads.get("/accounts").status_code == 200
    refused = reads.post(f"/accounts/{accounts[0].public_id}/leave-out", Accept_Language="fr")
    assert refused.status_code == 403
    assert "Faire ce que je peux faire" in refused.json()["detail"]
    assert call(cast["director"], scopes=("write",)).get("/accounts").status_code == 403
    assert signed_in(cast["director"]).get("/api/v1/accounts").status_code == 401
    nobody = Client().get("/api/v1/accounts", headers={"Authorization": "Bearer trs_x_y"})
    assert (nobody.status_code, nobody["WWW-Authenticate"], nobody["Content-Type"]) == (401, "Bearer", PROBLEM)


def test_a_client_has_no_token_and_one_that_stood_opens_nothing_any_more(call, cast, accounts):
    program = call(cast["expert"])
    cast["expert"].assignments.update(role="client")
    assert program.get("/people").status_code == 401


def test_who_does_not_see_an_account_finds_nothing_there_who_may_not_change_it_is_refused(call, cast, accounts):
    mine, other = accounts[:2]
    type(mine).objects.filter(pk=mine.pk).update(manager=cast["manager"])
    manager = call(cast["manager"])
    assert names(manager.get("/accounts")) == [mine.name]
    assert manager.get(f"/accounts/{other.public_id}").status_code == 404
    assert manager.post(f"/accounts/{other.public_id}/leave-out").status_code == 404
    assert manager.post(f"/accounts/{mine.public_id}/leave-out").status_code == 403
    assert call(cast["administrator"]).get("/accounts").status_code == 403


def test_pages_go_on_while_others_write_and_take_few_statements(director, portfolio, accounts):
    director.get("/accounts")
    with CaptureQueriesContext(connection) as few:
        first = director.get("/accounts?limit=5&fields=name")
    portfolio(3)
    second = director.get(f"/accounts?limit=5&fields=name&cursor={first.json()['next']}")
    third = director.get(f"/accounts?limit=100&fields=name&cursor={second.json()['next']}")
    assert names(first) + names(second) + names(third) == [f"Société n° {n}" for n in range(15)]
    assert third.json()["next"] is None
    assert 'rel="next"' in first["Link"]
    with CaptureQueriesContext(connection) as many:
        director.get("/accounts?limit=15")
    assert len(many) == len(few) <= 8
    moved = director.get(f"/accounts?q=societe&cursor={first.json()['next']}")
    assert moved.status_code == 422, "a place in another list"


def test_filters_and_fields_say_what_there_is(director, accounts):
    group = Group.objects.get()
    found = director.get(f"/accounts?group={group.public_id}&fields=code,revenue").json()["items"]
    assert [sorted(one) for one in found] == [["code", "id", "revenue"]] * 2
    assert found[0]["revenue"] == "10000.0000"
    assert names(director.get("/accounts?q=societe%207")) == ["Société n° 7"]
    for asked, word in (("grup=1", "grup"), ("fields=nom", "nom"), ("limit=0", "limit"), ("cursor=x", "cursor")):
        refused = director.get(f"/accounts?{asked}")
        assert refused.status_code == 422
        assert word in json.dumps(refused.json()["errors"])


def test_a_state_that_was_read_is_told_and_asked(director, cast, accounts):
    place = f"/accounts/{accounts[0].public_id}"
    tag = director.get(place)["ETag"]
    assert director.get(f"{place}?fields=name")["ETag"] == tag
    assert director.get(place, If_None_Match=tag).status_code == 304
    grouped = director.post(f"{place}/put-in-group", {"name": "Nord"}, If_Match=tag)
    assert grouped.json()["group"]["name"] == "Nord"
    assert director.post(f"{place}/put-in-group", {"name": "Sud"}, If_Match=tag).status_code == 412
    assert director.get(place)["ETag"] == grouped["ETag"]

    added = director.post(f"{place}/add-member", {"who": str(cast["expert"].pk), "role": "expert"})
    member = f"/team-members/{added.json()['id']}"
    said = {"role": "expert", "label": "métal", "since": "2026-01-01"}
    assert director.post(f"{member}/change", said).status_code == 428
    assert director.post(f"{member}/change", said, If_Match='"old"').status_code == 412
    changed = director.post(f"{member}/change", said, If_Match=added["ETag"])
    assert (changed.json()["label"], changed.json()["revision"]) == ("métal", 2)


def test_a_write_is_in_the_trail_as_the_persons_own_by_the_api(director, cast, accounts):
    director.post(f"/accounts/{accounts[0].public_id}/leave-out")
    told = AuditEvent.objects.get(verb="account.left_out")
    assert (told.actor, told.actor_label) == (cast["director"], "Director Test · API")


def test_what_is_sent_twice_under_a_key_is_done_once(director, accounts):
    place = f"/accounts/{accounts[0].public_id}/put-in-group"
    first = director.post(place, {"name": "Nord"}, Idempotency_Key="k")
    with CaptureQueriesContext(connection) as statements:
        director.post(place, {"name": "Sud"}, Idempotency_Key="other")
    assert len(statements) <= 25
    again = director.post(place, {"name": "Nord"}, Idempotency_Key="k")
    assert (again.content, again["ETag"], again["Idempotent-Replayed"]) == (first.content, first["ETag"], "true")
    assert director.get(place.removesuffix("/put-in-group")).json()["group"]["name"] == "Sud"
    other = director.post(place, {"name": "Est"}, Idempotency_Key="k")
    assert (other.status_code, other.json()["errors"][0]["field"]) == (422, "Idempotency-Key")

    assert director.post(place, {"name": ""}, Idempotency_Key="refused").status_code == 422
    assert director.post(place, {"name": "Est"}, Idempotency_Key="refused").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert director.post(place, {"name": "Ouest"}, Idempotency_Key="k").json()["group"]["name"] == "Ouest"
        assert repeats.any_old()
        repeats.forget_kept(None)
    assert list(Repeat.objects.values_list("key", flat=True)) == ["k"]


@pytest.mark.django_db(transaction=True)
def test_the_same_call_at_once_is_done_once(call, cast):
    program, answers = call(cast["director"]), []

    def work():
        answers.append(program.post("/saved-views/save", {"name": "A", "query": ""}, Idempotency_Key="k"))

    race(work)
    assert {(one.status_code, one.content) for one in answers} == {(200, answers[0].content)}
    assert AuditEvent.objects.filter(verb__startswith="view.").count() == 1


def test_more_calls_than_a_minute_takes_wait_for_the_next(director, accounts, monkeypatch):
    monkeypatch.setattr(allowance, "A_MINUTE", 3)
    with time_machine.travel("2026-11-27T10:00:20Z", tick=False):
        left = [director.get("/people")["RateLimit-Remaining"] for _ in range(3)]
        refused = director.get("/people")
    assert left == ["2", "1", "0"]
    assert (refused.status_code, refused["Retry-After"], refused["Content-Type"]) == (429, "40", PROBLEM)
    with time_machine.travel("2026-11-27T10:01:00Z", tick=False):
        assert director.get("/people").status_code == 200


def test_what_cannot_be_read_is_refused_in_a_sentence_of_the_callers_language(director, cast, accounts):
    place = f"/accounts/{accounts[0].public_id}/add-member"
    refused = director.post(place, {"role": "boss", "since": "hier", "x": 1}, Accept_Language="fr").json()
    said = {one["field"]: one["message"] for one in refused["errors"]}
    assert said["who"] == "Il le faut."
    assert said["x"] == "Il n’y a pas de tel champ ici."
    assert said["since"].startswith("Écrivez un jour")
    assert "sponsor" in said["role"]
    assert director.post(place, {"role": "expert", "who": "nobody"}).json()["errors"][0]["field"] == "who"
    token = {"Authorization": f"Bearer {director.token}"}
    broken = director.client.post(f"/api/v1{place}", "{", content_type="application/json", headers=token)
    assert (broken.status_code, broken["Content-Type"]) == (400, PROBLEM)
    form = director.client.post(f"/api/v1{place}", {"role": "expert"}, headers=token)
    assert form.status_code == 415
    assert director.get("/nothing").status_code == 404
    assert (director.client.put("/api/v1/accounts", headers=token)["Allow"]) == "GET"


@given(st.text(min_size=1))
@settings(max_examples=30)
def test_no_text_is_a_place_in_a_list_but_those_we_gave(text):
    with pytest.raises(ValidationError):
        cursors.read(text, "accounts x")
    assert cursors.read(cursors.made(7, text), text) == 7
