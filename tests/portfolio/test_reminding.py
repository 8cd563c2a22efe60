"""A check-up that is due is told of: once when due, once a week late, to each who may freeze it."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import translation

from racing import race
from trousseau.notices import kinds
from trousseau.notices.models import Notice
from trousseau.portfolio.actions import freeze_checkup, remind
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


def test_once_when_due_and_once_each_week_late(frozen, director):
    assert remind(DUE - dt.timedelta(days=1)) == 0
    assert [remind(DUE), remind(DUE), remind(DUE + dt.timedelta(days=6))] == [2, 0, 0]
    assert [remind(DUE + dt.timedelta(days=7)), remind(DUE + dt.timedelta(days=8))] == [2, 0]
    late, first = Notice.objects.filter(user=director)
    assert "is due today" in kinds.find(first.kind).text(first.params)
    assert "7 days ago" in kinds.find(late.kind).text(late.params)
    assert first.url == "/check-up/"
    with translation.override("fr"):
        assert "à faire" in kinds.find(first.kind).text(first.params)


def test_the_page_says_that_a_check_up_is_due(frozen, director, signed_in):
    client = signed_in(director)
    assert "is due since" not in text(client.get("/check-up/"))
    with time_machine.travel(dt.datetime(2026, 4, 2, 9, tzinfo=dt.UTC), tick=False):
        client = signed_in(director)
        assert "A check-up is due since 31 Mar 2026" in text(client.get("/check-up/"))


@pytest.mark.django_db(transaction=True)
def test_each_is_told_once_though_workers_race(frozen):
    race(lambda: remind(DUE))
    assert Notice.objects.count() == 2
