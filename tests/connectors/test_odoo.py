"""Odoo: the contract of every connector, and what only Odoo does."""

from xmlrpc import client as rpc

import httpx
import odoo_face
import pytest
from contract import ConnectorContract
from hypothesis import given
from hypothesis import strategies as st
from world import World, said

from trousseau.connectors import mapping
from trousseau.connectors.calling import Answer
from trousseau.connectors.errors import NotAllowedError, RefusedError, SignInError, UnreadableError
from trousseau.connectors.odoo import xmlrpc
from trousseau.connectors.protocol import Change, Entity, Kind, Outcome


class TestOdoo(ConnectorContract):
    crm = "odoo"
    written = ("account", {"x_kam_tier": "A"})

    def face(self, world, **faults):
        return odoo_face.OdooFace(world, **faults)

    def connect(self, face):
        return odoo_face.connect(face)

    def refuse_sign_in(self):
        return odoo_face.wrong(401, "werkzeug.exceptions.Unauthorized", "Invalid apikey")

    def throttle(self):
        return httpx.Response(429, text="Too Many Requests")


class TestOlderOdoo(TestOdoo):
    """The same, over XML-RPC."""

    def face(self, world, **faults):
        return odoo_face.OlderFace(world, **faults)

    def connect(self, face):
        return odoo_face.connect_older(face)

    def refuse_sign_in(self):
        return odoo_face.fault(3, "Access Denied")


def company(accounts=0):
    """A world with an owner and accounts."""
    world = World()
    owner = world.add("owner", name="Thomas Wegener", email="thomas@garonne.example", active=True)
    for number in range(accounts):
        world.add("account", name=f"Account {number}", owner=owner)
    return world


def read(connector, entity, fields=None):
    """The records that are read, by id."""
    fields = mapping.asked(mapping.preset("odoo", entity)) if fields is None else fields
    return {one.id: one for page in connector.read(entity, fields, None) for one in page.records}


def test_false_is_nothing_but_where_it_is_an_answer():
    world = company(accounts=1)
    world.add("owner", name="Gone", email="gone@garonne.example", active=False)
    connector = odoo_face.connect(odoo_face.OdooFace(world))
    (account,) = read(connector, Entity.ACCOUNT, ["city", "parent_id", "is_company"]).values()
    assert (account.values["city"], account.values["parent_id"], account.values["is_company"]) == (None, None, True)
    rows = mapping.preset("odoo", Entity.OWNER)
    told = [mapping.mapped(one, rows, Entity.OWNER).values for one in read(connector, Entity.OWNER).values()]
    assert [(one["name"], one["active"]) for one in told] == [("Thomas Wegener", True), ("Gone", False)]


def test_what_a_record_refers_to_has_a_name_too():
    world = company()
    owner = world.present("owner")[0].id
    world.add("account", name="Alstrom", owner=owner, country="France")
    world.add("deal", name="Deal", owner=owner, amount="1.5", state="lost")
    connector = odoo_face.connect(odoo_face.OdooFace(world))
    told = {}
    for entity in (Entity.ACCOUNT, Entity.DEAL):
        (one,) = read(connector, entity).values()
        told |= mapping.mapped(one, mapping.preset("odoo", entity), entity).values
    assert (told["country"], told["currency"], told["stage"], told["state"]) == ("France", "EUR", "Offer", "lost")


def test_a_list_that_does_not_move_on_is_left():
    class Standing(odoo_face.OdooFace):
        def answer(self, request):
            return super().answer(request) if b"fields_get" in request.url.raw_path else said([{"id": 7}])

    with pytest.raises(UnreadableError, match="same page"):
        read(odoo_face.connect(Standing(company())), Entity.ACCOUNT)


def test_one_that_is_refused_holds_back_none_of_the_others():
    world = company(accounts=40)
    ids = [one.id for one in world.present("account")]
    world.refuses[ids[17]] = ("", "Region is required")
    world.locked.add(ids[18])
    face = odoo_face.OdooFace(world)
    told = list(odoo_face.connect(face).write(Entity.ACCOUNT, [Change(one, {"x_kam_tier": None}) for one in ids]))
    assert [one.id for one in told] == ids
    assert {one.id: one.outcome for one in told if one.outcome is not Outcome.DONE} == {
        ids[17]: Outcome.REFUSED, ids[18]: Outcome.AGAIN
    }  # fmt: skip
    assert (told[17].code, told[17].message) == ("ValidationError", "Region is required")
    assert world.things[Entity.ACCOUNT][ids[0]].written == {"x_kam_tier": False}
    assert len(face.requests) < 20


def test_values_that_differ_are_written_apart_and_answered_in_their_order():
    world = company(accounts=4)
    ids = [one.id for one in world.present("account")]
    face = odoo_face.OdooFace(world)
    changes = [Change(one, {"x_kam_tier": "AB"[place % 2]}) for place, one in enumerate(ids)]
    assert [one.id for one in odoo_face.connect(face).write(Entity.ACCOUNT, changes)] == ids
    assert [world.things[Entity.ACCOUNT][one].written["x_kam_tier"] for one in ids] == ["A", "B", "A", "B"]
    assert len(face.requests) == 2


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        (odoo_face.wrong(500, "builtins.ValueError", "Invalid field 'mobile'"), RefusedError),
        (odoo_face.wrong(403, "odoo.exceptions.AccessError", "You may not read partners"), NotAllowedError),
        (odoo_face.wrong(200, "odoo.exceptions.UserError", "All is not well"), UnreadableError),
        (said({"name": {"type": None}, "other": None}), UnreadableError),
        (said({}), UnreadableError),
    ],
)
def test_what_is_wrong_for_good_is_said_once_without_its_trace(answer, wanted):
    calls = []
    connector = odoo_face.connect(httpx.MockTransport(lambda request: calls.append(request) or answer))
    with pytest.raises(wanted) as raised:
        connector.discover(Entity.CONTACT)
    assert len(calls) == 1
    assert "Traceback" not in str(raised.value)


def test_fields_are_described_by_what_they_hold():
    fields = {one.name: one for one in odoo_face.connect(odoo_face.OdooFace(company())).discover(Entity.DEAL)}
    assert (fields["expected_revenue"].kind, fields["write_date"].writable) == (Kind.MONEY, False)
    with pytest.raises(RefusedError):
        odoo_face.connect(odoo_face.OdooFace(company())).discover(Entity.LINE)


@pytest.mark.parametrize(
    ("answer", "wanted", "words"),
    [
        (
            odoo_face.fault(1, "Traceback (most recent call last):\n  …\nValueError: Invalid field 'x'"),
            RefusedError,
            "Invalid field",
        ),
        (odoo_face.fault(4, "You may not read partners"), NotAllowedError, "may not read"),
        (odoo_face.fault(3, "Access Denied"), SignInError, "connect it again"),
        (httpx.Response(200, text=odoo_face.OlderFace._said(False).text), SignInError, "connect it again"),
        (httpx.Response(200, text="<?xml version='1.0'?><methodResponse/>"), UnreadableError, "methodResponse"),
        (
            httpx.Response(
                200, text="<methodResponse><params><param><value><int>x</int></value></param></params></methodResponse>"
            ),
            UnreadableError,
            "value",
        ),
        (httpx.Response(200, text="<html><body>Down</body></html>"), UnreadableError, "page of the web"),
        (
            httpx.Response(
                200,
                text="""<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/hostname"><!ENTITY b "&a;&a;">]>
            <methodResponse><params><param><value><int>&b;</int></value></param></params></methodResponse>""",
            ),
            UnreadableError,
            "methodResponse",
        ),
    ],
)
def test_an_older_server_is_no_less_doubted(answer, wanted, words):
    connector = odoo_face.connect_older(httpx.MockTransport(lambda _request: answer))
    with pytest.raises(wanted, match=words) as raised:
        connector.discover(Entity.CONTACT)
    assert "Traceback" not in str(raised.value)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**31), 2**31 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(categories=("L", "N", "P", "S"))),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc_", min_size=1), inner, max_size=3),
    max_leaves=8,
)


@given(VALUES)
def test_what_is_written_is_read_by_another_hand(value):
    """Python's own XML-RPC reads what we write, and we read what it writes."""
    plain = _without_none(value)
    (read_back,), method = rpc.loads(xmlrpc.written("m", [{"a": value}]))
    assert method == "m"
    assert read_back == {"a": plain}
    answered = httpx.Response(200, text=rpc.dumps(([plain],), methodresponse=True))
    assert xmlrpc._result(Answer("Odoo", 200, {}, answered.content)) == [plain]


def _without_none(value):
    """Nothing is False over XML-RPC."""
    if isinstance(value, list):
        return [_without_none(one) for one in value]
    if isinstance(value, dict):
        return {key: _without_none(one) for key, one in value.items()}
    return False if value is None else value
