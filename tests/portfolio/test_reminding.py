"""A check-up that is due is reminded of by e-mail: once when due, once a week late, to each who may freeze it."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from smtp import mail_server, race
from trousseau.jobs.registry import Retry
from trousseau.portfolio import handlers
from trousseau.portfolio.actions import freeze_checkup, remind
from trousseau.portfolio.models import Reminder
from trousseau.portfolio.queries.source import asked

from .test_pages import text

pytestmark = pytest.mark.django_db
DUE = dt.date(2026, 3, 31)


@pytest.fixture
def frozen(director, person):
    """A check-up to the end of 2025: by a rhythm of three months the next is due at the end of March."""
    person("controller", language="fr")
    person("executive")
    person("director", email="gone@example.com", is_active=False)
    return freeze_checkup(director, asked(director, {}))


@pytest.fixture
def configured(settings):
    settings.EMAIL_CONFIGURED = True
    settings.ADDRESS = "https://kam.example.com"


def test_once_when_due_and_once_each_week_late(frozen, configured):
    assert remind(DUE - dt.timedelta(days=1)) == 0
    assert [remind(DUE), remind(DUE), remind(DUE + dt.timedelta(days=6))] == [2, 0, 0]
    assert [remind(DUE + dt.timedelta(days=7)), remind(DUE + dt.timedelta(days=8))] == [2, 0]
    first, french = mail.outbox[:2]
    assert "The check-up is due" in first.subject
    assert "is due today" in first.body
    assert "https://kam.example.com/check-up/" in first.body
    assert "Le bilan est à faire" in french.subject
    assert "Bonjour" in french.body
    assert "7 days ago" in mail.outbox[2].body


def test_nobody_is_reminded_without_a_mail_server_or_before_the_first(frozen, settings):
    settings.EMAIL_CONFIGURED = False
    assert remind(DUE) == 0
    assert not Reminder.objects.exists()


def test_a_server_that_refuses_one_serves_the_others_and_is_tried_again(frozen, configured, monkeypatch):
    def send(_subject, _body, _sender, recipients):
        if "director" in recipients[0]:
            raise OSError("refused")

    monkeypatch.setattr("trousseau.portfolio.actions.reminding.send_mail", send)
    with time_machine.travel(dt.datetime(2026, 4, 1, 9, tzinfo=dt.UTC), tick=False), pytest.raises(Retry):
        handlers.run_remind(None)
    assert Reminder.objects.get().person.roles == {"controller"}
    monkeypatch.undo()


def test_a_reminder_whose_worker_was_killed_is_sent_by_the_next(frozen, configured, director):
    now = timezone.now()
    claim = Reminder.objects.create(person=director, due=DUE, week=0, claimed_at=now)
    assert remind(DUE) == 1
    Reminder.objects.filter(pk=claim.pk).update(claimed_at=now - dt.timedelta(hours=2))
    assert remind(DUE) == 1
    assert remind(DUE) == 0


def test_the_page_says_that_a_check_up_is_due(frozen, director, signed_in):
    client = signed_in(director)
    assert "is due since" not in text(client.get("/check-up/"))
    with time_machine.travel(dt.datetime(2026, 4, 2, 9, tzinfo=dt.UTC), tick=False):
        client = signed_in(director)
        assert "A check-up is due since 31 Mar 2026" in text(client.get("/check-up/"))


@pytest.mark.django_db(transaction=True)
def test_over_smtp_each_reminder_arrives_once_though_workers_race(frozen, configured, settings, director):
    with mail_server(settings) as box:
        race(lambda: remind(DUE))
    assert box.addresses == sorted(row.person.email for row in Reminder.objects.all())
    assert len(box.letters) == 2
    assert "check-up" in str(box.letters[0][1]["Subject"]).lower() or "bilan" in str(box.letters[0][1]["Subject"])
