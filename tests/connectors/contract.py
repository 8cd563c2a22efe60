"""What every connector must do, whichever CRM it speaks to. A test class of each connector inherits these.

class TestHubSpot(ConnectorContract):
    crm = "hubspot"
    def face(self, world, **faults): ...      # the CRM's HTTP face on a world
    def connect(self, face): ...              # the connector, calling that face
    def refuse_sign_in(self): ...             # the CRM's answer to a token that is worth nothing
    def throttle(self): ...                   # the CRM's answer to too many calls, without a wait to follow
    written = ("account", {"kam_tier": "A"})  # a change that the preset's fields allow
"""

import datetime as dt
from decimal import Decimal

import httpx
import pytest
from world import World

from trousseau.connectors import mapping
from trousseau.connectors.errors import (
    ConnectorError,
    RefusedError,
    SignInError,
    ThrottledError,
    UnavailableError,
    UnreadableError,
)
from trousseau.connectors.protocol import Change, Entity, Outcome

PARTS = (Entity.OWNER, Entity.ACCOUNT, Entity.CONTACT, Entity.DEAL)


class ConnectorContract:
    """See the module."""

    crm = ""
    written = ("account", {})

    def face(self, world, **faults):
        raise NotImplementedError

    def connect(self, face):
        raise NotImplementedError

    def refuse_sign_in(self):
        raise NotImplementedError

    def throttle(self):
        raise NotImplementedError

    def world(self):
        """A small company: an owner, a group of three accounts, a person, three deals."""
        world = World(self.name)
        owner = world.add("owner", name="Thomas Wegener", email="thomas@garonne.example", active=True)
        top = world.add("account", name="Alstrom Holding", owner=owner, domain="alstrom.example")
        one = world.add(
            "account",
            name="Alstrom Énergie",
            parent=top,
            owner=owner,
            postcode="31000",
            city="Toulouse",
            country="France",
        )
        world.add("account", name="“Zoé & fils”\u202f; drop", owner=owner)
        person = world.add("contact", name="Paul Renaudin", email="paul@alstrom.example", account=one, owner=owner)
        for state, amount in (("open", "120000.10"), ("won", "0.30"), ("lost", "99")):
            world.add(
                "deal", name=f"Deal {state}", account=one, owner=owner, amount=amount, state=state,
                closes_on="2026-12-31", contact=person,
            )  # fmt: skip
        return world

    @staticmethod
    def name(_entity, number):
        """The CRM's way of naming records."""
        return str(number)

    def rows(self, entity):
        return mapping.preset(self.crm, entity)

    def read(self, connector, entity, cursor=None, fields=None):
        """Everything that is read, by id, and the last cursor."""
        fields = mapping.asked(self.rows(entity)) if fields is None else fields
        pages = list(connector.read(entity, fields, cursor))
        assert pages, "even nothing is said by a page: its cursor"
        assert [page.last for page in pages] == [False] * (len(pages) - 1) + [True]
        return {record.id: record for page in pages for record in page.records}, pages[-1].cursor

    def told(self, connector, entity, cursor=None):
        """What was read, by our names."""
        found, cursor = self.read(connector, entity, cursor)
        made = {key: mapping.mapped(record, self.rows(entity), entity) for key, record in found.items()}
        assert not any(one.problems for one in made.values()), [one.problems for one in made.values()]
        return {key: one.values for key, one in made.items()}, cursor

    def test_it_says_who_we_are(self):
        health = self.connect(self.face(self.world())).check()
        assert health.person
        assert health.organisation_id

    @pytest.mark.parametrize("entity", PARTS)
    def test_it_reads_all_there_is_as_it_is(self, entity):
        world = self.world()
        found, _cursor = self.told(self.connect(self.face(world)), entity)
        assert set(found) == {thing.id for thing in world.present(entity)}
        for thing in world.present(entity):
            said = found[thing.id]
            for name in ("name", "email", "parent", "owner", "account", "domain", "postcode", "state"):
                if name in thing.values:
                    assert said[name] == " ".join(thing.values[name].split()), (name, said)
            if "amount" in thing.values:
                assert said["amount"] == Decimal(thing.values["amount"])
                assert said["closes_on"] == dt.date(2026, 12, 31)

    def test_it_knows_its_fields(self):
        connector = self.connect(self.face(self.world()))
        for entity in PARTS:
            names = [one.name for one in connector.discover(entity)]
            assert len(names) == len(set(names))
            assert set(mapping.asked(self.rows(entity))) <= {*names, "id", "associations"}

    def test_afterwards_it_reads_what_changed(self):
        world = self.world()
        connector = self.connect(self.face(world))
        _all, cursor = self.read(connector, Entity.ACCOUNT)
        world.tick(hours=1)
        changed = world.present("account")[0].id
        world.change("account", changed, name="Alstrom SE")
        fresh = world.add("account", name="New one", owner=world.present("owner")[0].id)
        found, again = self.told(connector, Entity.ACCOUNT, cursor)
        assert {changed, fresh} <= set(found)
        assert found[changed]["name"] == "Alstrom SE"
        for _run in range(2):  # what lies within the overlap is read once more, and no more after that
            world.tick(hours=1)
            found, again = self.read(connector, Entity.ACCOUNT, again)
        assert not found

    def test_what_changes_while_it_reads_is_read_then_or_next_time(self):
        world = self.world()
        connector = self.connect(self.face(world))
        identity, fields = world.present("account")[-1].id, mapping.asked(self.rows(Entity.ACCOUNT))
        for page in connector.read(Entity.ACCOUNT, fields, None):
            world.change("account", identity, name="Changed meanwhile")
            cursor = page.cursor
        world.tick(hours=1)
        assert self.told(connector, Entity.ACCOUNT, cursor)[0][identity]["name"] == "Changed meanwhile"

    def test_killed_anywhere_it_goes_on_from_the_last_page(self):
        world = self.world()
        owner = world.present("owner")[0].id
        for number in range(450):
            world.add("account", name=f"Account {number}", owner=owner)
        fields, wanted = mapping.asked(self.rows(Entity.ACCOUNT)), {one.id for one in world.present("account")}
        cursor, found, last = None, [], False
        for _attempt in range(60):
            page = next(iter(self.connect(self.face(world)).read(Entity.ACCOUNT, fields, cursor)))
            found += [record.id for record in page.records]
            cursor, last = page.cursor, page.last
            if last:
                break
        assert last
        assert set(found) == wanted

    def test_what_is_deleted_merged_and_restored_is_told(self):
        world = self.world()
        connector = self.connect(self.face(world))
        _all, cursor = self.read(connector, Entity.ACCOUNT)
        since = world.now
        world.tick(minutes=1)
        kept, gone, deleted = (thing.id for thing in world.present("account"))
        world.delete("account", deleted)
        world.merge("account", kept, gone)
        told = {one.id: one.into for one in connector.deleted(Entity.ACCOUNT, since)}
        assert set(told) == {gone, deleted}
        assert told[deleted] == ""
        if connector.capabilities.tells_merges:
            assert told[gone] == kept
        found, cursor = self.read(connector, Entity.ACCOUNT, cursor)
        assert kept in found
        assert not {gone, deleted} & set(found)
        world.tick(hours=1)
        world.restore("account", deleted)
        found, _cursor = self.read(connector, Entity.ACCOUNT, cursor)
        assert deleted in found

    def test_what_it_writes_is_there_and_each_record_has_its_answer(self):
        world = self.world()
        connector = self.connect(self.face(world))
        entity, values = self.written
        fine, refused, locked = (thing.id for thing in world.present(entity))
        world.refuses[refused] = ("VALIDATION", "Region is required")
        world.locked.add(locked)
        missing = self.name(Entity(entity), 999_999)
        asked = [Change(one, values) for one in (refused, fine, missing, locked)]
        answers = list(connector.write(Entity(entity), asked))
        assert [one.id for one in answers] == [change.id for change in asked]
        assert [one.outcome for one in answers] == [Outcome.REFUSED, Outcome.DONE, Outcome.GONE, Outcome.AGAIN]
        assert "Region is required" in answers[0].message
        assert world.things[Entity(entity)][fine].written == values
        assert world.things[Entity(entity)][refused].written == {}

    def test_it_writes_many_in_few_calls(self):
        world = self.world()
        owner = world.present("owner")[0].id
        for number in range(230):
            world.add("account", name=f"Account {number}", owner=owner)
        face = self.face(world)
        connector = self.connect(face)
        _entity, values = self.written
        changes = [Change(thing.id, values) for thing in world.present("account")]
        answers = list(connector.write(Entity.ACCOUNT, changes))
        assert [one.id for one in answers] == [change.id for change in changes]
        assert {one.outcome for one in answers} == {Outcome.DONE}
        assert len(face.requests) <= -(-len(changes) // connector.capabilities.batch) + 1

    @pytest.mark.parametrize("act", ["check", "discover", "read", "write"])
    @pytest.mark.parametrize(
        ("fault", "wanted"),
        [
            ("refuse_sign_in", SignInError),
            ("throttle", ThrottledError),
            ("silent", UnavailableError),
            ("down", UnavailableError),
            ("html", UnreadableError),
            ("latin", UnreadableError),
            ("list", UnreadableError),
            ("half", UnreadableError),
            ("away", ConnectorError),
        ],
    )
    def test_what_goes_wrong_for_good_is_said_in_words(self, act, fault, wanted):
        made = {
            "silent": lambda: httpx.ReadTimeout("too late"),
            "down": lambda: httpx.Response(503, text="Service Unavailable"),
            "html": lambda: httpx.Response(200, html="<!DOCTYPE html><html><body>Maintenance</body></html>"),
            "latin": lambda: httpx.Response(200, content=b'{"name": "\xc9nergie"}'),
            "list": lambda: httpx.Response(200, json="fine"),
            "half": lambda: httpx.Response(200, content=b'{"results": [{"id'),
            "away": lambda: httpx.Response(302, headers={"location": "http://169.254.169.254/"}),
        }.get(fault) or getattr(self, fault)
        face = self.face(self.world(), faults=(made() for _ever in iter(int, 1)))
        with pytest.raises(wanted) as raised:
            self._act(self.connect(face), act)
        assert str(raised.value)
        assert len(face.requests) <= 12

    @pytest.mark.parametrize("act", ["check", "discover", "read", "write"])
    @pytest.mark.parametrize("fault", ["throttle", "silent", "down"])
    def test_what_goes_wrong_once_is_tried_again(self, act, fault):
        made = {"silent": lambda: httpx.ReadTimeout("too late"), "down": lambda: httpx.Response(502)}.get(fault)
        world = self.world()
        self._act(self.connect(self.face(world, faults=iter([(made or getattr(self, fault))()]))), act)

    def test_an_answer_that_is_lost_after_the_work_does_not_double_it(self):
        world = self.world()
        connector = self.connect(self.face(world, after=iter([httpx.ReadTimeout("lost")])))
        self._act(connector, "write")
        assert len(world.present("account")) == 3

    def _act(self, connector, act):
        if act == "check":
            connector.check()
        elif act == "discover":
            connector.discover(Entity.ACCOUNT)
        elif act == "read":
            self.read(connector, Entity.ACCOUNT)
        else:
            entity, values = self.written
            identity = self.name(Entity(entity), 2)
            answers = list(connector.write(Entity(entity), [Change(identity, values)]))
            assert [one.outcome for one in answers] == [Outcome.DONE]

    def test_a_request_that_is_wrong_is_not_sent_again(self):
        face = self.face(self.world(), faults=(httpx.Response(400, json={}) for _ever in iter(int, 1)))
        with pytest.raises(RefusedError):
            self.connect(face).discover(Entity.ACCOUNT)
        assert len(face.requests) == 1
