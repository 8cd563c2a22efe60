"""Who looked at what is counted by the day and read by who may; consent stands until it is withdrawn."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from trousseau.access.models import AuditEvent
from trousseau.trust import looks, models
from trousseau.trust.actions import consenting
from trousseau.trust.models import Consent, Look, Purpose
from trousseau.trust.queries.consents import consenting as who_consents
from trousseau.trust.queries.consents import standing


def test_a_look_is_one_row_a_person_thing_and_day(organisation, person, account, monkeypatch):
    orion, ana, ben = account("Orion"), person("client"), person("client")
    for who, item in ((ana, "plan1"), (ana, "plan1"), (ana, "plan2"), (ben, "plan1")):
        looks.looked(who, orion, "plan", item)
    tomorrow = models.today() + dt.timedelta(days=1)
    monkeypatch.setattr(looks, "today", lambda: tomorrow)
    looks.looked(ana, orion, "plan", "plan1")

    assert {(one.user_id, one.item, one.on == tomorrow): one.times for one in Look.objects.all()} == {
        (ana.pk, "plan1", False): 2, (ana.pk, "plan2", False): 1, (ben.pk, "plan1", False): 1,
        (ana.pk, "plan1", True): 1,
    }  # fmt: skip


def test_looks_are_read_by_who_leads_the_account_and_a_director_without_limits(organisation, cast, person, account):
    mine, other = account("Mine", manager=cast["manager"]), account("Other")
    for one in (mine, other):
        looks.looked(cast["client"], one, "home")
    read = lambda role: {look.account.name for look in looks.looks(cast[role])}  # noqa: E731

    assert read("director") == {"Mine", "Other"}
    assert read("manager") == {"Mine"}
    assert read("administrator") == read("client") == set()


def test_consent_is_given_once_replaced_by_a_new_text_and_withdrawn(organisation, person):
    ana, ben = person("client"), person("client")
    assert standing(ana, Purpose.SURVEY) is None
    first = consenting.give(ana, Purpose.SURVEY, "2026-1")
    assert consenting.give(ana, Purpose.SURVEY, "2026-1") == first
    consenting.give(ana, Purpose.SURVEY, "2026-2")
    consenting.give(ben, Purpose.SURVEY, "2026-2")

    assert standing(ana, Purpose.SURVEY).text_version == "2026-2"
    assert who_consents([ana.pk, ben.pk, 99], Purpose.SURVEY) == {ana.pk, ben.pk}
    consenting.withdraw(ana, Purpose.SURVEY)
    consenting.withdraw(ana, Purpose.SURVEY)
    ben.is_active = False
    ben.save()

    assert standing(ana, Purpose.SURVEY) is None
    assert who_consents([ana.pk, ben.pk], Purpose.SURVEY) == frozenset()
    assert [e.verb for e in AuditEvent.objects.order_by("pk")] == ["consent.given"] * 3 + ["consent.withdrawn"]
    assert Consent.objects.filter(person=ana).count() == 2, "what was agreed to before is kept"
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.bulk_create([Consent(person=ben, purpose="survey", text_version="x")])
