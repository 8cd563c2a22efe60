"""Time spent: written down in two clicks, once, by whoever spent it; it counts in the budget of the plan."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from trousseau.access.models import AuditEvent
from trousseau.plans.actions import meetings, times
from trousseau.plans.actions.meetings import Arranged
from trousseau.plans.actions.plan import Doing, add_action
from trousseau.plans.models import Spending
from trousseau.plans.queries.plan import spent_of

TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)


@pytest.fixture
def meeting(house):
    return meetings.arrange(house["manager"], house["account"], Arranged("Point mensuel", TODAY))


@pytest.fixture
def action(house, plan):
    return add_action(house["manager"], plan, Doing("Chiffrer Vesoul", TODAY - 5 * DAY, TODAY + DAY, house["manager"]))


def test_a_quarter_of_an_hour_four_times_is_an_hour(house, plan):
    for n in range(4):
        one = meetings.arrange(house["manager"], house["account"], Arranged(f"Appel {n}", TODAY))
        times.on_meeting(house["manager"], one, "15")
    assert spent_of(plan).days == Decimal("0.125")


def test_another_duration_replaces_and_nothing_counts_twice(house, plan, meeting, action):
    for duration in ("15", "half", "60", "60"):
        times.on_meeting(house["manager"], meeting, duration)
        times.on_action(house["manager"], action, duration)
    assert spent_of(plan).days == Decimal("0.25")
    times.on_meeting(house["director"], meeting, "60")
    assert spent_of(plan).days == Decimal("0.375")


def test_it_is_taken_back_and_the_trail_keeps_both(house, plan, meeting):
    times.on_meeting(house["manager"], meeting, "day")
    times.on_meeting(house["manager"], meeting, "")
    times.on_meeting(house["manager"], meeting, "")
    assert not Spending.objects.exists()
    verbs = list(AuditEvent.objects.filter(verb__startswith="time.").order_by("id").values_list("verb", flat=True))
    assert verbs == ["time.spent", "time.taken_back"]


def test_what_is_to_come_cancelled_or_more_than_a_day_is_refused(house, plan, meeting, action):
    later = meetings.arrange(house["manager"], house["account"], Arranged("Demain", TODAY + DAY))
    with pytest.raises(ValidationError, match="still to come"):
        times.on_meeting(house["manager"], later, "15")
    gone = meetings.cancel(house["manager"], later, "Grève", later.revision)
    with pytest.raises(ValidationError, match="did not take place"):
        times.on_meeting(house["manager"], gone, "15")
    for duration in ("7", "-1", "day "):
        with pytest.raises(ValidationError, match="Choose one"):
            times.on_meeting(house["manager"], meeting, duration)
    for n in range(3):
        one = meetings.arrange(house["manager"], house["account"], Arranged(f"Visite {n}", TODAY))
        times.on_meeting(house["manager"], one, "day")
    with pytest.raises(ValidationError, match="24 hours"):
        times.on_action(house["manager"], action, "15")


def test_an_account_without_a_plan_keeps_the_time_of_its_meetings(house, meeting):
    times.on_meeting(house["manager"], meeting, "30")
    assert Spending.objects.get().plan is None


def test_who_does_not_see_the_account_spends_no_time_there(house, meeting, action, person):
    for name in ("other", "expert"):
        with pytest.raises(PermissionDenied):
            times.on_meeting(house[name], meeting, "15")
        with pytest.raises(PermissionDenied):
            times.on_action(house[name], action, "15")


def test_two_clicks_from_the_diary_and_one_is_back_there(house, plan, meeting, signed_in):
    client = signed_in(house["manager"])
    diary = reverse("plans:calendar") + "?kind=meeting"
    address = reverse("plans:meeting_time", args=[house["account"].public_id, meeting.public_id])
    assert address in client.get(diary).content.decode()
    answer = client.post(address, {"duration": "half", "back": diary}, follow=True)
    assert answer.redirect_chain == [(diary, 302)]
    page = answer.content.decode()
    assert "<span>half a day</span>" in page
    assert "Take it back" in page
    elsewhere = client.post(address, {"duration": "", "back": "https://elsewhere.example/"})
    assert elsewhere.url == reverse("plans:meeting", args=[house["account"].public_id, meeting.public_id])


def test_the_line_of_an_action_takes_time_too(house, plan, action, signed_in):
    client = signed_in(house["manager"])
    account = house["account"].public_id
    line = reverse("plans:edit_part", args=[account, "actions", action.public_id])
    address = reverse("plans:action_time", args=[account, action.public_id])
    assert address in client.get(line).content.decode()
    client.post(address, {"duration": "60"})
    assert "<span>1 h</span>" in client.get(line).content.decode()
    assert client.post(address, {"duration": "nonsense"}, follow=True).status_code == 200
    assert spent_of(plan).days == Decimal("0.125")
