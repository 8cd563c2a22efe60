"""Rates that were told: who, since when, what; corrected and forgotten where they stand."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from trousseau.access.models import AuditEvent
from trousseau.costs import actions
from trousseau.costs.models import ActivityRate, FinancingRate
from trousseau.costs.queries import told

pytestmark = pytest.mark.django_db
OLD, NEW = dt.date(2024, 1, 1), dt.date(2025, 1, 1)


@pytest.fixture
def rates(controller):
    """Two rates of visits, two of financing."""
    visits = actions.define_driver(controller, "Visits")
    for day, cost in ((OLD, 100), (NEW, 120)):
        actions.set_rate(controller, visits, day, Decimal(cost))
        actions.set_financing(controller, day, Decimal(cost) / 2000)
    return controller


@pytest.fixture
def site(rates, signed_in):
    return signed_in(rates)


def test_every_rate_is_shown_with_who_told_it(site, rates):
    page = site.get(reverse("costs:costs")).content.decode()
    assert "2 activity rates told" in page
    assert page.count(f"<td>{rates}<small>") == 4
    assert 'value="5%"' in page
    assert 'aria-label="Forget the rate of Visits from 1 Jan 2024"' in page


def test_a_rate_is_corrected_in_place_and_the_trail_says_so(site, rates):
    rate = ActivityRate.objects.get(start=OLD)
    assert site.post(reverse("costs:correct_rate", args=[rate.pk]), {"cost": "99,50"}).status_code == 302
    assert ActivityRate.objects.get(pk=rate.pk).cost == Decimal("99.5")
    event = AuditEvent.objects.filter(verb="costs.rate_set").first()
    assert (event.actor, Decimal(event.before["cost"]), Decimal(event.after["cost"])) == (rates, 100, Decimal("99.5"))
    financing = FinancingRate.objects.get(start=OLD)
    site.post(reverse("costs:correct_financing", args=[financing.pk]), {"rate": "4,5 %"})
    assert FinancingRate.objects.get(pk=financing.pk).rate == Decimal("0.045")


def test_a_forgotten_rate_gives_way_to_the_one_before(site):
    site.post(reverse("costs:remove_rate", args=[ActivityRate.objects.get(start=NEW).pk]))
    site.post(reverse("costs:remove_financing", args=[FinancingRate.objects.get(start=NEW).pk]))
    assert [one.cost for one in told().rates] == [100]
    assert [one.rate for one in told().financing] == [Decimal("0.05")]
    assert {"costs.rate_removed", "costs.financing_removed"} <= set(AuditEvent.objects.values_list("verb", flat=True))


@pytest.mark.parametrize("cost", ["-1", "beaucoup", "", "inf", "NaN", "1e30"])
def test_a_rate_that_cannot_be_is_refused(site, cost):
    rate = ActivityRate.objects.get(start=OLD)
    assert site.post(reverse("costs:correct_rate", args=[rate.pk]), {"cost": cost}).status_code == 422
    assert ActivityRate.objects.get(pk=rate.pk).cost == 100
    financing = FinancingRate.objects.get(start=OLD)
    assert site.post(reverse("costs:correct_financing", args=[financing.pk]), {"rate": cost}).status_code == 422


def test_who_may_not_write_costs_reads_them_only(rates, person, signed_in):
    reader = signed_in(person("director"))
    page = reader.get(reverse("costs:costs")).content.decode()
    assert ("2 activity rates told" in page, "Forget the rate" in page) == (True, False)
    number = ActivityRate.objects.first().pk
    assert reader.post(reverse("costs:remove_rate", args=[number])).status_code == 403
    assert ActivityRate.objects.count() == 2


def test_ten_more_rates_cost_no_more_statements(site, rates, django_assert_max_num_queries):
    driver = ActivityRate.objects.first().driver
    for day in range(2, 14):
        actions.set_rate(rates, driver, dt.date(2025, 1, day), Decimal(day))
    with django_assert_max_num_queries(25):
        site.get(reverse("costs:costs"))
