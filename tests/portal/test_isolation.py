"""Isolation: what each person of a client can see, against ten lines that say what they may."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.crawling import walk
from trousseau.accounts.models import Account
from trousseau.knowledge.models import Contact, Document
from trousseau.plans.models import Action, Kpi, Meeting, Objective, Plan
from trousseau.plans.models.value import Delivered
from trousseau.portal.models import Member, Space
from trousseau.support.models import Commitment

KINDS = ("objective", "action", "kpi", "commitment", "meeting", "value", "document")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Place:
    """Someone's place in the space of an account."""

    person: int
    account: int
    ended: bool
    left: bool


@dataclass(frozen=True)
class Thing:
    """One thing of an account, known by a word that stands nowhere else."""

    kind: str
    account: int
    shared: bool
    word: str = field(default="", compare=False)


@dataclass(frozen=True)
class World:
    """Two accounts and two people of clients."""

    opened: tuple[bool, bool]
    closed_plan: tuple[bool, bool]
    places: tuple[Place, ...]
    things: tuple[Thing, ...]


def may_see(world: World, person: int, thing: Thing) -> bool:
    """The specification: what a person of a client may see."""
    comes_in = any(
        place.person == person and place.account == thing.account and not place.ended and not place.left
        for place in world.places
    )
    if not comes_in or not world.opened[thing.account] or not thing.shared:
        return False
    return thing.kind not in {"objective", "action", "kpi"} or not world.closed_plan[thing.account]


BOTH = st.integers(0, 1)
WORLDS = st.builds(
    World,
    st.tuples(st.booleans(), st.booleans()),
    st.tuples(st.booleans(), st.booleans()),
    st.lists(
        st.builds(Place, BOTH, BOTH, st.booleans(), st.booleans()),
        max_size=4,
        unique_by=lambda one: (one.person, one.account),
    ).map(tuple),
    st.lists(st.builds(Thing, st.sampled_from(KINDS), BOTH, st.booleans()), min_size=1, max_size=14).map(
        lambda things: tuple(
            Thing(one.kind, one.account, one.shared, f"zyx{number:03}word") for number, one in enumerate(things)
        )
    ),
)


@pytest.fixture
def people(organisation, person):
    manager = person("manager", name="Sophie Lacaze")
    accounts = [Account.objects.create(key=key, name=f"Client {key}", manager=manager) for key in ("A", "B")]
    return manager, accounts, [person("client", name=f"Person {one}") for one in ("One", "Two")]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=WORLDS)
def test_each_person_sees_what_the_specification_says_and_nothing_else(people, world):
    with transaction.atomic():
        build(people, world)
        told = [pages_of(somebody) for somebody in people[2]]
        transaction.set_rollback(True)
    for number, text in enumerate(told):
        allowed = {one.word for one in world.things if may_see(world, number, one)}
        assert {one.word for one in world.things if one.word in text} == allowed


def pages_of(somebody) -> str:
    """All that the pages someone can reach tell."""
    browser = Client()
    browser.force_login(somebody, backend=BACKEND)
    return "\n".join(walk(browser).values())


def build(people, world: World) -> None:
    """The world in the database, without the actions: what is proved is what is read."""
    manager, accounts, clients = people
    today = timezone.localdate()
    plans = []
    for account, opened, closed in zip(accounts, world.opened, world.closed_plan, strict=True):
        Space.objects.create(account=account, opened_by=manager, closed_at=None if opened else timezone.now())
        plans.append(
            Plan.objects.create(
                account=account,
                ambition="Grow",
                starts=today - dt.timedelta(days=90),
                ends=today + dt.timedelta(days=600),
                state="closed" if closed else "draft",
            )
        )
    for place in world.places:
        account = accounts[place.account]
        contact = Contact.objects.create(
            account=account, name=f"Contact {place.person}", said_on=today, left_on=today if place.left else None
        )
        Member.objects.create(
            space=account.space, user=clients[place.person], contact=contact,
            ended_at=timezone.now() if place.ended else None,
        )  # fmt: skip
    for thing in world.things:
        make(thing, accounts[thing.account], plans[thing.account], manager)


def make(thing: Thing, account, plan, manager) -> None:
    today = timezone.localdate()
    soon, word, seen = today + dt.timedelta(days=30), thing.word, {"shared": thing.shared}
    if thing.kind == "objective":
        Objective.objects.create(plan=plan, title=word, due=soon, **seen)
    elif thing.kind == "action":
        Action.objects.create(plan=plan, what=word, starts=today, due=soon, owner=manager, **seen)
    elif thing.kind == "kpi":
        made = Kpi.objects.create(plan=plan, name=word, baseline=1, baseline_on=today, target=9, target_on=soon, **seen)
        made.readings.create(on=today, value=2)
    elif thing.kind == "commitment":
        Commitment.objects.create(
            account=account, what=word, owner=manager, promised_on=today, first_due=soon, due=soon,
            visible=thing.shared,
        )  # fmt: skip
    elif thing.kind == "meeting":
        Meeting.objects.create(account=account, title=word, on=soon, organiser=manager, **seen)
    elif thing.kind == "value":
        Delivered.objects.create(account=account, category="people", what=word, since=today, **seen)
    else:
        Document.objects.create(
            account=account, name=f"{word}.pdf", kind="application/pdf", size=1, digest=word, **seen
        )


def test_ids_of_two_things_have_nothing_in_common_that_could_be_counted(people):
    account = people[1][0]
    made = [Space.objects.create(account=one).public_id for one in people[1]]
    made += [Meeting.objects.create(account=account, title="x", on=timezone.localdate()).public_id for _ in range(5)]
    assert all(len(one) >= 12 for one in made)
    assert all(
        sum(a == b for a, b in zip(one, other, strict=True)) < 8 for one, other in itertools.combinations(made, 2)
    )
