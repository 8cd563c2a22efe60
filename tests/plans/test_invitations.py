"""Invitations by mail: who gets which, once, in their language, only when told to, and what calendars make of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import icalendar
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from racing import race
from smtp import mail_server
from trousseau.knowledge.models import Contact
from trousseau.plans.actions import invitations, meetings
from trousseau.plans.actions.meetings import Arranged
from trousseau.plans.models import Invitation, Meeting
from trousseau.plans.queries.invitations import guests

TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)
AT = {"on": TODAY + 7 * DAY, "at": dt.time(14, 30), "lasts": 90, "where": "Toulouse"}


@pytest.fixture
def theirs(house):
    return Contact.objects.create(
        account=house["account"], name="Paul Marie", email="paul.marie@alstrom.example", language="fr", said_on=TODAY
    )


@pytest.fixture
def said(house, theirs):
    def say(**more):
        return Arranged(**{
            "title": "Revue d’affaires", "organiser": house["manager"], "people": (house["director"],),
            "contacts": (theirs,), **AT, **more,
        })  # fmt: skip

    return say


@pytest.fixture
def meeting(house, said):
    return meetings.arrange(house["manager"], house["account"], said())


def event_of(message):
    (part,) = [one for one in message.walk() if one.get_content_type() == "text/calendar"]
    calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
    (event,) = calendar.walk("VEVENT")
    assert part.get_param("method") == calendar["method"]
    return calendar["method"], event


def send(house, meeting):
    invitations.invite(house["manager"], meeting, meeting.revision)
    return invitations.deliver()


def test_nothing_leaves_before_somebody_sends_it(house, meeting, settings):
    with mail_server(settings) as box:
        assert invitations.deliver() == 0
        assert send(house, meeting) == 3
    assert box.addresses == sorted([house["manager"].email, house["director"].email, "paul.marie@alstrom.example"])


def test_each_is_invited_in_their_language_to_an_event_of_their_own(house, meeting, settings):
    with mail_server(settings) as box:
        send(house, meeting)
    by_reader = {addresses[0]: message for addresses, message in box.letters}
    to_paul = by_reader["paul.marie@alstrom.example"]
    assert "vous invite" in to_paul.get_body(("plain",)).get_content()
    assert to_paul["Reply-To"] == house["manager"].email
    method, event = event_of(to_paul)
    assert (method, event["sequence"], str(event["status"])) == ("REQUEST", 0, "CONFIRMED")
    assert str(event["uid"]) == f"{meeting.public_id}@trousseau"
    assert event.decoded("dtend") - event.decoded("dtstart") == dt.timedelta(minutes=90)
    assert str(event["attendee"]) == "mailto:paul.marie@alstrom.example"
    assert "url" not in event
    assert house["director"].email not in to_paul.as_string()


def test_it_is_repeated_only_when_time_or_place_changed(house, meeting, said, settings):
    with mail_server(settings) as box:
        send(house, meeting)
        meeting = meetings.change(house["manager"], meeting, said(title="Revue d’automne"), meeting.revision)
        with pytest.raises(ValidationError, match="all know when and where"):
            send(house, meeting)
        meeting = meetings.change(house["manager"], meeting, said(at=dt.time(16)), meeting.revision)
        assert send(house, meeting) == 3
    events = [event_of(message)[1] for _addresses, message in box.letters]
    assert len({str(one["uid"]) for one in events}) == 1
    assert events[-1]["sequence"] > events[0]["sequence"]


def test_a_cancellation_goes_to_who_was_invited_and_so_does_leaving_the_list(house, meeting, said, settings):
    with mail_server(settings) as box:
        send(house, meeting)
        meeting = meetings.change(house["manager"], meeting, said(people=()), meeting.revision)
        assert send(house, meeting) == 1
        meeting = meetings.cancel(house["manager"], meeting, "Grève", meeting.revision)
        assert send(house, meeting) == 2
    told = [(addresses[0], event_of(message)) for addresses, message in box.letters[3:]]
    assert {method for _address, (method, _event) in told} == {"CANCEL"}
    assert told[0][0] == house["director"].email
    assert [event["sequence"] for _address, (_method, event) in told] == sorted(
        event["sequence"] for _address, (_method, event) in told
    )


@pytest.mark.django_db(transaction=True)
def test_racing_workers_send_each_once(house, meeting, settings):
    invitations.invite(house["manager"], meeting, meeting.revision)
    with mail_server(settings) as box:
        race(invitations.deliver)
        invitations.deliver()
    assert set(Counter(box.addresses).values()) == {1}
    assert len(box.addresses) == 3


def test_a_silent_server_loses_nothing(house, meeting, settings):
    with mail_server(settings):
        pass
    with pytest.raises(ConnectionRefusedError):
        send(house, meeting)
    with mail_server(settings) as box:
        assert invitations.deliver() == 3
    assert len(box.letters) == 3


def test_what_was_overtaken_before_it_left_is_not_sent(house, meeting, said, settings):
    invitations.invite(house["manager"], meeting, meeting.revision)
    meetings.change(house["manager"], meeting, said(on=TODAY + 9 * DAY), meeting.revision)
    with mail_server(settings) as box:
        invitations.deliver()
    assert box.letters == []
    assert all(one.due == "request" for one in guests(house["manager"], Meeting.objects.get()))


def test_hostile_names_and_titles_are_harmless(house, said, settings, theirs):
    Contact.objects.filter(pk=theirs.pk).update(
        name='Eve"\r\nBcc: all@alstrom.example\r\nATTENDEE:x;CN="', language="xx"
    )
    house["director"].email = "x@y.example\r\nBcc: spy@y.example"
    type(house["director"]).objects.filter(pk=house["director"].pk).update(email=house["director"].email)
    title = "Revue\u2028BEGIN:VALARM {title} %s"
    made = meetings.arrange(
        house["manager"], house["account"], said(title=title, where="a\nATTENDEE:mailto:z@z.example")
    )
    with mail_server(settings) as box:
        assert send(house, made) == 2
    assert box.addresses == sorted([house["manager"].email, "paul.marie@alstrom.example"])
    for _addresses, message in box.letters:
        assert message["Bcc"] is None
        event = event_of(message)[1]
        assert isinstance(event["attendee"], icalendar.vCalAddress)
        assert not event.subcomponents


def test_who_left_was_erased_or_has_no_address_is_not_invited(house, meeting, theirs, settings):
    Contact.objects.filter(pk=theirs.pk).update(email="")
    type(house["director"]).objects.filter(pk=house["director"].pk).update(is_active=False)
    with mail_server(settings) as box:
        assert send(house, meeting) == 1
    assert box.addresses == [house["manager"].email]


def test_only_who_may_change_the_meeting_sends_and_the_second_is_told(house, meeting, person):
    for name in ("other", "expert"):
        with pytest.raises(PermissionDenied):
            invitations.invite(house[name], meeting, meeting.revision)
    invitations.invite(house["manager"], meeting, meeting.revision)
    with pytest.raises(ValidationError, match="Nobody is to be told"):
        invitations.invite(house["director"], meeting, meeting.revision)
    assert Invitation.objects.count() == 3


def test_the_page_shows_who_gets_it_and_keeps_the_answers(house, meeting, settings, signed_in):
    client = signed_in(house["manager"])
    page = reverse("plans:meeting", args=[house["account"].public_id, meeting.public_id])

    def act(verb, **typed):
        return client.post(
            reverse("plans:meeting_act", args=[house["account"].public_id, meeting.public_id, verb]), typed, follow=True
        ).content.decode()

    shown = client.get(page).content.decode()
    assert "Send 3 invitations" in shown
    assert "paul.marie@alstrom.example" in shown
    assert "on its way" in act("invite", revision=meeting.revision)
    with mail_server(settings):
        invitations.deliver()
    paul = next(one for one in guests(house["manager"], meeting) if isinstance(one.who, Contact))
    assert "1 declined" in act("answer", guest=paul.key, answer="declined")
    assert "Nothing was saved yet" in act("answer", guest="u0", answer="accepted")
    assert "Send 3" not in client.get(page).content.decode()
