"""Touchpoints promised against kept, business reviews booked and prepared, calendar feeds."""

from __future__ import annotations

import datetime as dt

import icalendar
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from trousseau.accounts import agenda
from trousseau.figures.language import Language
from trousseau.notices.models import Notice
from trousseau.plans.actions import feeds, meetings, reviews
from trousseau.plans.actions.doing import finish
from trousseau.plans.actions.meetings import Arranged
from trousseau.plans.actions.plan import Doing, add_action
from trousseau.plans.actions.touchpoints import promise_touchpoints
from trousseau.plans.health_factors import rhythm_words
from trousseau.plans.models import CalendarFeed, Health, Meeting, Review, TouchPromise
from trousseau.plans.models.rhythm import Kind
from trousseau.plans.pages.reviews import rests
from trousseau.plans.queries import health, rhythm
from trousseau.selection.queries import tiers
from trousseau.selection.queries.tiers import Held
from trousseau.support.queries.days import is_holiday

TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)


def met(house, *days, **said):
    for days_ago in days:
        made = meetings.arrange(house["manager"], house["account"], Arranged("Point", TODAY - days_ago * DAY, **said))
        if days_ago > 0:
            meetings.hold(house["manager"], made, made.revision)


@pytest.fixture
def tier(house, monkeypatch):
    """The account is a key account for two years; key accounts are promised 4 a year at work, 2 between boards."""
    key = tiers.choices()[0][0]
    held = {house["account"].key: Held(key, "", TODAY - 730 * DAY, 1)}
    monkeypatch.setattr(tiers, "held", lambda: held)
    promise_touchpoints(house["director"], {(key, "work"): "4", (key, "board"): "2", (key, "management"): ""})
    return key


def test_only_a_director_promises_and_only_whole_numbers(house, tier):
    with pytest.raises(PermissionDenied):
        promise_touchpoints(house["manager"], {(tier, "work"): "9"})
    for typed in ("-1", "3.5", "x", "367", "²"):
        with pytest.raises(ValidationError):
            promise_touchpoints(house["director"], {(tier, "work"): typed})
    assert TouchPromise.objects.count() == 2


def test_kept_is_counted_level_by_level_over_twelve_months(house, tier):
    met(house, 400, 300, 200, 100, 50)
    met(house, 30, -10, level="board")
    (one,) = rhythm.rhythms(house["manager"])
    lines = {line.level: (line.promised, line.held, line.planned, line.state) for line in one.lines}
    assert lines == {"work": (4, 4, 0, "good"), "board": (2, 1, 1, "watch")}
    assert (one.kept, one.promised, one.state) == (5, 6, "watch")


def test_what_is_behind_with_nothing_planned_is_bad_until_something_is(house, tier):
    assert rhythm.rhythms(house["manager"])[0].state == "bad"
    met(house, -5)
    met(house, -5, level="board")
    assert rhythm.rhythms(house["manager"])[0].state != "bad"


def test_pages_of_the_rhythm(house, tier, signed_in, django_assert_max_num_queries):
    met(house, 30)
    browser = signed_in(house["director"])
    with django_assert_max_num_queries(25):
        page = browser.get(reverse("plans:rhythm")).content.decode()
    assert "1 of 6 touchpoints promised over 12 months were kept." in page
    answer = browser.post(reverse("plans:touch_promises"), {f"{tier}:work": "many"})
    assert answer.status_code == 422
    assert 'value="many"' in answer.content.decode()


def test_four_reviews_on_working_days_and_no_fifth(house, plan, signed_in):
    browser = signed_in(house["manager"])
    browser.post(reverse("plans:book_reviews", args=[house["account"].public_id]))
    days = list(Meeting.objects.filter(kind=Kind.REVIEW).values_list("on", flat=True))
    assert len(days) == 4
    assert all(day.isoweekday() < 6 and not is_holiday("FR", day) for day in days)
    with pytest.raises(ValidationError):
        reviews.book(house["manager"], house["account"])
    with pytest.raises(PermissionDenied):
        reviews.book(house["other"], house["account"])
    assert browser.get(reverse("plans:reviews")).status_code == 200


def test_a_review_is_prepared_three_weeks_before_once(house, plan, signed_in):
    near = meetings.arrange(house["manager"], house["account"], Arranged("Revue", TODAY + 20 * DAY, Kind.REVIEW))
    meetings.arrange(house["manager"], house["account"], Arranged("Plus tard", TODAY + 90 * DAY, Kind.REVIEW))
    assert reviews.prepare_due() == 1
    assert reviews.prepare_due() == 0
    assert Review.objects.get().meeting == near
    assert near.agenda.count() == 5
    assert Notice.objects.filter(kind=reviews.PREPARED, user=house["manager"]).count() == 1
    browser = signed_in(house["manager"])
    where = reverse("plans:meeting", args=[house["account"].public_id, near.public_id])
    assert "What the review rests on" in browser.get(where).content.decode()
    act = reverse("plans:meeting_act", args=[house["account"].public_id, near.public_id, "ahead"])
    assert browser.post(act, {"next_quarter": "Vesoul", "revision": "1"}).status_code == 302
    late = browser.post(act, {"next_quarter": "Belmont", "revision": "1"})
    assert late.status_code == 422
    assert "Belmont" in late.content.decode()
    assert Review.objects.get().next_quarter == "Vesoul"


def test_a_review_that_is_past_rests_on_what_was_then(house, plan, signed_in):
    manager = house["manager"]
    met(house, 100, kind=Kind.REVIEW)
    held = Meeting.objects.get()
    late_since = add_action(manager, plan, Doing("Late now", TODAY - 90 * DAY, TODAY - 9 * DAY, manager))
    late_then = add_action(manager, plan, Doing("Late then", TODAY - 170 * DAY, TODAY - 120 * DAY, manager))
    finish(manager, late_then, TODAY - 80 * DAY, late_then.revision)

    found = rests(house["manager"], held)

    assert [one.what for one in found.late] == ["Late then"]
    assert [one.what for one in found.ahead] == [late_since.what]
    assert found.done == []
    where = reverse("plans:meeting", args=[house["account"].public_id, held.public_id])
    assert "Late then" in signed_in(house["manager"]).get(where).content.decode()


def test_a_feed_holds_what_its_person_sees_and_says_when_nothing_changed(house, client):
    met(house, 3, -4, at=dt.time(9, 30), where="Lyon; bâtiment 2, salle\nA")
    secret = feeds.make(house["manager"], None)
    where = reverse("plans:feed", args=[secret])
    answer = client.get(where)
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert len(events) == 2
    assert answer.content == client.get(where).content
    assert events[0]["SUMMARY"] == "Alstrom SA – Point"
    again = client.get(where, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    one = Meeting.objects.first()
    meetings.change(house["manager"], one, Arranged("Point déplacé", one.on), one.revision)
    assert client.get(where, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 200
    assert secret not in str(CalendarFeed.objects.values())


def test_a_calendar_that_polls_every_second_is_told_to_wait_unless_it_says_what_it_has(house, client):
    met(house, 3)
    where = reverse("plans:feed", args=[feeds.make(house["manager"], None)])
    answers = [client.get(where) for _ in range(20)]

    assert answers[0].status_code == 200
    assert (answers[-1].status_code, answers[-1].headers["Retry-After"]) == (429, "60")
    assert "ask again in a minute" in answers[-1].content.decode()
    polite = client.get(where, headers={"If-None-Match": answers[0].headers["ETag"]})
    assert polite.status_code == 304


def test_a_feed_dies_with_its_person_their_access_or_by_hand(house, client, signed_in):
    met(house, -4)
    where = reverse("plans:feed", args=[feeds.make(house["manager"], house["account"])])
    assert b"BEGIN:VEVENT" in client.get(where).content
    house["account"].manager = house["other"]
    house["account"].save()
    assert b"BEGIN:VEVENT" not in client.get(where).content
    feed = CalendarFeed.objects.get()
    signed_in(house["other"]).post(reverse("plans:feeds"), {"withdraw": feed.pk})
    assert CalendarFeed.objects.exists()
    feeds.withdraw(house["manager"], feed.pk)
    assert client.get(where).status_code == 404
    own = reverse("plans:feed", args=[feeds.make(house["manager"], None)])
    house["manager"].is_active = False
    house["manager"].save()
    assert client.get(own).status_code == 404


def test_the_address_is_shown_once(house, signed_in):
    browser = signed_in(house["manager"])
    made = browser.post(reverse("plans:feeds"), {"account": house["account"].public_id}).content.decode()
    assert ".ics" in made
    assert ".ics" not in browser.get(reverse("plans:feeds")).content.decode()


def test_the_rhythm_kept_is_a_side_of_the_health_of_the_plan(house, plan, tier):
    met(house, 300, 200, 100)
    met(house, 30, level="board")
    side = health.of_plans([plan], TODAY)[plan.pk].factors["rhythm"]
    assert side.value == pytest.approx(4 / 6)
    assert rhythm_words(side.told, Language("en")) == "4 of 6 touchpoints kept"


def test_a_plan_whose_client_is_promised_nothing_has_no_rhythm_to_keep(house, plan):
    met(house, 30)
    assert health.of_plans([plan], TODAY)[plan.pk].factors["rhythm"].value is None


@pytest.mark.django_db(transaction=True)
def test_a_meeting_held_moves_the_health_that_lists_show(house, plan, tier):
    met(house, 100)
    before = Health.objects.get(plan=plan).factors["rhythm"]["value"]
    met(house, 20, level="board")
    assert Health.objects.get(plan=plan).factors["rhythm"]["value"] > before


def test_meetings_stand_in_the_week_with_their_hour_and_only_ones_own(house):
    said = {"organiser": house["manager"], "at": dt.time(9, 30)}
    made = meetings.arrange(house["manager"], house["account"], Arranged("Revue", TODAY, **said))
    dropped = meetings.arrange(house["manager"], house["account"], Arranged("Annulée", TODAY, **said))
    meetings.cancel(house["manager"], dropped, "Grève", dropped.revision)
    for name, there in (("manager", True), ("director", False)):
        found = [(one.title, one.at) for one in agenda.entries(house[name], TODAY, TODAY)]
        assert found == ([("Revue", dt.time(9, 30))] if there else [])
    assert made.title in {one.title for one in agenda.entries(house["manager"], TODAY - DAY, TODAY + DAY)}


def test_signs_that_look_like_numbers_are_none(house, signed_in):
    met(house, 3)
    browser = signed_in(house["manager"])
    one = Meeting.objects.get()
    act = reverse("plans:meeting_act", args=[house["account"].public_id, one.public_id, "hold"])

    assert browser.get("/plans/calendar/?person=²").status_code == 200
    assert browser.post("/plans/calendar/feeds/", {"withdraw": "²"}).status_code in {200, 302}
    assert browser.post(act, {"revision": "²"}).status_code == 422
