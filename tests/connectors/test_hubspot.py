"""HubSpot: the contract of every connector, and what only HubSpot does."""

import datetime as dt
import json
from contextlib import suppress
from decimal import Decimal

import httpx
import hubspot_face
import pytest
from contract import ConnectorContract
from world import START, World, said

from trousseau.connectors import mapping
from trousseau.connectors.errors import (
    ConnectorError,
    NotAllowedError,
    QuotaError,
    RefusedError,
    ThrottledError,
    UnavailableError,
    UnreadableError,
)
from trousseau.connectors.protocol import Change, Entity, Kind, Outcome, Quota


class TestHubSpot(ConnectorContract):
    crm = "hubspot"
    written = ("account", {"kam_tier": "A"})

    def face(self, world, **faults):
        return hubspot_face.HubSpotFace(world, **faults)

    def connect(self, face):
        return hubspot_face.connect(face)

    def refuse_sign_in(self):
        return hubspot_face.wrong(401, "EXPIRED_AUTHENTICATION", "The token used in this request has expired")

    def throttle(self):
        return hubspot_face.too_many()


def company(accounts=0, **values):
    """A world with an owner and accounts."""
    world = World()
    owner = world.add("owner", name="Thomas Wegener", email="thomas@garonne.example")
    for number in range(accounts):
        world.add("account", name=f"Account {number}", owner=owner, **values)
    return world


def read(connector, entity, fields=None, cursor=None):
    """The records that are read, each once, and the last cursor."""
    fields = mapping.asked(mapping.preset("hubspot", entity)) if fields is None else fields
    pages = list(connector.read(entity, fields, cursor))
    return {one.id: one for page in pages for one in page.records}, pages[-1].cursor


def told(connector, entity):
    """What is read, by our names, with what is wrong with it."""
    rows = mapping.preset("hubspot", entity)
    return {key: mapping.mapped(one, rows, entity) for key, one in read(connector, entity)[0].items()}


def answering(*answers, **options):
    """A connector whose every call is answered in turn."""
    left = iter(answers)
    face = hubspot_face.HubSpotFace(World(), faults=(next(left) for _ever in iter(int, 1)), **options)
    return hubspot_face.connect(face), face


def page(*rows, after=None, **further):
    told = {"results": list(rows), **further}
    return said(told | ({"paging": {"next": {"after": after}}} if after else {}), date="Mon, 02 Nov 2026 08:00:00 GMT")


def row(identity, **properties):
    return {"id": identity, "properties": properties, "createdAt": None, "updatedAt": None, "archived": False}


def test_it_says_which_account_it_is_and_what_is_missing():
    face = hubspot_face.HubSpotFace(company(), lacks={"deals", "owners"})
    health = hubspot_face.connect(face).check()
    assert (health.person, health.organisation_id) == ("app-eu1.hubspot.com/4242001", "4242001")
    assert (health.version, health.currencies, health.quota) == ("2026-09", ("EUR", "CHF"), Quota(650_000, 1_000))
    assert len(health.missing) == 2
    assert "crm.objects.deals.read" in health.missing[1]
    with pytest.raises(NotAllowedError, match=r"crm\.objects\.deals\.read"):
        read(hubspot_face.connect(face), Entity.DEAL)


def test_its_fields_say_what_they_hold():
    face = hubspot_face.HubSpotFace(company(), more=["vat_number", "no_label"])
    found = {one.name: one for one in hubspot_face.connect(face).discover(Entity.ACCOUNT)}
    assert (found["kam_tier"].kind, found["kam_tier"].custom, found["kam_tier"].writable) == (Kind.CHOICE, True, True)
    assert [one.value for one in found["kam_tier"].options] == ["A", "B", "C"]
    assert (found["hubspot_owner_id"].kind, found["hubspot_owner_id"].refers_to) == (Kind.REFERENCE, "owners")
    assert (found["hs_object_id"].writable, found["name"].custom, found["vat_number"].custom) == (False, False, True)
    deals = {one.name: one.kind for one in hubspot_face.connect(face).discover(Entity.DEAL)}
    assert [deals[one] for one in ("amount", "closedate", "hs_is_closed", "dealname")] == [
        Kind.MONEY, Kind.MOMENT, Kind.FLAG, Kind.TEXT,
    ]  # fmt: skip


def test_a_property_that_says_nothing_of_itself_is_a_field_all_the_same():
    connector, _face = answering(
        page(
            {"name": "a", "label": None, "type": None, "options": [None, {"value": None}, {"value": "x"}]},
            {"name": None}, {"name": "gone", "archived": True},
            {"name": "a", "type": "number", "modificationMetadata": []},
        )
    )  # fmt: skip
    (field,) = connector.discover(Entity.ACCOUNT)
    assert (field.name, field.label, field.kind) == ("a", "a", Kind.NUMBER)


def test_who_left_is_an_owner_who_is_not_active():
    world = company()
    world.add("owner", name="Left Long-Ago", email="left@garonne.example", active=False)
    assert [
        one.values["active"]
        for one in told(hubspot_face.connect(hubspot_face.HubSpotFace(world)), Entity.OWNER).values()
    ] == [True, False]
    connector, _face = answering(
        page({"id": 7, "email": "invited@garonne.example", "firstName": None, "lastName": " "}), page()
    )
    assert told(connector, Entity.OWNER)["7"].values["name"] == "invited@garonne.example"


def test_the_primary_company_is_the_account_of_a_deal_and_people_play_parts_in_it():
    world = company(3)
    first, second, third = (one.id for one in world.present("account"))
    paul = world.add("contact", name="Paul Renaudin", account=third, further=[first])
    anna = world.add("contact", name="Anna", email="anna@alstrom.example")
    deal = world.add(
        "deal", name="Deal", state="open", amount="10", account=second, further=[first, third], contact=paul
    )
    world.things["deal"][deal].values["labels"] = ["Decision maker", "Champion"]
    line = world.add("line", deal=deal, product="Valve", quantity="3", amount="29.70")
    world.add("line", product="Of a quote", quantity="1", amount="1")
    connector = hubspot_face.connect(hubspot_face.HubSpotFace(world))
    assert {key: one.values.get("account") for key, one in told(connector, Entity.CONTACT).items()} == {
        paul: third,
        anna: None,
    }
    said_of = told(connector, Entity.DEAL)[deal].values
    assert (said_of["account"], said_of["currency"], said_of["probability"]) == (second, "EUR", Decimal(40))
    assert told(connector, Entity.ROLE)[f"{deal}-{paul}"].values == {
        "deal": deal,
        "contact": paul,
        "role": "Decision maker, Champion",
    }
    lines = told(connector, Entity.LINE)
    assert list(lines) == [line]
    assert (lines[line].values["deal"], lines[line].values["amount"]) == (deal, Decimal("29.70"))


def test_a_stage_has_its_name_and_its_id_where_pipelines_may_not_be_read():
    world = company(1)
    world.add("deal", name="Deal", state="won", amount="10", account=world.present("account")[0].id)
    for lacks, stage in (((), "Stage won"), (("pipelines",), "closedwon")):
        face = hubspot_face.HubSpotFace(world, lacks=lacks)
        (deal,) = told(hubspot_face.connect(face), Entity.DEAL).values()
        assert deal.values["stage"] == stage


def test_what_belongs_to_a_thousand_is_read_to_the_end():
    world = company(1_201)
    accounts = [one.id for one in world.present("account")]
    world.add("contact", name="Consultant", account=accounts[-1], further=accounts[:-1])
    found, _cursor = read(hubspot_face.connect(hubspot_face.HubSpotFace(world)), Entity.CONTACT)
    (contact,) = found.values()
    assert contact.values["associations"]["companies"] == [accounts[-1], *accounts[:-1]]


def test_more_than_ten_thousand_changes_are_read():
    world = company(10_450)
    face = hubspot_face.HubSpotFace(world)
    cursor = {"since": (world.now - dt.timedelta(days=1)).isoformat()}
    found, cursor = read(hubspot_face.connect(face), Entity.ACCOUNT, ["name"], cursor)
    assert set(found) == {one.id for one in world.present("account")}
    assert cursor == {"since": world.now.isoformat()}
    bodies = [json.loads(one.content) for one in face.requests]
    assert {one["after"] for one in bodies} == {"0"}
    assert len(bodies) == 53


def test_what_is_found_late_is_found_by_the_overlap():
    world = company(1)
    connector = hubspot_face.connect(hubspot_face.HubSpotFace(world))
    _found, cursor = read(connector, Entity.ACCOUNT)
    (thing,) = world.present("account")
    thing.modified = dt.datetime.fromisoformat(cursor["since"]) - dt.timedelta(minutes=9)
    assert read(connector, Entity.ACCOUNT, cursor=cursor)[0]
    thing.modified -= dt.timedelta(minutes=2)
    assert not read(connector, Entity.ACCOUNT, cursor=cursor)[0]


def test_ten_thousand_fields_of_the_company_are_read_whole():
    names = [f"field_{number}_{'x' * 20}" for number in range(10_000)]
    world = company(2, raw={names[0]: "first", names[-1]: "last"})
    face = hubspot_face.HubSpotFace(world, more=names)
    connector = hubspot_face.connect(face)
    assert set(names) <= {one.name for one in connector.discover(Entity.ACCOUNT)}
    face.requests.clear()
    found, cursor = read(connector, Entity.ACCOUNT, ["name", *names])
    face.after = iter([lambda _request: world.delete("account", world.present("account")[0].id)])
    again, _cursor = read(connector, Entity.ACCOUNT, ["name", *names], cursor)
    for record in (*found.values(), *again.values()):
        assert (record.values[names[0]], record.values[names[-1]], len(record.values)) == ("first", "last", 10_002)
    assert (len(found), len(again)) == (2, 1)
    assert max(len(str(one.url)) for one in face.requests) < 8_000
    assert len(face.requests) == 24


def test_one_that_was_merged_twice_is_told_once():
    world = company(4)
    since, (a, b, c, deleted) = world.now, (one.id for one in world.present("account"))
    world.delete("account", deleted)
    world.merge("account", b, a)
    world.merge("account", c, b)
    connector = hubspot_face.connect(hubspot_face.HubSpotFace(world))
    gone = [(one.id, one.into) for one in connector.deleted(Entity.ACCOUNT, since)]
    assert gone == [(b, c), (deleted, "")]
    assert not list(connector.deleted(Entity.OWNER, since))
    assert not [one for one in connector.deleted(Entity.ACCOUNT, world.tick(days=1)) if not one.into]


def test_a_circle_is_left():
    for answers, act in (
        ([page(row("1"), after="1"), page(row("2"), after="1"), page()], None),
        ([page(row("5"), after="1"), page(row("5"), after="1"), page()], {"since": "2026-11-02T08:00:00+00:00"}),
        ([page(after="1"), page()], {"since": "2026-11-02T08:00:00+00:00"}),
    ):
        connector, face = answering(*answers)
        with pytest.raises(UnreadableError, match="same page"):
            read(connector, Entity.ACCOUNT, cursor=act)
        assert len(face.requests) <= 2
    people = {"from": {"id": "1"}, "to": [], "paging": {"next": {"after": "x"}}}
    connector, face = answering(page(row("1")), page(people), page(people), page(people))
    with pytest.raises(UnreadableError, match="same page"):
        read(connector, Entity.CONTACT)
    assert len(face.requests) == 3


def test_a_record_of_nothing_is_a_problem_of_its_own():
    connector, _face = answering(
        page(
            row(12, name=None, hs_parent_company_id=None, domain=None), {"id": "13", "properties": None},
            row("14", name="Fine", hs_parent_company_id=None, zip=31000, hubspot_owner_id=77),
        )
    )  # fmt: skip
    found = told(connector, Entity.ACCOUNT)
    assert [one.usable for one in found.values()] == [False, False, True]
    assert (found["14"].values["postcode"], found["14"].values["owner"]) == ("31000", "77")


def test_a_deal_with_a_currency_that_is_none_keeps_the_rest():
    connector, _face = answering(
        page(),
        page(
            row(
                "1",
                dealname="Deal",
                deal_currency_code="€uro",
                amount="12,5",
                hs_is_closed="false",
                hs_is_closed_won=None,
            )
        ),
        page(
            {
                "from": {"id": 1},
                "to": [
                    None,
                    {"toObjectId": 9, "associationTypes": None},
                    {"toObjectId": "8", "associationTypes": [None, {"label": 3}]},
                ],
            }
        ),
    )
    made = told(connector, Entity.DEAL)["1"]
    assert made.usable
    assert (made.values["state"], made.values["account"]) == ("open", "9")
    assert {(one.target, one.code) for one in made.problems} == {("currency", "not_currency"), ("amount", "not_number")}


@pytest.mark.parametrize(
    ("entity", "answers"),
    [
        (Entity.ACCOUNT, [said({"status": "error", "message": "Internal trouble", "correlationId": "x"})]),
        (Entity.ACCOUNT, [said({"results": None})]),
        (Entity.ACCOUNT, [said({"results": [None]})]),
        (Entity.ACCOUNT, [page({"id": None, "properties": {}})]),
        (Entity.ACCOUNT, [said({"results": []}, date="soon")]),
        (
            Entity.CONTACT,
            [page(row("1")), page(errors=[{"category": "INTERNAL_ERROR", "message": "Internal trouble"}])],
        ),
        (Entity.CONTACT, [page(row("1")), page({"from": None, "to": []})]),
    ],
)
def test_an_answer_that_is_none_is_one_clear_error(entity, answers):
    connector, _face = answering(*answers)
    with pytest.raises(UnreadableError, match=r"Internal trouble|without “(results|id|Date)”"):
        read(connector, entity)


TEN_SECONDS = {"x-hubspot-ratelimit-interval-milliseconds": "10000", "retry-after": "1"}


@pytest.mark.parametrize(
    ("answer", "wanted", "wait"),
    [
        (hubspot_face.too_many("DAILY"), QuotaError, None),
        (said({"message": "You have reached your daily limit."}, 429), QuotaError, None),
        (hubspot_face.too_many("SECONDLY"), ThrottledError, 1),
        (hubspot_face.too_many(**TEN_SECONDS), ThrottledError, 10),
        (httpx.Response(429, headers={"retry-after": "7"}), ThrottledError, 7),
        (httpx.Response(429, html="<html>"), ThrottledError, None),
        (hubspot_face.wrong(423, "LOCKED", "The account is being synchronised"), UnavailableError, None),
        (httpx.Response(477, json={}), UnavailableError, None),
        (httpx.Response(414, html="<html>"), RefusedError, None),
        (httpx.Response(403, json=[{"message": 1}]), NotAllowedError, None),
    ],
)  # fmt: skip
def test_what_it_says_is_wrong_is_understood(answer, wanted, wait):
    connector, face = answering(*[answer] * 4)
    with pytest.raises(wanted) as raised:
        connector.discover(Entity.ACCOUNT)
    assert getattr(raised.value, "wait", None) == wait
    assert len(face.requests) == (3 if wanted in {ThrottledError, UnavailableError} else 1)


def test_where_no_call_is_left_it_waits_for_the_next_interval():
    class Share:
        spent, heard = 0, None

        def spend(self):
            self.spent += 1

        def told(self, quota):
            self.heard = quota

    share = Share()
    face = hubspot_face.HubSpotFace(company(150), headers={"remaining": "0", "daily-remaining": "1"})
    found, _cursor = read(hubspot_face.connect(face, budget=share), Entity.ACCOUNT)
    assert len(found) == 150
    assert (share.spent, share.heard) == (2, Quota(650_000, 649_999))
    face = hubspot_face.HubSpotFace(company(), headers={"daily": None, "daily-remaining": None})
    assert hubspot_face.connect(face).check().quota is None


def test_values_go_out_as_texts():
    world = company(1)
    face = hubspot_face.HubSpotFace(world, more=["a", "b", "c", "d", "e"])
    (thing,) = world.present("account")
    values = {
        "a": None, "b": True, "c": Decimal("7.50"), "d": dt.date(2026, 12, 31),
        "e": dt.datetime(2026, 12, 31, 1, tzinfo=dt.timezone(dt.timedelta(hours=2))), "kam_score": 12,
    }  # fmt: skip
    (answer,) = hubspot_face.connect(face).write(Entity.ACCOUNT, [Change(thing.id, values)])
    assert answer.outcome is Outcome.DONE
    assert thing.written == {
        "a": "", "b": "true", "c": "7.50", "d": "2026-12-31", "e": "2026-12-30T23:00:00.000Z", "kam_score": "12",
    }  # fmt: skip


def test_two_changes_of_one_record_are_written_one_after_the_other():
    world = company(2)
    first, second = (one.id for one in world.present("account"))
    asked = [Change(first, {"kam_tier": "A"}), Change(second, {"kam_tier": "B"}), Change(first, {"kam_tier": "C"})]
    answers = list(hubspot_face.connect(hubspot_face.HubSpotFace(world)).write(Entity.ACCOUNT, asked))
    assert [(one.id, one.outcome) for one in answers] == [(one.id, Outcome.DONE) for one in asked]
    assert world.things["account"][first].written == {"kam_tier": "C"}


def test_a_property_that_is_none_refuses_those_alone_who_have_it_and_is_not_searched_for():
    world = company(100)
    face = hubspot_face.HubSpotFace(world)
    ids = [one.id for one in world.present("account")]
    asked = [Change(one, {"kam_tier": "A"} | ({"kam_link": "x"} if place % 2 else {})) for place, one in enumerate(ids)]
    answers = list(hubspot_face.connect(face).write(Entity.ACCOUNT, asked))
    assert [one.id for one in answers] == ids
    assert [one.outcome for one in answers] == [Outcome.DONE, Outcome.REFUSED] * 50
    assert answers[1].fields == ("kam_link",)
    assert answers[1].message == 'Property values were not valid: – Property "kam_link" does not exist'
    assert len(face.requests) == 2


def test_a_call_that_is_refused_for_one_record_is_written_for_the_others():
    world = company(40)
    ids = [one.id for one in world.present("account")]

    def whole(request):
        if ids[7] in [one["id"] for one in json.loads(request.content)["inputs"]]:
            return hubspot_face.wrong(400, "VALIDATION_ERROR", "“Z” was not one of the allowed options")
        return None

    face = hubspot_face.HubSpotFace(world, faults=(whole for _ever in iter(int, 1)))
    answers = list(hubspot_face.connect(face).write(Entity.ACCOUNT, [Change(one, {"kam_tier": "A"}) for one in ids]))
    assert [one.id for one in answers] == ids
    assert [one.id for one in answers if one.outcome is not Outcome.DONE] == [ids[7]]
    assert (answers[7].outcome, answers[7].message) == (Outcome.REFUSED, "“Z” was not one of the allowed options")
    assert len(face.requests) <= 13


def test_each_kind_of_answer_to_a_record_is_told_apart():
    def error(number, category, **further):
        return {"category": category, "message": "No", "context": {"objectWriteTraceId": [str(number)]}, **further}

    result = said({
        "results": [None, {"id": 3}, {"id": "99", "objectWriteTraceId": "4"}],
        "errors": [
            None, error(0, "RATE_LIMITS"), error(1, None, status="500"),
            error(2, "INVALID_OPTION", errors=[{"in": "kam_tier"}]),
            {"category": "OBJECT_NOT_FOUND", "context": {"ids": [5]}}, {"message": "Somebody", "context": None},
        ],
    }, 207)  # fmt: skip
    connector, _face = answering(result)
    answers = list(connector.write(Entity.CONTACT, [Change(str(one), {"x": "y"}) for one in range(7)]))
    assert [one.outcome for one in answers] == [
        Outcome.AGAIN, Outcome.AGAIN, Outcome.REFUSED, Outcome.DONE, Outcome.DONE, Outcome.GONE, Outcome.AGAIN,
    ]  # fmt: skip
    assert answers[2].fields == ("kam_tier",)


def test_a_day_that_is_spent_ends_writing_at_once():
    connector, face = answering(hubspot_face.too_many("DAILY"))
    with pytest.raises(QuotaError):
        list(connector.write(Entity.ACCOUNT, [Change("1", {"kam_tier": "A"})]))
    assert len(face.requests) == 1


def test_what_it_does_not_have_is_said():
    connector, face = answering()
    with pytest.raises(ConnectorError, match="has no “owner”"):
        list(connector.write(Entity.OWNER, [Change("1", {"x": "y"})]))
    assert not face.requests


class Broken(hubspot_face.HubSpotFace):
    """One answer of it is broken at one place."""

    at = (-1, (), None)

    def answer(self, request):
        made = super().answer(request)
        number, place, value = self.at
        if len(self.requests) - 1 == number:
            made = said(put(json.loads(made.content), place, value), made.status_code)
        return made


def places(body, place=()):
    """The places of a body: of a list the first and the last alone."""
    yield place
    inner = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    for name, value in inner:
        if isinstance(body, dict) or name in {0, len(body) - 1}:
            yield from places(value, (*place, name))


def put(body, place, value):
    if not place:
        return value
    body[place[0]] = put(body[place[0]], place[1:], value)
    return body


ACTS = {
    "check": lambda one: one.check(),
    "fields": lambda one: one.discover(Entity.DEAL),
    "owners": lambda one: told(one, Entity.OWNER),
    "deals": lambda one: told(one, Entity.DEAL),
    "roles": lambda one: told(one, Entity.ROLE),
    "lines": lambda one: told(one, Entity.LINE),
    "changes": lambda one: read(one, Entity.CONTACT, ["email", "x" * 3_000], {"since": "2026-11-02T07:00:00+00:00"}),
    "deleted": lambda one: list(one.deleted(Entity.ACCOUNT, START)),
    "write": lambda one: list(one.write(Entity.ACCOUNT, [Change(str(key), {"kam_tier": "A"}) for key in range(2, 7)])),
}


@pytest.mark.parametrize("act", ACTS)
def test_whatever_is_broken_in_an_answer_is_one_clear_error_or_a_problem_of_its_record(act):
    world = company(4)
    first, second, third, fourth = (one.id for one in world.present("account"))
    contact = world.add("contact", name="Paul", account=first, further=[second])
    deal = world.add("deal", name="Deal", state="open", amount="1", account=first, contact=contact, labels=["Champion"])
    world.add("line", deal=deal, product="Valve", amount="1")
    world.delete("account", fourth)
    world.merge("account", first, second)
    world.refuses[third] = ("", "Region is required")
    sound = Broken(world)
    ACTS[act](hubspot_face.connect(sound))
    tried = 0
    for number, request in enumerate(sound.requests):
        for place in places(json.loads(hubspot_face.HubSpotFace(world).handle_request(request).content)):
            for value in (None, [], {}, "x", 10**120, [None, {}], {"x": []}):
                face = Broken(world)
                face.at, tried = (number, place, value), tried + 1
                with suppress(ConnectorError):
                    ACTS[act](hubspot_face.connect(face))
                assert len(face.requests) < 20, face.at
    assert tried > 100
