"""Everyone's week by mail: at their hour, once, in their language, with what they may see then."""

from __future__ import annotations

import datetime as dt
import zoneinfo

import pytest
import time_machine
from django.core import mail

from trousseau.access.models import Organisation
from trousseau.accounts import agenda
from trousseau.accounts.models import Account
from trousseau.notices import letters
from trousseau.notices.models import Notice, Wishes
from trousseau.plans.actions.plan import Doing, add_action, open_plan
from trousseau.portfolio import weekly

pytestmark = pytest.mark.django_db
PARIS = zoneinfo.ZoneInfo("Europe/Paris")
MONDAY = dt.datetime(2026, 11, 23, 8, 3, tzinfo=PARIS)
BEFORE = MONDAY - dt.timedelta(minutes=10)


@pytest.fixture
def house(organisation, person, settings):
    settings.EMAIL_CONFIGURED, settings.ADDRESS = True, "https://kam.example.com"
    Organisation.objects.update(name="Garonne")
    head = person("head", name="Julien Arnaud", language="fr")
    manager = person("manager", name="Sophie Lacaze", reports_to=head)
    account = Account.objects.create(key="A1", name="Alstrom", manager=manager, search_text="alstrom")
    with time_machine.travel(MONDAY, tick=False):
        today = MONDAY.date()
        plan = open_plan(manager, account, "First supplier.", today - dt.timedelta(100), today + dt.timedelta(600))
        days = (today - dt.timedelta(60), today - dt.timedelta(3))
        add_action(manager, plan, Doing("Audit the\nline", *days, owner=manager))
    return {"head": head, "manager": manager, "account": account}


def at(moment):
    with time_machine.travel(moment, tick=False):
        weekly.run(None)
        return letters.deliver(moment)


def to(someone):
    return next(letter for letter in mail.outbox if letter.to == [someone.email])


def test_it_goes_at_the_hour_each_chose_and_once(house):
    Wishes.objects.create(user=house["head"], weekday=1)

    assert [at(BEFORE), at(MONDAY), at(MONDAY + dt.timedelta(minutes=5))] == [0, 1, 0]
    assert mail.outbox[0].to == [house["manager"].email]
    assert at(MONDAY + dt.timedelta(days=1)) == 1
    assert at(MONDAY + dt.timedelta(days=7)) == 1


def test_the_manager_reads_what_waits_and_the_head_who_is_late(house):
    at(MONDAY)

    manager, head = to(house["manager"]), to(house["head"])
    assert manager.subject == "Your week: 1 decision waits for you, 1 cannot wait."
    assert "Your action, 3 days late – Audit the line (Alstrom)" in manager.body
    assert "https://kam.example.com/accounts/" in manager.body
    assert "Votre semaine" in head.subject
    assert "Sophie Lacaze" in head.body
    assert "Audit the line" not in head.body


def test_the_days_of_the_week_are_listed(house, monkeypatch):
    visit = agenda.Entry(dt.date(2026, 11, 26), "Visit", "/somewhere/", dt.time(10), "Alstrom")
    monkeypatch.setattr(agenda, "_providers", [lambda user, first, last: [visit] if user == house["manager"] else []])

    at(MONDAY)

    assert "26 Nov 2026 10:00 – Visit (Alstrom)" in to(house["manager"]).body


def test_who_has_nothing_in_their_week_gets_no_mail_and_no_bell(house, person):
    quiet = person("expert", name="Thomas Weber")

    at(MONDAY)

    assert not [letter for letter in mail.outbox if letter.to == [quiet.email]]
    assert not Notice.objects.filter(user=quiet, read_at=None).exists()


def test_it_is_read_with_the_rights_of_the_moment_it_is_sent(house):
    with time_machine.travel(MONDAY, tick=False):
        weekly.run(None)
        Account.objects.update(manager=None)
        house["manager"].assignments.update(role="expert")
        letters.deliver(MONDAY)

    assert "Audit the line" not in to(house["manager"]).body


def test_clients_get_none(house, person):
    person("client", name="Paul")
    assert {user.name for user, _key in weekly.whom(MONDAY)} == {"Julien Arnaud", "Sophie Lacaze"}
