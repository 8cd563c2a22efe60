"""Assessors who have not finished are told: once when the day is near, once when it has passed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone, translation

from racing import race
from trousseau.jobs import registry
from trousseau.notices import kinds
from trousseau.notices.models import Notice
from trousseau.selection import handlers
from trousseau.selection.actions import change_due, close_round, remind_assessors, remove_assessor

from .assessing import give, opened, publish

pytestmark = pytest.mark.django_db
DUE = timezone.localdate() + dt.timedelta(days=10)


def days(count):
    return DUE + dt.timedelta(days=count)


@pytest.fixture
def people(organisation, person):
    publish()
    return (
        person("director", name="Claire"),
        person("head", name="Julien", language="fr"),
        person("manager", name="Sophie"),
        person("expert", name="Thomas"),
    )


def told(who):
    """What someone was told, the newest first."""
    return [kinds.find(one.kind).text(one.params) for one in Notice.objects.filter(user=who)]


def test_once_when_near_and_once_when_late_and_only_who_has_not_finished(people):
    director, julien, sophie, thomas = people
    found = opened(director, people, due=DUE)
    give(sophie, found, {})
    thomas.is_active = False
    thomas.save()
    assert remind_assessors(days(-4)) == 0
    assert [remind_assessors(days(-3)), remind_assessors(days(-2)), remind_assessors(days(0))] == [2, 0, 0]
    assert "are due on" in told(director)[0]
    assert "6 answers of 6" in told(director)[0]
    assert Notice.objects.get(user=director).url == f"/selection/assessments/{found.public_id}/mine/"
    with translation.override("fr"):
        assert "sont attendues" in told(julien)[0]
    assert (told(sophie), told(thomas)) == ([], [])
    give(julien, found, {})
    assert [remind_assessors(days(1)), remind_assessors(days(30))] == [1, 0]
    assert "were due on" in told(director)[0]


def test_reminders_follow_another_day_and_stop_with_the_round(people):
    director, julien, sophie, _ = people
    found = opened(director, (julien, sophie), due=DUE)
    assert remind_assessors(days(-1)) == 2
    change_due(director, found, days(20))
    assert remind_assessors(days(1)) == 0
    remove_assessor(director, found, found.assessors.get(person=sophie).pk, "elsewhere", keep=False)
    assert remind_assessors(days(18)) == 1
    close_round(director, found)
    assert remind_assessors(days(21)) == 0


def test_the_clock_tells_them_every_day():
    assert any(rhythm.kind == handlers.REMIND for rhythm in registry.rhythms())


@pytest.mark.django_db(transaction=True)
def test_each_is_told_once_though_workers_race(people):
    opened(people[0], people[:2], due=DUE)
    race(lambda: remind_assessors(DUE))
    assert sorted(str(one.user) for one in Notice.objects.all()) == ["Claire", "Julien"]
