"""Whatever the CRM does, and wherever a run is killed: in the end ours is what theirs says, nothing lost or doubled.

The CRM throttles, is silent, loses answers, expires tokens, answers with pages of the web, refuses records, gives pages
in another order with older copies between, deletes, merges and restores; people there change things while it is read.
"""

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
from trousseau.connectors.runs.begin import begin, carry_out
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
        self.made, self.dice, self.world = made, random.Random(seed), a_world()
        self.owner = self.world.add("owner", name="Sophie Lacaze", email="sophie@garonne.example", active=True)

    def act(self, what):
        """Something happens in the CRM: by the name of one of the methods below."""
        accounts = self.world.present("account")
        if what == "account" or not accounts:
            code = f"C-{self.dice.randrange(6)}"
            self.world.add("account", name=f"Account {self.dice.random()}", raw={"erp_code": code})
        else:
            getattr(self, what)(self.dice.choice(accounts).id)

    def contact(self, account):
        name = f"P{self.dice.randrange(10**9)} Q"
        self.world.add("contact", name=name, email=f"{name.split(maxsplit=1)[0].lower()}@x.example", account=account)

    def deal(self, account):
        people = self.world.present("contact")
        person = self.dice.choice(people).id if people else None
        amount = f"{self.dice.randrange(10**6)}.1"
        self.world.add("deal", name="Deal", account=account, amount=amount, state="open", contact=person)

    def change(self, _account):
        entity = self.dice.choice([one for one in ("account", "contact", "deal") if self.world.present(one)])
        values = {"name": f"N{self.dice.randrange(10**9)} M"}
        if entity == "deal":
            state = self.dice.choice(["open", "won", "lost"])
            values |= {"amount": f"{self.dice.randrange(10**6)}.2", "state": state}
        self.world.change(entity, self.dice.choice(self.world.present(entity)).id, **values)

    def delete(self, _account):
        if deals := self.world.present("deal"):
            self.world.delete("deal", self.dice.choice(deals).id)

    def restore(self, _account):
        if gone := self.world.gone("deal"):
            self.world.restore("deal", self.dice.choice(gone).id)

    def merge(self, gone):
        if others := [one.id for one in self.world.present("account") if one.id != gone]:
            kept = self.dice.choice(others)
            for entity in ("contact", "deal"):
                for thing in self.world.present(entity):
                    if thing.values.get("account") == gone:
                        self.world.change(entity, thing.id, account=kept)
            self.world.merge("account", kept, gone)

    def refuse(self, account):
        self.world.refuses[account] = ("VALIDATION_ERROR", "Region is required")

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
            Run.objects.get(pk=item.pk).end(Run.State.STOPPED)


ACTS = st.sampled_from(
    ["account", "contact", "contact", "deal", "deal", "change", "change", "delete", "restore", "merge", "refuse"]
)
FAULTS = st.lists(
    st.sampled_from(["", "", "", "throttle", "down", "expired", "html", "half", "silent", "kill"]), max_size=12
)
STEPS = st.lists(st.one_of(ACTS, st.tuples(FAULTS, FAULTS)), min_size=5, max_size=30)


@settings(
    max_examples=12, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS, seed=st.integers(0, 2**32))
def test_in_the_end_ours_is_what_theirs_says(organisation, monkeypatch, time_machine, steps, seed):
    for model in (Connection, Contact):
        model.objects.all().delete()
    from trousseau.accounts.access import every_account

    every_account().delete()
    time_machine.move_to(START)
    made = connection(writes=True, daily_limit=2_000, share=50)
    back(made, tier=("kam_tier",))
    ours(*(f"C-{number}" for number in range(4)))
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

    nothing_is_lost_or_doubled(story.world)
    deals_are_counted_as_they_are(story.world)
    people_are_where_their_accounts_are(story.world)
    the_crm_says_what_we_want_or_refused_it(story.world)


def nothing_is_lost_or_doubled(world):
    for entity in ("account", "contact", "deal"):
        here = {row.external_id: row for row in Remote.objects.filter(entity=entity, gone_at=None)}
        assert set(here) == {thing.id for thing in world.present(entity)}
        for thing in world.present(entity):
            assert here[thing.id].values["name"] == thing.values["name"]


def deals_are_counted_as_they_are(world):
    deals = {deal.record.external_id: deal for deal in Deal.objects.select_related("record")}
    assert set(deals) == {thing.id for thing in world.present("deal")}
    for thing in world.present("deal"):
        assert deals[thing.id].amount == Decimal(thing.values["amount"])
        assert deals[thing.id].state == thing.values["state"]


def people_are_where_their_accounts_are(world):
    accounts = {row.external_id: row.account for row in Remote.objects.filter(entity="account", gone_at=None)}
    known = {account.key for account in accounts.values() if account}
    for thing in world.present("account"):
        code = thing.values["raw"]["erp_code"]
        assert code not in known or accounts[thing.id].key == code
    for thing in world.present("contact"):
        account, row = accounts[thing.values["account"]], Remote.objects.get(entity="contact", external_id=thing.id)
        if account is not None:
            assert (row.contact.name, row.contact.account) == (thing.values["name"], account)
    assert Contact.objects.count() == Remote.objects.filter(entity="contact", contact__isnull=False).count()


def the_crm_says_what_we_want_or_refused_it(world):
    for row in Outbound.objects.filter(record__gone_at=None).select_related("record"):
        thing = world.things["account"][row.record.external_id]
        assert row.state in {"same", "refused"}
        assert (thing.written == {"kam_tier": "A"}) is (row.state == "same")
