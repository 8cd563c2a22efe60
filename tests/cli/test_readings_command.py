"""`trousseau readings`: what it says and writes, on whose behalf, what it refuses."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.utils import timezone

from trousseau.accounts.models import Account
from trousseau.plans.actions.kpis import Said, define
from trousseau.plans.actions.plan import open_plan
from trousseau.plans.models import ReadingsFile


@pytest.fixture
def brought(organisation, person):
    """An indicator read by hand, and who leads its account."""
    manager, today = person("manager"), timezone.localdate()
    account = Account.objects.create(key="A1", name="Alstrom SA", manager=manager, search_text="alstrom sa")
    plan = open_plan(manager, account, "First.", today - dt.timedelta(days=90), today + dt.timedelta(days=700))
    said = Said("On time", "entered", plan.ends, plan.starts, unit="percent", baseline=Decimal(90), target=Decimal(98))
    return define(manager, plan, said), manager


@pytest.fixture
def table(tmp_path):
    """One good row, one of an account that is not there."""
    file = tmp_path / "readings.csv"
    day = timezone.localdate() - dt.timedelta(days=10)
    file.write_text(f"Code,Indicator,Day,Value\nA1,On time,{day},91.5\nB2,On time,{day},1\n", encoding="utf-8")
    return file


def test_a_table_is_checked_then_taken_in_and_again_changes_nothing(run, brought, table):
    kpi, manager = brought
    checked = run("readings", table, "--as", manager.email, "--check", "--lang", "fr")
    assert checked.code == 0, checked.err
    assert "2 lignes lues" in checked.out
    assert "Ligne 3, Code, B2" in checked.out
    assert not kpi.readings.exists()
    answer = run("readings", table, "--as", manager.email, "--json")
    assert answer.code == 0, answer.err
    told = json.loads(answer.out)
    assert {name: told[name] for name in ("new", "changed", "same", "refused")} == {
        "new": 1, "changed": 0, "same": 0, "refused": 1,
    }  # fmt: skip
    assert told["problems"][0]["row"] == 3
    reading = kpi.readings.get()
    assert (reading.value, reading.entered_by) == (Decimal("91.5"), manager)
    assert "1 known already" in run("readings", table, "--as", manager.email, "--lang", "en").out
    assert ReadingsFile.objects.count() == 1


def test_nobody_no_file_and_no_table_are_one_sentence_each(run, brought, table, tmp_path):
    _kpi, manager = brought
    nobody = run("readings", table, "--as", "nobody@example.org", "--lang", "en")
    assert (nobody.code, nobody.err.count("\n")) == (2, 1)
    assert "nobody who signs in" in nobody.err
    missing = run("readings", tmp_path / "none.csv", "--as", manager.email, "--lang", "en")
    assert missing.code == 1
    assert "none.csv cannot be opened" in missing.err
    table.write_text("a,b\n1,2\n", encoding="utf-8")
    assert "No column says the account" in run("readings", table, "--as", manager.email, "--lang", "en").err
