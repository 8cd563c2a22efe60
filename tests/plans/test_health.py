"""The health of a plan: what moves it, what it says why, and that it is kept up to date."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from trousseau.figures.language import Language
from trousseau.plans import factors
from trousseau.plans.actions import doing
from trousseau.plans.actions import health as actions
from trousseau.plans.actions.plan import Doing, add_action
from trousseau.plans.factors import Factor, Measured
from trousseau.plans.models import Health, Kpi, KpiStanding, Milestone, Place, Plan, Reading
from trousseau.plans.pages import health as pages
from trousseau.plans.queries import health as queries
from trousseau.support.models.commitments import Commitment

ENGLISH = Language("en")


def day(after: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=after)


@pytest.fixture
def act(house, plan):
    def add(starts: int, due: int, done: int = 0, **said):
        one = add_action(
            house["manager"], plan, Doing(f"Action {due}", day(starts), day(due), house["manager"], **said)
        )
        return doing.report(house["manager"], one, done, one.revision) if done else one

    return add


def found_of(plan):
    return queries.of_plans([plan], timezone.localdate())[plan.pk]


def test_a_plan_of_which_nothing_is_known_has_no_health(plan):
    found = found_of(plan)
    assert (found.health.state, found.health.score, found.progress.attained) == ("unknown", None, None)


def test_late_actions_make_it_ill_and_are_the_reason(plan, act):
    act(-40, -20, 50)
    act(-40, -10, 100)
    act(10, 40)
    found, told = pages.live(plan)
    assert found.progress.late == 1
    assert told.score == pytest.approx(0.75)
    assert (told.state, told.reason) == ("watch", "1 action late")
    assert found.next_due == day(40)


def test_a_year_of_things_done_does_not_hide_what_is_late_now(plan, act):
    for old in range(8):
        act(-175, -170 + old, 100)
    act(-60, -30, 0)
    queries.RECENT, usual = 100, queries.RECENT
    try:
        assert found_of(plan).health.state == "bad"
    finally:
        queries.RECENT = usual
    assert found_of(plan).progress.done == pytest.approx(8 / 9)


def test_filling_in_earns_nothing(house, plan, act):
    act(-40, -20, 50)
    before = found_of(plan).health
    act(30, 60, how="in every detail", days=Decimal(5), money=Decimal(1000), stake_amount=Decimal(90_000))
    Kpi.objects.create(
        plan=plan, name="Share of wallet", baseline=30, baseline_on=day(-100), target=45, target_on=day(200)
    )
    after = found_of(plan).health
    assert after.score == before.score
    assert after.known == before.known


def test_indicators_count_by_their_path(plan, act):
    act(-40, -20, 100)
    kpi = Kpi.objects.create(
        plan=plan, name="Sales", baseline=100, baseline_on=day(-100), target=200, target_on=day(100)
    )
    assert found_of(plan).factors["kpis"] == Measured(None, {"read": 0, "of": 1, "kept": 0})
    standing = KpiStanding.objects.create(kpi=kpi, on=day(0), value=110, expected=150, place=Place.OUT)
    assert found_of(plan).factors["kpis"] == Measured(pytest.approx(0.2), {"read": 1, "of": 1, "kept": 0})
    standing.place = Place.INSIDE
    standing.save()
    assert found_of(plan).factors["kpis"].value == 1
    standing.on = day(-300)
    standing.save()
    assert found_of(plan).factors["kpis"].value is None


def test_few_promises_say_nothing_yet(house, plan):
    def promise(number: int, settled: int) -> None:
        Commitment.objects.create(
            account=house["account"], what=f"Promise {number}", promised_on=day(-90), first_due=day(-30), due=day(-30),
            owner=house["manager"], state="kept", settled_on=day(settled), evidence="delivery note",
        )  # fmt: skip

    for number in range(4):
        promise(number, -31)
    assert found_of(plan).factors["commitments"] == Measured(None, {"due": 4, "kept": 4, "late": 0})
    promise(5, -10)
    assert found_of(plan).factors["commitments"].value == pytest.approx(0.8)


def test_a_later_subject_brings_its_factor(plan, act, monkeypatch):
    monkeypatch.setattr(factors, "_factors", dict(factors._factors))
    act(-40, -20, 100)
    factors.register(
        Factor("rhythm", "Rhythm kept", 5, lambda plans, _today: {plans[0].pk: Measured(0.0, {"kept": 0})},
               lambda told, _language: f"{told['kept']} of 4 kept", 40)
    )  # fmt: skip
    told = pages.live(plan)[1]
    assert (told.state, told.reason) == ("bad", "Rhythm kept, 0 of 4 kept")


def test_it_is_kept_for_lists_whenever_a_plan_is_written(house, plan, act, django_capture_on_commit_callbacks):
    connection.run_on_commit.clear()  # what the fixtures wait for, in a transaction that never stands
    with django_capture_on_commit_callbacks(execute=True) as ran:
        one = act(-40, -20, 50)
        Milestone.objects.create(action=one, name="Half", on=day(-25))
    assert len([run for run in ran if isinstance(run, actions._Refresh)]) == 1
    kept = Health.objects.get(plan=plan)
    assert (kept.late, kept.state, kept.actions) == (1, "bad", 1)
    assert (
        pages.kept(Plan.objects.select_related("health").get(), ENGLISH).reason
        == "1 action late and 1 milestone missed"
    )
    connection.run_on_commit.clear()
    with django_capture_on_commit_callbacks(execute=True):
        doing.finish(house["manager"], one, day(-1), one.revision)
    assert Health.objects.get(plan=plan).state == "good"


def test_what_was_worked_out_yesterday_is_worked_out_again(plan, act):
    assert actions.stale()
    assert actions.refresh_all() == 1
    assert not actions.stale()
    Health.objects.update(on=day(-1))
    assert actions.stale()


def test_what_was_measured_since_makes_it_stale(plan, act):
    actions.refresh_all()
    kpi = Kpi.objects.create(plan=plan, name="Sales", baseline_on=day(-100), target_on=day(100))
    Reading.objects.bulk_create([Reading(kpi=kpi, on=day(0), value=1)])
    assert actions.stale()
    actions.refresh_all()
    assert not actions.stale()


def test_many_plans_take_no_more_statements_than_one(house, plan, act, django_assert_max_num_queries):
    act(-40, -20, 50)
    with django_assert_max_num_queries(10):
        queries.of_plans(Plan.objects.all(), timezone.localdate())


def test_the_page_of_a_plan_says_why(client, house, plan, act):
    act(-40, -20, 50)
    client.force_login(house["manager"])
    page = client.get(reverse("plans:plan", args=[plan.account.public_id])).content.decode()
    assert "In danger" in page
    assert "1 action late of 1" in page
    assert "too few" not in page
    assert "no touchpoint is promised" in page
