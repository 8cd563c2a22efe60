"""Salesforce, simulated: all that every connector must do, and what only Salesforce does."""

import datetime as dt
import json
from decimal import Decimal

import httpx
import pytest
import salesforce_face
from contract import ConnectorContract
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from salesforce_face import OBJECTS, ORGANISATION, SalesforceFace
from world import World, said

from trousseau.connectors import mapping
from trousseau.connectors.calling import Caller, Lasting, Signed
from trousseau.connectors.errors import (
    NotAllowedError,
    QuotaError,
    RefusedError,
    SignInError,
    ThrottledError,
    UnavailableError,
    UnreadableError,
)
from trousseau.connectors.protocol import Change, Entity, Kind, Outcome, Quota
from trousseau.connectors.salesforce import reading, soql
from trousseau.connectors.salesforce.connector import Salesforce
from trousseau.connectors.salesforce.judge import judge, quota

INSTANCE = "https://garonne.my.salesforce.com"


def connect(face, version="67.0"):
    client = httpx.Client(transport=face)
    auth = Signed(Lasting("token", "Salesforce"))
    caller = Caller(client, INSTANCE, crm="Salesforce", hosts=(), judge=judge, quota=quota, auth=auth)
    return Salesforce(caller, version, wait=lambda seconds: face.world.tick(seconds=seconds))


def refusal(code, message="Told.", status=400, **headers):
    return said([{"message": message, "errorCode": code}], status, **headers)


def accounts(number):
    world = World(salesforce_face.name)
    owner = world.add("owner", name="Thomas Wegener", email="thomas@garonne.example", active=True)
    for one in range(number):
        world.add("account", name=f"Account “{one}”,\nÉnergie", owner=owner, code="" if one % 2 else f"C-{one}")
    world.tick(hours=1)
    return world


def read(connector, entity, cursor=None, fields=None):
    asked = mapping.asked(mapping.preset("salesforce", entity)) if fields is None else fields
    pages = list(connector.read(entity, asked, cursor))
    return {record.id: record for page in pages for record in page.records}, pages


def values(record, entity):
    return mapping.mapped(record, mapping.preset("salesforce", entity), entity).values


class TestSalesforce(ConnectorContract):
    crm = "salesforce"
    written = ("account", {"KAM_Tier__c": "A"})

    @staticmethod
    def name(entity, number):
        return salesforce_face.name(entity, number)

    def face(self, world, **faults):
        return SalesforceFace(world, **faults)

    def connect(self, face):
        return connect(face)

    def refuse_sign_in(self):
        return refusal("INVALID_SESSION_ID", "Session expired or invalid", 401)

    def throttle(self):
        return refusal("REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded.", 403)


def test_it_says_what_it_may_not_see_and_how_many_calls_are_used():
    objects = {name: one for name, one in OBJECTS.items() if name != "OpportunityLineItem"}
    objects["Account"] = ("account", {key: one for key, one in OBJECTS["Account"][1].items() if key != "Website"})
    face = SalesforceFace(accounts(1), objects=objects)
    health = connect(face).check()
    assert (health.person, health.organisation, health.organisation_id) == ("Inès Carvalho", "Garonne", ORGANISATION)
    assert health.missing == ("Account.Website", "OpportunityLineItem")
    assert health.currencies == ("EUR",)
    assert health.quota == Quota(100_000, 10_020)
    assert read(connect(face), Entity.ACCOUNT)[0], "what may be seen is read"
    with pytest.raises(RefusedError, match="no “OpportunityLineItem” that we may read"):
        read(connect(face), Entity.LINE)


def test_a_version_that_is_not_offered_is_named():
    with pytest.raises(RefusedError, match=r"does not offer version 99.0 of its interface \(only 66.0, 67.0\)"):
        connect(SalesforceFace(accounts(0)), "99.0").check()


@pytest.mark.parametrize("number", [2_000, 2_001])
def test_many_are_read_by_a_job_and_say_the_same(number, monkeypatch):
    face = SalesforceFace(accounts(number), batch=700)
    found, pages = read(connect(face), Entity.ACCOUNT)
    assert bool(face.jobs) is (number > 2_000)
    assert len(found) == number
    monkeypatch.setattr(reading, "MANY", 0 if number == 2_000 else 10_000)
    other, _pages = read(connect(face), Entity.ACCOUNT)
    assert {key: values(one, Entity.ACCOUNT) for key, one in found.items()} == {
        key: values(one, Entity.ACCOUNT) for key, one in other.items()
    }
    changed = next(iter(found))
    face.world.tick(hours=1)
    face.world.change("account", changed, name="Alstrom SE")
    assert set(read(connect(face), Entity.ACCOUNT, pages[-1].cursor)[0]) == {changed}


@pytest.mark.parametrize("fate", ["goes on", "expired", "Failed"])
def test_killed_in_a_job_it_goes_on_there_or_begins_anew_where_the_job_is_lost(fate, monkeypatch):
    monkeypatch.setattr(reading, "MANY", 10)
    face = SalesforceFace(accounts(50), batch=20)
    cursor, found = None, set()
    for step in range(12):
        page = next(iter(connect(face).read(Entity.ACCOUNT, ("Name",), cursor)))
        found |= {record.id for record in page.records}
        cursor = json.loads(json.dumps(page.cursor))
        if step == 2 and fate == "expired":
            face.jobs.clear()
        if step == 2 and fate == "Failed":
            face.jobs[cursor["job"]]["state"] = "Failed"
        if page.last:
            break
    assert page.last
    assert len(found) == 50
    assert len([one for one in face.requests if one.method == "POST"]) == (1 if fate == "goes on" else 2)


def test_a_job_that_fails_is_said_in_its_words_and_one_that_may_not_begin_gives_way_to_pages(monkeypatch):
    monkeypatch.setattr(reading, "MANY", 10)
    face = SalesforceFace(accounts(20), polls=99)
    pages = connect(face).read(Entity.ACCOUNT, ("Name",), None)
    job = next(pages).cursor["job"]
    face.jobs[job] |= {"state": "Failed", "message": "Too many query rows"}
    with pytest.raises(RefusedError, match="could not prepare its data: “Too many query rows”"):
        next(pages)
    face._begin = lambda body: refusal("FEATURENOTENABLED", "Bulk is off")
    assert len(read(connect(face), Entity.ACCOUNT)[0]) == 20


def test_a_question_too_long_for_an_address_goes_by_a_job():
    custom = {f"A_rather_long_name_of_a_field_{number}__c": "string" for number in range(10_000)}
    objects = {**OBJECTS, "Account": ("account", {**OBJECTS["Account"][1], **custom})}
    face = SalesforceFace(accounts(3), objects=objects)
    connector = connect(face)
    assert len(connector.discover(Entity.ACCOUNT)) > 10_000
    found, pages = read(connector, Entity.ACCOUNT, fields=[*list(custom)[:500], "Not_there__c"])
    assert len(found) == 3
    face.world.tick(hours=1)
    face.world.change("account", next(iter(found)), name="Alstrom SE")
    assert len(read(connector, Entity.ACCOUNT, pages[-1].cursor, list(custom)[:500])[0]) == 1
    assert len(face.jobs) == 2


@pytest.mark.parametrize("several", [(), ("CHF", "EUR", "XQZ")])
def test_a_deal_says_its_currency_or_the_companys(several):
    world = accounts(1)
    account = world.present("account")[0].id
    for code in several or ("",):
        world.add(
            "deal",
            name=f"Deal {code}",
            account=account,
            state="open",
            amount="9.95",
            **({"currency": code} if code else {}),
        )
    face = SalesforceFace(world, currencies=several)
    connector = connect(face)
    found, _pages = read(connector, Entity.DEAL)
    assert [values(one, Entity.DEAL)["currency"] for one in found.values()] == list(several or ("EUR",))
    assert connector.check().currencies == (several or ("EUR",))
    asked = [
        one.url.params["q"] for one in face.requests if one.url.path.endswith("/query") and "Amount" in str(one.url)
    ]
    assert asked
    assert all(("CurrencyIsoCode" in one) is bool(several) for one in asked)


STEPS = ("page", "page", "kill", "tick", "add", "change", "change", "delete", "restore", "merge")


def happen(world, step, which, name):
    known = sorted(world.things[Entity.ACCOUNT])
    one, other = known[which % 7], known[(which + 1) % 7]
    if step == "tick":
        world.tick(seconds=which * 20)
    elif step == "add":
        world.add("account", name=name)
    elif step == "change":
        world.change("account", one, name=name)
    elif step == "merge":
        world.merge("account", one, other)
    else:
        getattr(world, step)("account", one)


@pytest.mark.parametrize("many", [0, 10_000], ids=["by a job", "in pages"])
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 9)), max_size=40))
def test_whatever_changes_while_it_reads_and_is_killed_nothing_is_lost(many, monkeypatch, steps):
    monkeypatch.setattr(reading, "MANY", many)
    world = accounts(7)
    face = SalesforceFace(world, batch=3)
    clock = world.tick
    world.tick = lambda **time: clock(**time) if time else world.now  # many changes within one second
    ours, cursor, run = {}, None, None

    def page():
        nonlocal cursor, run
        run = run or connect(face).read(Entity.ACCOUNT, ("Name",), cursor)
        got = next(run)
        ours.update({record.id: record.values["Name"] for record in got.records})
        cursor, run = json.loads(json.dumps(got.cursor)), None if got.last else run
        return got.last

    for number, (step, which) in enumerate(steps):
        if step == "page":
            page()
        elif step == "kill":
            run = None
        else:
            happen(world, step, which, f"Changed {number}")
    world.tick(hours=1)
    for _run in range(2):
        while not page():
            pass
    for gone in connect(face).deleted(Entity.ACCOUNT, world.now - dt.timedelta(days=1)):
        ours.pop(gone.id, None)
    assert ours == {thing.id: thing.values["name"] for thing in world.present("account")}


def test_roles_and_lines_are_read():
    world = accounts(1)
    deal = world.add("deal", name="Deal", state="open")
    person = world.add("contact", name="Paul Renaudin")
    role = world.add("role", deal=deal, contact=person, role="Decision Maker")
    line = world.add("line", deal=deal, product="Turbine", quantity="3", amount="1200.40")
    connector = connect(SalesforceFace(world))
    told = values(read(connector, Entity.ROLE)[0][role], Entity.ROLE)
    assert told == {"deal": deal, "contact": person, "role": "Decision Maker"}
    told = values(read(connector, Entity.LINE)[0][line], Entity.LINE)
    assert (told["product"], told["quantity"], told["amount"]) == ("Turbine", Decimal(3), Decimal("1200.4"))
    assert list(connector.deleted(Entity.OWNER, world.now)) == []


def test_a_way_that_salesforce_lost_is_taken_up_behind_the_last_record():
    face = SalesforceFace(accounts(450))
    faults = iter([None, None, None, None, refusal("INVALID_QUERY_LOCATOR", "invalid query locator")])
    face.faults = faults
    found, _pages = read(connect(face), Entity.ACCOUNT)
    assert len(found) == 450
    assert " OR Id > '001" in face.requests[5].url.params["q"]


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"nextRecordsUrl": "/services/data/v67.0/query/01g-again", "done": False}, "same page again"),
        ({"nextRecordsUrl": "https://evil.example/query/01g", "done": False}, "not called"),
        ({"done": False}, "nextRecordsUrl"),
        ({"done": None}, "done"),
        ({"records": None}, "records"),
        ({"records": [None]}, "records"),
        ({"records": [{"Id": None}]}, "“Id”"),
        ([{"errorCode": "UNKNOWN_EXCEPTION", "message": "An unexpected error"}], "An unexpected error"),
    ],
)
def test_an_answer_that_leads_astray_is_said_in_words(change, wanted):
    face = SalesforceFace(accounts(1))
    page = {"totalSize": 9, "done": True, "records": []}
    face._page = lambda *_: said({**page, **change} if isinstance(change, dict) else change)
    face.locators["01g-again"] = ()
    with pytest.raises(UnreadableError, match=wanted):
        read(connect(face), Entity.ACCOUNT)


def test_nulls_everywhere_are_no_values():
    face = SalesforceFace(accounts(1))
    face._page = lambda *_: said(
        {"done": True, "records": [{"attributes": None, "Id": "001", "SystemModstamp": None, "Name": None}]}
    )
    found, pages = read(connect(face), Entity.ACCOUNT)
    assert mapping.mapped(found["001"], mapping.preset("salesforce", Entity.ACCOUNT), Entity.ACCOUNT).usable is False
    assert pages[-1].cursor["since"]
    face._field = lambda *one: {
        "name": one[0],
        "type": None,
        "label": None,
        "picklistValues": None,
        "referenceTo": None,
    }
    assert {field.kind for field in connect(face).discover(Entity.ROLE)} == {Kind.OTHER}


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        ('"Id","Name"\n"001","A"\n"002"\n', "line 3"),
        ('"Id","Name"\n"001","A', "line 2"),
        ('"Id","Name"\n"001","A"\n', "line 3"),
        ('"Name"\n"A"\n', "“Id”"),
        ("", "“Id”"),
        ("<html><body>Down</body></html>", "page of the web"),
        ('{"fine": true}', "CSV"),
        (b'"Id","Name"\n"001","\xc9nergie"\n"002","B"\n', "byte 20"),
    ],
)
def test_a_table_that_is_broken_is_said_in_words(table, wanted, monkeypatch):
    monkeypatch.setattr(reading, "MANY", 0)
    face = SalesforceFace(accounts(2))
    kind = "text/csv" if table[:1] not in {"<", "{"} else "text/html"
    headers = {"content-type": kind, "Sforce-NumberOfRecords": "2", "Sforce-Locator": "null"}
    body = table if isinstance(table, bytes) else table.encode()
    face._job = lambda *_: httpx.Response(200, content=body, headers=headers)
    with pytest.raises(UnreadableError, match=wanted):
        read(connect(face), Entity.ACCOUNT)


def test_results_that_go_in_a_circle_are_left(monkeypatch):
    monkeypatch.setattr(reading, "MANY", 0)
    face = SalesforceFace(accounts(2))
    headers = {"content-type": "text/csv", "Sforce-Locator": "MTAw"}
    face._job = lambda *_: httpx.Response(200, text='"Id"\n"001"\n', headers=headers)
    with pytest.raises(UnreadableError, match="same page again"):
        read(connect(face), Entity.ACCOUNT)


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        (refusal("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", 403), QuotaError),
        (refusal("REQUEST_LIMIT_EXCEEDED", status=403, **{"Sforce-Limit-Info": "api-usage=15000/15000"}), QuotaError),
        (refusal("REQUEST_LIMIT_EXCEEDED", status=403, **{"Sforce-Limit-Info": "api-usage=9/15000"}), ThrottledError),
        (refusal("INVALID_SESSION_ID", status=403), SignInError),
        (refusal("QUERY_TIMEOUT"), UnavailableError),
        (refusal("UNABLE_TO_LOCK_ROW"), UnavailableError),
        (refusal("API_DISABLED_FOR_ORG", status=403), NotAllowedError),
        (refusal("MALFORMED_QUERY"), RefusedError),
        (httpx.Response(403, html="<html>No</html>"), NotAllowedError),
        (httpx.Response(400, content=b"[null]"), RefusedError),
        (httpx.Response(400, content=b"[" * 100_000), RefusedError),
    ],
)
def test_its_errors_are_known_by_their_codes(answer, wanted):
    face = SalesforceFace(accounts(1), faults=(answer for _ever in iter(int, 1)))
    with pytest.raises(wanted):
        connect(face).discover(Entity.ACCOUNT)


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        (
            {"success": False, "errors": [{"statusCode": "INVALID_CROSS_REFERENCE_KEY", "fields": ["OwnerId"]}]},
            "refused",
        ),
        ({"success": False, "errors": [{"statusCode": "INVALID_CROSS_REFERENCE_KEY", "fields": []}]}, "gone"),
        ({"success": False, "errors": [{"statusCode": "ENTITY_IS_DELETED", "fields": None}]}, "gone"),
        ({"success": False, "errors": None}, "refused"),
        ({}, "refused"),
    ],
)
def test_each_record_has_its_outcome(told, outcome):
    face = SalesforceFace(accounts(1))
    face._write = lambda _body: said([told])
    (answer,) = connect(face).write(Entity.ACCOUNT, [Change("001", {"Name": None})])
    assert answer.outcome == Outcome(outcome)
    face._write = lambda _body: said([])
    with pytest.raises(UnreadableError, match="success"):
        list(connect(face).write(Entity.ACCOUNT, [Change("001", {"Name": None})]))


def test_a_text_in_a_question_stays_a_text():
    assert soql.quoted('O\'Neil \\ "x"\n') == "'O\\'Neil \\\\ \\\"x\\\"\\n'"
    assert (
        soql.literal(dt.datetime(2026, 11, 2, 9, tzinfo=dt.timezone(dt.timedelta(hours=1))))
        == "2026-11-02T08:00:00.000Z"
    )
