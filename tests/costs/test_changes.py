"""What rests on costs follows when they change: one job, and every account has its class anew."""

from datetime import date
from decimal import Decimal

import pytest

from costs.conftest import DRIVERS
from trousseau.costs import actions, changes
from trousseau.costs.models import Driver
from trousseau.jobs.models import Job
from trousseau.jobs.progress import Progress
from trousseau.portfolio.models import AccountStanding

pytestmark = pytest.mark.django_db


def class_of(key):
    return AccountStanding.objects.get(account__key=key).name


def test_a_customer_that_costs_becomes_bad_once_its_visits_are_told(controller):
    assert class_of("C3") != "bad"
    actions.load(actions.receive([DRIVERS.encode()], "visites.csv", "drivers", controller), controller)
    actions.set_rate(controller, Driver.objects.get(name="visits"), date(2025, 1, 1), Decimal(20))
    job = Job.objects.get(kind=changes.KIND)  # one for both changes
    changes.run(Progress(job))
    assert class_of("C3") == "bad"
    assert class_of("C1") == "good"


def test_what_changes_nothing_starts_nothing(controller):
    driver = actions.define_driver(controller, "Visits")
    actions.set_rate(controller, driver, date(2025, 1, 1), Decimal(20))
    Job.objects.all().delete()
    assert not actions.set_rate(controller, driver, date(2025, 1, 1), Decimal(20))
    assert not Job.objects.exists()


def test_without_facts_there_is_nothing_to_work_out(organisation, home):
    assert changes.run(Progress(Job(kind=changes.KIND))) == {}
