"""Whatever the CRM does, and wherever a run is killed: in the end ours is what theirs says, nothing lost or doubled.

The CRM throttles, is silent, loses answers, expires tokens, answers with pages of the web, refuses records, gives pages
in another order with older copies between, deletes, merges and restores; people there change things while it is read.
"""

import datetime as dt
import random
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal

import httpx
import pytest
from hubspot_face import connect, too_many, wrong
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from running import a_face, a_world, back, connection, ours
from world import START

from trousseau.connectors.budget import spending
from trousseau.connectors.models import Connection, Deal, Outbound, Remote, Run
from trousseau.connectors.runs import wishes
from trousseau.connectors.runs.begin import begin, carry_out, end
from trousseau.knowledge.models import Contact

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The power went."""


class Unruly:
    """A connector whose pages come in any order, with copies of before between them."""

    def __init__(self, connector, dice):
        self._connector, self._dice, self._before = connector, dice, {}

    def __getattr__(self, name):
        return getattr(self._connector, name)

    def read(self, entity, fields, cursor):
        for page in self._connector.read(entity, fields, cursor):
            stale = [self._before[entity, one.id] for one in page.records if (entity, one.id) in self._before]
            records = [*page.records, *stale]
            self._before |= {(entity, one.id): one for one in page.records}
            self._dice.shuffle(records)
            yield replace(page, records=tuple(records))


def fault(kind):
    return {
        "throttle": too_many,
        "down": lambda: httpx.Response(503),
        "expired": lambda: wrong(401, "EXPIRED_AUTHENTICATION", "The OAuth token used to make this call expired"),
        "html": lambda: httpx.Response(200, html="<!DOCTYPE html><html>Maintenance</html>"),
        "half": lambda: httpx.Response(200, content=b'{"results": [{"id'),
        "silent": lambda: httpx.ReadTimeout("late"),
    }[kind]()


def stream(faults):
    """The faults as they come, kills among them, then none."""
    for one in faults:
        if one == "kill":
            raise Killed
        yield fault(one) if one else None


class Story:
    """A CRM that lives, and our runs of it."""

    def __init__(self, made, seed):
        self.made, self.dice, self.world, self.time = made, random.Random(seed), a_world(), None
        self.owner = self.world.add("owner", name="Sophie Lacaze", email="sophie@garonne.example", active=True)
        self.copies = {}

    def act(self, what):
        world, dice = self.world, self.dice
        accounts, deals = (world.present(entity) for entity in ("account", "deal"))
        people = world.present("contact")
        if what == "account" or not accounts:
            world.add("account", name=f"Account {dice.random()}", raw={"erp_code": f"C-{dice.randrange(6)}"})
            return
        some = dice.choice(accounts).id
        if what == "contact":
            name = f"P{dice.randrange(10**9)} Q"
            world.add("contact", name=name, email=f"{name.split(maxsplit=1)[0].lower()}@x.example", account=some)
        elif what == "deal":
            person = dice.choice(people).id if people else None
            world.add(
                "deal", name="Deal", account=some, amount=f"{dice.randrange(10**6)}.1", state="open", contact=person
            )
        elif what == "change":
            entity = dice.choice(["account", *(["deal"] if deals else []), *(["contact"] if people else [])])
            thing = dice.choice(world.present(entity))
            values = {"name": f"N{dice.randrange(10**9)} M"}
            if entity == "deal":
                values |= {"amount": f"{dice.randrange(10**6)}.2", "state": dice.choice(["open", "won", "lost"])}
            world.change(entity, thing.id, **values)
        elif what == "delete" and deals:
            world.delete("deal", dice.choice(deals).id)
        elif what == "restore" and (gone := [one for one in world.gone("deal") if not one.into]):
            world.restore("deal", dice.choice(gone).id)
        elif what == "merge" and len(accounts) > 1:
            kept, gone = dice.sample([one.id for one in accounts], 2)
            for entity in ("contact", "deal"):
                for thing in world.present(entity):
                    if thing.values.get("account") == gone:
                        world.change(entity, thing.id, account=kept)
            world.merge("account", kept, gone)
        elif what == "refuse":
            world.refuses[some] = ("VALIDATION_ERROR", "Region is required")

    def run(self, faults=(), after=()):
        world = self.world

        @contextmanager
        def door(_connection, budget):
            yield Unruly(connect(a_face(world, faults=stream(faults), after=stream(after)), budget=budget), self.dice)

        item = begin(Connection.objects.get(pk=self.made.pk))
        try:
            carry_out(item, lambda: None, door)
        except Killed:
            # a killed process leaves its run as running: what carry_out does on its way out did not happen
            Run.objects.filter(pk=item.pk).update(state=Run.State.RUNNING, ended_at=None)
            end(Run.objects.get(pk=item.pk), Run.State.STOPPED)


ACTS = st.sampled_from(
    ["account", "contact", "contact", "deal", "deal", "change", "change", "delete", "restore", "merge", "refuse"]
)
FAULTS = st.lists(
    st.sampled_from(["", "", "", "throttle", "down", "expired", "html", "half", "silent", "kill"]), max_size=12
)
STEPS = st.lists(st.one_of(ACTS, st.tuples(FAULTS, FAULTS)), min_size=5, max_size=30)


@settings(max_examples=20, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, seed=st.integers(0, 2**32))
def test_in_the_end_ours_is_what_theirs_says(organisation, monkeypatch, time_machine, steps, seed):
    for model in (Connection, Contact):
        model.objects.all().delete()
    from trousseau.accounts.access import every_account

    every_account().delete()
    time_machine.move_to(START)
    made = connection(writes=True, daily_limit=2_000, share=50)
    back(made, tier=("kam_tier",))
    codes = {account.key: account for account in ours(*(f"C-{number}" for number in range(4)))}
    says = {"tier": ("a", "A")}
    monkeypatch.setattr(wishes, "ours", lambda ids, _wanted: dict.fromkeys(ids, says))
    story = Story(made, seed)
    for step in steps:
        story.world.tick(minutes=7)
        time_machine.move_to(story.world.now)
        if isinstance(step, str):
            story.act(step)
        else:
            story.run(*step)
        used = spending(made)
        assert used.used <= used.share
    for _night in range(3):
        story.world.tick(days=2)
        time_machine.move_to(story.world.now)
        story.run()

    world = story.world
    for entity in ("account", "contact", "deal"):
        here = {row.external_id: row for row in Remote.objects.filter(entity=entity, gone_at=None)}
        assert set(here) == {thing.id for thing in world.present(entity)}
        for thing in world.present(entity):
            assert here[thing.id].values["name"] == thing.values["name"]
    deals = {deal.record.external_id: deal for deal in Deal.objects.select_related("record", "account")}
    assert set(deals) == {thing.id for thing in world.present("deal")}
    for thing in world.present("deal"):
        assert deals[thing.id].amount == Decimal(thing.values["amount"])
        assert deals[thing.id].state == thing.values["state"]
    accounts = {row.external_id: row.account for row in Remote.objects.filter(entity="account", gone_at=None)}
    for thing in world.present("account"):
        code = thing.values["raw"]["erp_code"].replace("-", "")
        linked = accounts[thing.id]
        assert (
            linked is None or code not in {key.replace("-", "") for key in codes} or linked.key.replace("-", "") == code
        )
    for thing in world.present("contact"):
        row = Remote.objects.get(entity="contact", external_id=thing.id)
        if accounts[thing.values["account"]] is not None:
            assert row.contact.name == thing.values["name"]
            assert row.contact.account == accounts[thing.values["account"]]
    assert Contact.objects.count() == Remote.objects.filter(entity="contact", contact__isnull=False).count()
    for row in Outbound.objects.filter(record__gone_at=None).select_related("record"):
        thing = world.things["account"][row.record.external_id]
        assert row.state in {"same", "refused"}
        assert (thing.written == {"kam_tier": "A"}) is (row.state == "same")
    assert world.now - START < dt.timedelta(days=30)
