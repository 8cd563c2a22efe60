"""Whatever happens, in whatever order, an open request has an owner, or goes on at a known moment."""

from __future__ import annotations

import contextlib
import datetime as dt
import random

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from trousseau.notices.models import Notice
from trousseau.support.actions import clock
from trousseau.support.actions import requests as actions
from trousseau.support.actions.requests import Wish
from trousseau.support.models import Answer, Request, Stage, State
from trousseau.support.problems import SupportError

SOON = timezone.localdate() + dt.timedelta(days=5)


def ask(house, *people):
    return actions.ask(
        house["manager"], house["account"], Wish(title="Quote", due=SOON), [house[one] for one in people]
    )


def later(found):
    """The moment at which it goes on."""
    return Request.objects.get(pk=found.pk).next_at


def test_the_clock_climbs_step_by_step_and_each_is_told(house):
    found = ask(house, "lea", "thomas")
    stages = []
    for _round in range(5):
        clock.pass_on(later(found))
        found.refresh_from_db()
        stages.append(found.stage)
    assert stages == [Stage.EXPERTS, Stage.HEAD, Stage.DIRECTOR, Stage.DIRECTOR, Stage.DIRECTOR]
    assert found.offers.get(user=house["lea"]).answer == Answer.PASSED
    assert found.offers.get(user=house["director"]).answer == Answer.OPEN
    kinds = [step.kind for step in found.steps.all()]
    assert kinds.count("passed") == 3
    assert kinds.count("reminded") == 2
    for key, what in (("thomas", "offered"), ("head", "escalated"), ("director", "escalated"), ("manager", "climbed")):
        assert Notice.objects.filter(user=house[key], params__what=what).exists(), key


def test_the_clock_is_idempotent(house):
    found = ask(house, "lea", "thomas")
    moment = later(found)
    assert clock.pass_on(moment) == 1
    steps, notices = found.steps.count(), Notice.objects.count()
    assert clock.pass_on(moment) == 0
    assert clock.pass_on(moment - dt.timedelta(hours=1)) == 0
    assert (found.steps.count(), Notice.objects.count()) == (steps, notices)


def test_who_leaves_the_house_loses_it(house):
    found = ask(house, "lea")
    actions.accept(house["lea"], found)
    house["lea"].is_active = False
    house["lea"].save()
    assert clock.pass_on() == 1
    found.refresh_from_db()
    assert (found.state, found.owner, found.stage) == (State.ASKED, None, Stage.HEAD)


def test_who_is_asked_and_leaves_is_passed_over_at_once(house):
    found = ask(house, "lea", "thomas")
    house["lea"].is_active = False
    house["lea"].save()
    clock.pass_on()
    assert found.offers.get(user=house["thomas"]).answer == Answer.OPEN


def test_late_is_told_once(house):
    found = ask(house, "lea")
    actions.accept(house["lea"], found)
    Request.objects.filter(pk=found.pk).update(due=timezone.localdate() - dt.timedelta(days=1))
    clock.pass_on()
    clock.pass_on()
    for key in ("lea", "manager", "head"):
        assert Notice.objects.filter(user=house[key], kind="request.late").count() == 1


def test_the_database_refuses_what_is_unowned(house):
    found = ask(house, "lea")
    for wrong in ({"next_at": None}, {"state": "accepted", "next_at": None}, {"state": "accepted"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Request.objects.filter(pk=found.pk).update(**wrong)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_somebody_has_it_or_it_goes_on(house, seed):
    chance = random.Random(seed)
    found = ask(house, *chance.sample(["lea", "thomas"], chance.randint(0, 2)))
    people = [house[key] for key in ("lea", "thomas", "head", "director", "manager", "other")]
    now = timezone.now()
    for _step in range(25):
        with contextlib.suppress(SupportError, PermissionDenied):
            _something(chance, found, chance.choice(people), chance.choice(people))
        now += dt.timedelta(hours=chance.randint(0, 30))
        clock.pass_on(now)
        current = Request.objects.get(pk=found.pk)
        if current.state == State.ACCEPTED:
            assert current.owner is not None
            assert current.owner.is_active
        if current.state == State.ASKED:
            assert current.next_at is not None
            assert current.next_at > now
            asked = current.offers.filter(answer=Answer.OPEN, user__is_active=True)
            assert asked.exists() or not house["director"].is_active


def _something(chance, found, who, whom):
    """One thing someone does, allowed or not."""
    chance.choice(
        [
            lambda: actions.accept(who, found),
            lambda: actions.decline(who, found, "no"),
            lambda: actions.hand_on(who, found, whom),
            lambda: actions.propose(who, found, [whom]),
            lambda: actions.finish(who, found),
            lambda: actions.reopen(who, found, "more"),
            lambda: _toggle(whom),
        ]
    )()


def _toggle(person):
    person.is_active = not person.is_active
    person.save()
