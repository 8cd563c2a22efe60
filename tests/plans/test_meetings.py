"""Meetings: arranged, their agenda from what is open, minutes, decisions that become actions and commitments."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from trousseau.access.models import AuditEvent
from trousseau.accounts import due
from trousseau.accounts.models import Account
from trousseau.knowledge.actions.people import add_contact
from trousseau.plans.actions import deciding, meetings
from trousseau.plans.actions.deciding import Decided
from trousseau.plans.actions.meetings import Arranged
from trousseau.plans.actions.plan import Doing, add_action
from trousseau.plans.models import Action, AgendaPoint, Decision, Meeting
from trousseau.plans.models.rhythm import Held
from trousseau.plans.queries import meetings as queries
from trousseau.support.actions.commitments import Promised, promise
from trousseau.support.models.commitments import Commitment, Direction

TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)


@pytest.fixture
def meeting(house):
    """One of today, that the manager organises."""
    return meetings.arrange(house["manager"], house["account"], Arranged("Point mensuel", TODAY))


def address(meeting, verb=""):
    if verb:
        return reverse("plans:meeting_act", args=[meeting.account.public_id, meeting.public_id, verb])
    return reverse("plans:meeting", args=[meeting.account.public_id, meeting.public_id])


def test_who_may_arrange_and_change(house, meeting):
    said = Arranged("Visite", TODAY)
    with pytest.raises(PermissionDenied):
        meetings.arrange(house["other"], house["account"], said)
    with pytest.raises(PermissionDenied):
        meetings.hold(house["other"], meeting, meeting.revision)
    assert meetings.change(house["director"], meeting, said, meeting.revision).title == "Visite"
    assert AuditEvent.objects.filter(verb="meeting.changed").exists()


def test_held_only_once_its_day_has_come_and_theirs_were_met(house):
    manager, account = house["manager"], house["account"]
    contact = add_contact(manager, account, name="Paul Renaudin")
    later = meetings.arrange(manager, account, Arranged("Revue", TODAY + DAY))
    with pytest.raises(ValidationError):
        meetings.hold(manager, later, later.revision)
    before = meetings.arrange(manager, account, Arranged("Revue", TODAY - 3 * DAY, contacts=(contact,)))
    meetings.hold(manager, before, before.revision)
    contact.refresh_from_db()
    assert contact.last_touch == TODAY - 3 * DAY


def test_the_second_of_two_is_told_and_nothing_is_lost(house, meeting, signed_in):
    meetings.write_minutes(house["director"], meeting, "Ce que Claire a écrit", meeting.revision)
    browser = signed_in(house["manager"])
    answer = browser.post(address(meeting, "minutes"), {"minutes": "Ce que Sophie écrit", "revision": "1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ce que Claire a écrit" in page
    assert "Ce que Sophie écrit" in page
    meeting.refresh_from_db()
    assert meeting.minutes == "Ce que Claire a écrit"


def test_the_agenda_is_made_of_what_is_open(house, plan, meeting, signed_in):
    manager, account = house["manager"], house["account"]
    promise(manager, account, Promised("Plan qualité", TODAY + DAY, manager, contact_name="P. Renaudin"))
    promise(manager, account, Promised("Dans un an", TODAY + 365 * DAY, manager, contact_name="P. Renaudin"))
    add_action(manager, plan, Doing("Chiffrer Vesoul", TODAY, TODAY + 9 * DAY, owner=manager))
    earlier = meetings.arrange(manager, account, Arranged("Avant", TODAY - 30 * DAY))
    deciding.decide(manager, earlier, Decided("Envoyer le relevé", manager))
    there = queries.open_for(manager, meeting)
    assert [str(one) for one in (*there.commitments, *there.actions, *there.decisions)] == [
        "Plan qualité", "Chiffrer Vesoul", "Envoyer le relevé",
    ]  # fmt: skip
    ticked = [f"c{there.commitments[0].pk}", f"a{there.actions[0].pk}"]
    signed_in(manager).post(address(meeting, "take"), {"open": ticked})
    assert [point.text for point in meeting.agenda.all()] == ["Plan qualité", "Chiffrer Vesoul"]
    assert queries.open_for(manager, meeting).count == 1


def test_a_decision_becomes_an_action_or_a_commitment_once(house, plan, meeting, signed_in):
    browser = signed_in(house["manager"])
    browser.post(address(meeting, "decide"), {"text": "Former 12 opérateurs", "becomes": "action"})
    action = Action.objects.get()
    assert (action.what, action.owner, action.plan) == ("Former 12 opérateurs", house["manager"], plan)
    browser.post(address(meeting, "decide"), {"text": "Délai de 48 h", "due": (TODAY + 5 * DAY).isoformat()})
    decision = Decision.objects.get(text="Délai de 48 h")
    page = browser.get(address(meeting)).content.decode()
    assert 'data-key="a"' in page
    assert 'data-key="e"' in page
    for _twice in range(2):
        browser.post(address(meeting, "become"), {"decision": decision.pk, "becomes": "commitment"})
    made = Commitment.objects.get()
    assert (made.what, made.due, made.reference) == ("Délai de 48 h", TODAY + 5 * DAY, "Point mensuel")


def test_what_one_of_theirs_does_is_their_promise(house, meeting):
    contact = add_contact(house["manager"], house["account"], name="Paul Renaudin")
    deciding.decide(house["manager"], meeting, Decided("Ouvrir l’atelier", contact=contact), "commitment")
    assert Commitment.objects.get().direction == Direction.THEIRS


def test_without_a_plan_an_action_is_refused_and_nothing_is_kept(house, meeting, signed_in):
    answer = signed_in(house["manager"]).post(
        address(meeting, "decide"), {"text": "Former", "becomes": "action", "due": TODAY.isoformat()}
    )
    assert answer.status_code == 422
    assert 'value="Former"' in answer.content.decode()
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", ""), ("on", "31/02/2026"), ("on", "0001-01-01"), ("lasts", "1"), ("lasts", "x"), ("kind", "war"),
     ("people", "999"), ("contacts", "zzz"), ("organiser", "0")],
)  # fmt: skip
def test_what_means_nothing_is_said_beside_its_field(house, signed_in, field, value):
    said = {"title": "Revue", "on": TODAY.isoformat(), "kind": "meeting", "level": "work", "lasts": "60"}
    where = reverse("plans:arrange", args=[house["account"].public_id])
    answer = signed_in(house["manager"]).post(where, said | {field: value})
    assert answer.status_code == 422
    assert "has-error" in answer.content.decode()
    assert not Meeting.objects.exists()


def test_an_agenda_has_a_limit(house, meeting):
    AgendaPoint.objects.bulk_create(AgendaPoint(meeting=meeting, text=str(n)) for n in range(60))
    with pytest.raises(ValidationError):
        meetings.add_point(house["manager"], meeting, "encore un")


def test_a_past_meeting_nobody_spoke_of_is_due(house):
    old = meetings.arrange(house["manager"], house["account"], Arranged("Oubliée", TODAY - 4 * DAY))
    assert "Oubliée" in [item.title for item in due.items(house["manager"])]
    meetings.cancel(house["manager"], old, "Client absent", old.revision)
    assert "Oubliée" not in [item.title for item in due.items(house["manager"])]
    assert Meeting.objects.get().state == Held.CANCELLED


def test_pages_open_for_readers_and_cost_no_query_per_row(house, signed_in, django_assert_max_num_queries):
    manager, account = house["manager"], house["account"]
    for n in range(30):
        meetings.arrange(manager, account, Arranged(f"Point {n}", TODAY + n * DAY, people=(house["expert"],)))
    Account.objects.create(key="B", name="Autre SA", search_text="autre sa")
    browser = signed_in(house["director"])
    for name, args in (("calendar", []), ("meetings", [account.public_id]), ("arrange", [account.public_id])):
        with django_assert_max_num_queries(25):
            assert browser.get(reverse(f"plans:{name}", args=args)).status_code == 200
    with django_assert_max_num_queries(25):
        assert browser.get(address(Meeting.objects.first())).status_code == 200
    assert "30 meetings" in browser.get(reverse("plans:calendar"), {"when": "all"}).content.decode()
    assert browser.get(reverse("plans:calendar_table", args=["csv"])).status_code == 200


def test_strangers_find_nothing(house, meeting, signed_in):
    browser = signed_in(house["other"])
    assert browser.get(address(meeting)).status_code == 404
    assert browser.post(address(meeting, "hold"), {"revision": 1}).status_code == 404
    reader = signed_in(house["head"])
    assert reader.get(address(meeting)).status_code == 200
    assert reader.post(address(meeting, "hold"), {"revision": 1}).status_code == 403
