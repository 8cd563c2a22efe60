"""What a company tells of its costs: loaded whole or not at all, once, in a stable order, frozen exactly."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from costs.conftest import DRIVERS
from trousseau.access.models import AuditEvent
from trousseau.costs import actions
from trousseau.costs.models import ActivityRate, Driver, FixedCost, Table
from trousseau.costs.queries import as_json, from_json, told
from trousseau.imports import folders
from trousseau.ledger.answers import window
from trousseau.ledger.costs import contributions

pytestmark = pytest.mark.django_db


def load(text, what, user, name="table.csv"):
    table = actions.receive([text.encode()], name, what, user)
    return actions.load(table, user)


def test_a_table_counts_once_loaded_and_twice_changes_nothing(controller) -> None:
    table = actions.receive([DRIVERS.encode()], "visites.csv", "drivers", controller)
    assert told().drivers == ()
    done = actions.load(table, controller)
    assert (done.entries, done.changed, done.aside) == (6, 6, 0)
    assert {driver.name: driver.kind for driver in Driver.objects.all()} == {
        "visits": "volume", "payment_days": "level", "rebates": "amount",
    }  # fmt: skip
    before = told()
    assert load(DRIVERS, "drivers", controller).changed == 0
    assert told() == before
    assert Table.objects.count() == 1
    assert AuditEvent.objects.filter(verb="costs.table_loaded").count() == 1


def test_rows_with_a_problem_are_left_and_counted(controller) -> None:
    done = load(DRIVERS + "Nobody;2025;visits;3\n", "drivers", controller)
    assert (done.entries, done.aside) == (6, 1)


def test_a_table_without_a_sound_row_loads_nothing(controller) -> None:
    table = actions.receive([b"account;period;driver;quantity\nNobody;2025;visits;3\n"], "x.csv", "drivers", controller)
    with pytest.raises(ValueError, match="nothing"):
        actions.load(table, controller)
    assert not Driver.objects.exists()


def test_removing_a_table_brings_the_older_one_back_and_keeps_its_quantities(controller) -> None:
    load(DRIVERS, "drivers", controller)
    before = told()
    load("account;period;visits\nC1;2025;1\n", "drivers", controller)
    newest = Table.objects.last()
    file = told().drivers[-1]
    actions.remove(newest, controller)
    assert told() == before
    assert file.exists()


def test_rates_fixed_costs_and_budgets_are_set_once(controller) -> None:
    rates = "driver;start;cost\nvisits;2025-01-01;20\nfinancing;2025-01-01;0.06\n"
    assert load(rates, "rates", controller).changed == 2
    assert load(rates, "rates", controller).changed == 0
    assert load("division;period;amount\nUsinage;2025;9000\n", "fixed", controller).changed == 1
    assert load("division;period;amount\nUsinage;2025;9500\n", "fixed", controller).changed == 1
    assert FixedCost.objects.get().amount == 9500
    assert load("account;period;amount\nKessler;2025;12500\n", "budgets", controller).changed == 1
    said = told()
    assert said.budgets[0].account == "C4"
    assert said.rates[0].cost == Decimal(20)


def test_costs_are_frozen_and_read_back_exactly(controller) -> None:
    load(DRIVERS, "drivers", controller)
    load("driver;start;cost\nvisits;2025-01-01;20.5\nfinancing;2025-01-01;6%\n", "rates", controller)
    load("division;period;amount\nUsinage;2025;9000.01\n", "fixed", controller)
    load("division;period;amount\nUsinage;2025;9000\n", "budgets", controller)
    costs = told()
    back = from_json(json.loads(json.dumps(as_json(costs))))
    assert back == costs
    facts = folders.facts()
    asked = window(facts, "r12")
    assert contributions(facts, asked, back).table == contributions(facts, asked, costs).table


def test_what_was_told_makes_the_contribution(controller) -> None:
    load(DRIVERS, "drivers", controller)
    load("driver;start;cost\nvisits;2025-01-01;20\nfinancing;2025-01-01;0.0365\n", "rates", controller)
    facts = folders.facts()
    rows = {row["account"]: row for row in contributions(facts, window(facts, "r12"), told()).table.to_pylist()}
    # Sandrup: margin 600, 60 visits at 20, rebates 1,200, and 12,000 owed 120 days at 3.65 % a year.
    assert rows["C3"]["serve"] == 2400
    assert rows["C3"]["financing"] == 144
    assert rows["C3"]["contribution"] == 600 - 2400 - 144
    assert rows["C5"]["contribution"] is None


def test_only_the_controller_writes(controller, person) -> None:
    for role in ("director", "manager", "client"):
        with pytest.raises(PermissionDenied):
            load(DRIVERS, "drivers", person(role))
    visits = actions.define_driver(controller, "Visites")
    assert visits.name == "visits"
    with pytest.raises(PermissionDenied):
        actions.set_rate(person("director"), visits, date(2025, 1, 1), Decimal(1))
    assert not ActivityRate.objects.exists()
