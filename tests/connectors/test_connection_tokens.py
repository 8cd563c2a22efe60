"""The token of a connection: renewed by one for all, never lost by what can be mended, never used up twice."""

import datetime as dt
import socket
import time
from contextlib import suppress
from ipaddress import ip_network
from threading import Thread

import httpx
import pytest
import time_machine
from django.utils import timezone
from hubspot_face import wrong
from running import a_face, a_world, connection, run
from token_faces import Keeper, answer, html, said, stand_in

from racing import race
from trousseau.access.models import AuditEvent
from trousseau.connectors import granting
from trousseau.connectors.errors import (
    RefusedError,
    SignInError,
    ThrottledError,
    UnavailableError,
    UnreadableError,
)
from trousseau.connectors.models import Connection
from trousseau.connectors.signing import auth, way_of
from trousseau.connectors.tokens import Given, Stored, lose
from trousseau.notices.models import Notice


@pytest.fixture
def keeper(monkeypatch):
    return stand_in(monkeypatch, Keeper(rotates=True))


def connected(crm, keeper, **more):
    """A connection whose token is spent, with a refresh token that the CRM knows."""
    keeper.refresh.add("refresh-0")
    told = {"client_id": "3MVG9-client", "domain": "garonne.my.salesforce.com", "centre": "eu"}
    fields = {"secret": keeper.secret, "access": "access-0", "refresh": "refresh-0", "way": "code"} | more
    return Connection.objects.create(crm=crm, name=crm, state="ready", told=told, **fields)


def tokens(connection):
    return Stored(connection, way_of(connection).renew)


def kept(connection):
    return Connection.objects.get(pk=connection.pk)


@pytest.mark.parametrize(("crm", "base"), [
    ("salesforce", "https://garonne.my.salesforce.com"),
    ("hubspot", "https://api.hubapi.com"),
    ("zoho", "https://www.zohoapis.eu"),
])  # fmt: skip
def test_a_token_is_renewed_a_little_before_it_ends_and_kept_with_the_one_that_renews_it(db, keeper, crm, base):
    connection = connected(crm, keeper)
    fresh = tokens(connection).renewed("access-0")
    now = kept(connection)
    assert (now.access, now.base, now.state) == (fresh, base, "ready")
    assert now.refresh in keeper.refresh
    assert now.refresh != "refresh-0"
    assert tokens(connection).current() == fresh
    assert len(keeper.requests) == 1
    assert said(keeper.requests[0])["refresh_token"] == "refresh-0"
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=59, seconds=30), tick=False):
        later = tokens(connection).current()
    assert (later == fresh) == (crm == "salesforce"), "Salesforce does not say how long: it is used until refused"


def test_who_comes_with_a_spent_token_is_given_the_one_that_another_got(db, keeper):
    connection = connected("hubspot", keeper)
    first = tokens(connection).renewed("access-0")
    assert tokens(connection).renewed("access-0") == first
    assert len(keeper.requests) == 1


@pytest.mark.django_db(transaction=True)
def test_workers_who_find_it_spent_at_once_renew_it_once(keeper, organisation):
    connection, got = connected("salesforce", keeper), []
    race(lambda: got.append(tokens(connection).renewed("access-0")), workers=4)
    assert len(keeper.requests) == 1
    assert len(got) == 4
    assert len(set(got)) == 1
    assert kept(connection).access == got[0]


@pytest.mark.parametrize("crm", ["salesforce", "hubspot", "zoho"])
def test_a_sign_in_that_is_lost_is_told_once_to_administrators_and_never_tried_again(db, cast, keeper, crm):
    connection = connected(crm, keeper)
    keeper.refresh.clear()
    for _time in range(2):
        with pytest.raises(SignInError, match="an administrator must connect it again"):
            tokens(connection).renewed("access-0")
    with pytest.raises(SignInError):
        tokens(connection).current()
    lose(connection)
    now = kept(connection)
    assert (now.state, now.access, now.refresh, len(keeper.requests)) == ("reconnect", "", "", 1)
    assert [*AuditEvent.objects.filter(verb="connection.lost").values_list("actor", flat=True)] == [None]
    assert [one.user for one in Notice.objects.all()] == [cast["administrator"]]


@pytest.mark.parametrize(("fault", "error"), [
    (httpx.ConnectTimeout("slow"), UnavailableError),
    (httpx.RemoteProtocolError("cut"), UnavailableError),
    (answer(503, {"error": "invalid_grant"}), UnavailableError),
    (answer(429, {}), ThrottledError),
    (answer(400, {"error": "Access Denied", "error_description": "You have made too many requests."}), ThrottledError),
    (answer(400, {"error": "general_error"}), RefusedError),
    (html(), UnreadableError),
    (html(401), UnreadableError),
    (answer(200, {"token_type": "Bearer"}), UnreadableError),
    (answer(200, {"access_token": "two\r\nlines"}), UnreadableError),
    (answer(200, {"access_token": "a", "api_domain": "https://www.zohoapis.eu.evil.example"}), UnreadableError),
    (answer(200, {"access_token": "a", "api_domain": "https://www.zohoapis.eu@evil.example"}), UnreadableError),
    (answer(200, []), UnreadableError),
])  # fmt: skip
def test_what_a_person_need_not_mend_loses_nothing(db, keeper, fault, error):
    connection = connected("zoho", keeper)
    keeper.fault = fault
    with pytest.raises(error):
        tokens(connection).renewed("access-0")
    now = kept(connection)
    assert (now.state, now.access, now.refresh, now.base) == ("ready", "access-0", "refresh-0", "")
    assert tokens(connection).renewed("access-0").startswith("access-"), "the next call goes on"


@pytest.mark.parametrize("rotates", [True, False])
def test_killed_between_the_answer_and_storing_it_is_told_where_the_crm_gave_another_key(
    db, cast, keeper, monkeypatch, rotates
):
    connection = connected("salesforce", keeper)
    keeper.rotates = rotates
    with monkeypatch.context() as kill:
        kill.setattr(Connection, "save", lambda *_a, **_n: (_ for _ in ()).throw(SystemExit(137)))
        with pytest.raises(SystemExit):
            tokens(connection).renewed("access-0")
    assert kept(connection).refresh == "refresh-0"
    if rotates:
        with pytest.raises(SignInError):
            tokens(connection).renewed("access-0")
        assert (kept(connection).state, Notice.objects.count()) == ("reconnect", 1)
    else:
        assert tokens(connection).renewed("access-0") == kept(connection).access != "access-0"


def test_an_answer_that_drips_is_not_waited_for(db, keeper, monkeypatch):
    class Drops(httpx.SyncByteStream):
        def __iter__(self):
            while True:
                yield b" "

    monkeypatch.setattr(granting, "PATIENCE", 0)
    connection = connected("hubspot", keeper)
    keeper.fault = httpx.Response(200, stream=Drops())
    with pytest.raises(UnavailableError):
        tokens(connection).renewed("access-0")


def test_a_key_that_somebody_gave_is_worth_nothing_once_refused_until_they_give_another(db, cast, keeper):
    connection = connected("hubspot", keeper, way="key", secret="pat-1", access="", refresh="")
    mine = Given(connection)
    assert mine.current() == "pat-1"
    Connection.objects.filter(pk=connection.pk).update(secret="pat-2")
    assert mine.renewed("pat-1") == "pat-2", "given meanwhile"
    with pytest.raises(SignInError):
        mine.renewed("pat-2")
    assert (kept(connection).state, Notice.objects.count(), keeper.requests) == ("reconnect", 1, [])


def test_calls_are_signed_as_each_crm_wants_it_and_a_missing_right_spends_no_token(db, keeper):
    connection = connected("zoho", keeper)
    scope = answer(401, {"code": "OAUTH_SCOPE_MISMATCH"})
    seen = []

    def crm(request):
        seen.append(request.headers["authorization"])
        return scope if len(seen) > 2 else answer(401 if len(seen) == 1 else 200, {"code": "INVALID_TOKEN"})

    with httpx.Client(transport=httpx.MockTransport(crm), auth=auth(connection)) as client:
        assert client.get("https://www.zohoapis.eu/crm/v8/org").status_code == 200
        assert client.get("https://www.zohoapis.eu/crm/v8/org").status_code == 401
    assert seen[0] == "Zoho-oauthtoken access-0"
    assert seen[1] == seen[2] == f"Zoho-oauthtoken {kept(connection).access}"
    assert len(keeper.requests) == 1


def test_what_is_kept_or_told_names_no_secret(db, keeper, cast, caplog):
    connection = connected("salesforce", keeper)
    keeper.fault = answer(400, {"error": "invalid_grant", "error_description": f"refresh-0 of {keeper.secret} is bad"})
    with pytest.raises(SignInError) as refused:
        tokens(connection).renewed("access-0")
    told = [str(refused.value), repr(refused.value.told), caplog.text]
    told += [f"{one.before}{one.after}{one.target_label}" for one in AuditEvent.objects.all()]
    told += [str(one.params) for one in Notice.objects.all()]
    assert len(told) > 4
    assert not any(word in one for one in told for word in ("refresh-0", keeper.secret, "access-0"))


def test_a_run_that_the_crm_does_not_know_is_told_to_administrators_once(db, cast):
    made = connection(way="key", secret="pat-1")
    item = run(made, a_face(a_world(), faults=[lambda _r: wrong(401, "INVALID_AUTHENTICATION", "Expired")] * 5))
    assert (item.state, Connection.objects.get().state) == ("failed", "reconnect")
    assert [one.user for one in Notice.objects.all()] == [cast["administrator"]]


@pytest.mark.parametrize("sent", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n"])
def test_a_server_that_says_nothing_or_lets_words_drip_is_left(settings, monkeypatch, sent):
    settings.OUTGOING_ALLOWED = {"names": [], "networks": [ip_network("127.0.0.0/8")]}
    monkeypatch.setattr(granting, "STEP", 0.2)
    monkeypatch.setattr(granting, "PATIENCE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip():
            with suppress(OSError):
                caller, _address = server.accept()
                caller.sendall(sent)
                while sent:
                    caller.sendall(b" ")
                    time.sleep(0.02)

        Thread(target=drip, daemon=True).start()
        with pytest.raises(UnavailableError, match="does not answer"):
            granting.ask(f"http://127.0.0.1:{server.getsockname()[1]}/token", {"code": "c"}, crm="Zoho CRM")
