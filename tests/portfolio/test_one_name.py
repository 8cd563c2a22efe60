"""A line that forgot its group: a customer without one that bears the name of a group is part of it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest
import time_machine
from django.urls import reverse

from trousseau.access.models import AuditEvent
from trousseau.accounts import access
from trousseau.accounts.models import Origin
from trousseau.accounts.reckoning import reckon
from trousseau.imports import folders
from trousseau.ledger.facts import refresh
from trousseau.ledger.lines import LINES
from trousseau.ledger.store import Ledger
from trousseau.portfolio.queries.classes import judged, whole_company

pytestmark = pytest.mark.django_db
PAGES = ("portfolio:checkup", "portfolio:contributions")


def line(account, customer, group, amount, month):
    return {
        "account": account, "customer": customer, "group": group, "document": f"F{account}-{month}", "line": "1",
        "date": dt.date(2025, month, 15), "amount": Decimal(amount), "currency": "EUR", "cost": Decimal(amount) / 2,
        "row": 1,
    }  # fmt: skip


@pytest.fixture
def facts(tmp_path, organisation, settings):
    settings.TROUSSEAU_HOME = tmp_path
    rows = [
        told
        for month in range(1, 13)
        for told in (
            line("C1", "Alstrom SA", "Alstrom", 1000, month),
            line("C2", "Alstrom DE", "Alstrom", 500, month),
            line("Alstrom", "Alstrom", None, 10, month),
            line("C3", "Vernay", None, 700, month),
        )
    ]
    ledger = Ledger(tmp_path / "ledger", scratch=tmp_path)
    ledger.append([pa.RecordBatch.from_pylist(rows, LINES)], source="test", import_id="1")
    with time_machine.travel(dt.datetime(2026, 1, 20, 9, tzinfo=dt.UTC), tick=False):
        refresh(ledger, tmp_path / "facts", rates=None, base="EUR", today=dt.date(2026, 1, 20))
        yield folders.facts()


def clients(facts):
    rows = judged(whole_company(facts).ranked_by("group")).measures.rows
    return [(row.account, row.revenue) for row in rows]


def test_it_joins_its_group_once_and_the_trail_says_so(facts):
    for _time in range(2):
        reckon(facts)
    lone = access.every_account().get(key="Alstrom")
    assert (lone.group.name, lone.group_origin) == ("Alstrom", Origin.HAND)
    assert AuditEvent.objects.filter(verb="account.regrouped").count() == 1
    assert sorted(clients(facts)) == [("Alstrom", Decimal(12 * 1510)), ("C3", Decimal(12 * 700))]


def test_whom_a_hand_took_out_stays_out_and_every_page_opens(facts, signed_in, person):
    reckon(facts)
    access.every_account().filter(key="Alstrom").update(group=None, group_origin=Origin.HAND)
    reckon(facts)
    assert access.every_account().get(key="Alstrom").group is None
    assert sorted(revenue for _client, revenue in clients(facts)) == [120, 8400, 18000]
    browser = signed_in(person("director"))
    for page in PAGES:
        assert browser.get(reverse(page)).status_code == 200
