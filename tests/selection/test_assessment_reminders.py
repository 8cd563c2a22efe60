"""Assessors who have not finished are reminded by e-mail: once when the day is near, once when it has passed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from smtp import mail_server, race
from trousseau.jobs import registry
from trousseau.jobs.registry import Retry
from trousseau.selection import handlers
from trousseau.selection.actions import change_due, close_round, remind_assessors, remove_assessor
from trousseau.selection.models import AssessmentReminder

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


@pytest.fixture
def configured(settings):
    settings.EMAIL_CONFIGURED = True
    settings.ADDRESS = "https://kam.example.com"


def told():
    """Who got a letter, since the last time asked."""
    found = sorted(letter.to[0].split(".")[0] for letter in mail.outbox)
    mail.outbox.clear()
    return found


def test_once_when_near_and_once_when_late_and_only_who_has_not_finished(people, configured):
    director, julien, sophie, thomas = people
    found = opened(director, people, due=DUE)
    give(sophie, found, {})
    thomas.is_active = False
    thomas.save()
    assert remind_assessors(days(-4)) == 0
    assert [remind_assessors(days(-3)), remind_assessors(days(-2)), remind_assessors(days(0))] == [2, 0, 0]
    english, french = sorted(mail.outbox, key=lambda letter: letter.to)
    assert "due soon" in english.subject
    assert "6 answers of 6" in english.body
    assert f"https://kam.example.com/selection/assessments/{found.public_id}/mine/" in english.body
    assert "bientôt attendues" in french.subject
    assert "Bonjour Julien" in french.body
    assert told() == ["claire", "julien"]
    give(julien, found, {})
    assert [remind_assessors(days(1)), remind_assessors(days(30))] == [1, 0]
    assert "are late" in mail.outbox[0].subject
    assert told() == ["claire"]


def test_reminders_follow_another_day_and_stop_with_the_round(people, configured):
    director, julien, sophie, _ = people
    found = opened(director, (julien, sophie), due=DUE)
    assert remind_assessors(days(-1)) == 2
    change_due(director, found, days(20))
    assert remind_assessors(days(1)) == 0
    remove_assessor(director, found, found.assessors.get(person=sophie).pk, "elsewhere", keep=False)
    assert remind_assessors(days(18)) == 1
    close_round(director, found)
    assert remind_assessors(days(21)) == 0


def test_nobody_is_reminded_without_a_mail_server(people, settings):
    settings.EMAIL_CONFIGURED = False
    opened(people[0], people, due=DUE)
    assert remind_assessors(DUE) == 0
    assert not AssessmentReminder.objects.exists()


def test_the_clock_sends_them_every_day():
    assert any(rhythm.kind == handlers.REMIND for rhythm in registry.rhythms())


def test_a_server_that_refuses_one_serves_the_others_and_is_tried_again(people, configured, monkeypatch):
    def send(_subject, _body, _sender, recipients):
        if "claire" in recipients[0]:
            raise OSError("refused")

    opened(people[0], people[:2], due=timezone.localdate())
    monkeypatch.setattr("trousseau.selection.actions.assessment_reminders.send_mail", send)
    with pytest.raises(Retry):
        handlers.run_remind(None)
    assert str(AssessmentReminder.objects.get().assessor) == "Julien"


def test_a_reminder_whose_worker_was_killed_is_sent_by_the_next(people, configured):
    found = opened(people[0], people[:1], due=DUE)
    now = timezone.now()
    claim = AssessmentReminder.objects.create(assessor=found.assessors.get(), due=DUE, kind="near", claimed_at=now)
    assert remind_assessors(DUE) == 0
    AssessmentReminder.objects.filter(pk=claim.pk).update(claimed_at=now - dt.timedelta(hours=2))
    assert [remind_assessors(DUE), remind_assessors(DUE)] == [1, 0]


@pytest.mark.django_db(transaction=True)
def test_over_smtp_each_reminder_arrives_once_though_workers_race(people, configured, settings):
    opened(people[0], people[:2], due=DUE)
    with mail_server(settings) as box:
        race(lambda: remind_assessors(DUE))
    assert box.addresses == sorted(one.email for one in people[:2])
