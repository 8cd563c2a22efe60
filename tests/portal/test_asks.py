"""Joint actions: what we ask a client's people, what they answer, and how far they say their own actions are."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from racing import race
from trousseau.access.models import AuditEvent
from trousseau.knowledge.models import Contact
from trousseau.notices.models import Notice
from trousseau.plans.models import Action
from trousseau.portal.actions import asks
from trousseau.portal.actions.sharing import share
from trousseau.portal.models import Ask, Asking, Awaited, Comment, Member
from trousseau.support.actions.commitments import Promised, promise
from trousseau.support.models.commitments import Direction

TODAY = timezone.localdate()
LATER = TODAY + dt.timedelta(days=45)


@pytest.fixture
def dock(plan):
    action = Action.objects.get(what="Open dock 3")
    action.shared = True
    action.save()
    return action


@pytest.fixture
def asked(house, space, window, dock):
    return asks.ask(house["manager"], space, window.member, dock, "Twice a day during the start.")


def at(name, space, *more):
    return reverse(f"portal:{name}", args=[space.public_id, *more])


def test_another_day_is_proposed_and_agreed_and_the_action_moves(house, space, dock, asked, browsing):
    theirs, ours = browsing(house["client"]), browsing(house["manager"])
    assert "Twice a day" in theirs.get(reverse("portal:home", args=[space.public_id])).content.decode()
    place = at("answer_ask", space, asked.public_id, "day")
    refused = theirs.post(place, {"day": "2020-01-01", "reason": "kept", "revision": 1})
    assert refused.status_code == 422
    assert "lies in the past" in refused.content.decode()
    theirs.post(place, {"day": LATER, "reason": "The night shift", "revision": 1})
    assert Awaited.objects.get(kind="day").answered_at is None
    assert Notice.objects.filter(user=house["manager"], kind="client.settled").count() == 1
    agree = reverse("portal:answer_our_ask", args=[house["account"].public_id, asked.public_id, "agree"])
    assert theirs.post(agree, {"revision": 2}).status_code == 404
    ours.post(agree, {"revision": 2})
    dock.refresh_from_db()
    assert dock.due == LATER
    assert AuditEvent.objects.get(verb="action.put_off").after["reason"] == "The night shift"
    assert Ask.objects.get().state == Asking.ACCEPTED
    assert Awaited.objects.get(kind="day").answered_by == house["manager"]
    verbs = AuditEvent.objects.filter(verb__startswith="ask.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["ask.asked", "ask.day", "ask.accepted"]


def test_a_day_that_does_not_suit_us_is_asked_again_and_may_be_declined(house, space, window, asked):
    asks.propose_day(window, asked, LATER, "", 1)
    with pytest.raises(ValidationError, match="Say why"):
        asks.refuse_day(house["manager"], asked, " ", 2)
    asks.refuse_day(house["manager"], asked, "The trial begins before.", 2)
    with pytest.raises(ValidationError, match="answered meanwhile"):
        asks.accept(window, asked, 2)
    with pytest.raises(ValidationError, match="Say why"):
        asks.decline(window, asked, "", 3)
    assert asks.decline(window, asked, "No crew", 3).state == Asking.DECLINED


def test_only_what_is_shared_is_asked_and_only_who_is_asked_answers(house, space, window, asked, browsing):
    dock = asked.action
    with pytest.raises(ValidationError, match="asked already"):
        asks.ask(house["manager"], space, window.member, dock)
    goal = dock.objective
    with pytest.raises(ValidationError, match="Share it first"):
        asks.ask(house["manager"], space, window.member, goal)
    with pytest.raises(PermissionDenied):
        asks.ask(house["other"], space, window.member, dock)
    assert browsing(house["stranger"]).post(at("answer_ask", space, asked.public_id, "accept")).status_code == 404
    Action.objects.filter(pk=dock.pk).update(shared=False)
    browser = browsing(house["client"])
    assert browser.post(at("answer_ask", space, asked.public_id, "accept"), {"revision": 1}).status_code == 404
    assert "Open dock 3" not in browser.get(at("asks", space)).content.decode()


def test_a_promise_of_theirs_moves_with_who_agreed(house, plan, space, window):
    said = Promised(
        what="Send the drawings", due=TODAY + dt.timedelta(days=5), owner=house["manager"],
        contact_name="Hélène Marchetti", direction=Direction.THEIRS,
    )  # fmt: skip
    made = promise(house["manager"], house["account"], said)
    share(house["manager"], house["account"], "commitment", made.public_id)
    made.refresh_from_db()
    asked = asks.ask(house["manager"], space, window.member, made)
    asks.propose_day(window, asked, LATER, "Holidays", 1)
    asks.agree(house["manager"], asked, 2)
    made.refresh_from_db()
    moved = made.renegotiations.get()
    assert (made.due, moved.agreed_by, moved.reason) == (LATER, "Hélène Marchetti", "Holidays")


def test_who_does_an_action_says_how_far_it_is_and_nobody_else_of_the_client(house, space, dock, browsing):
    browser = browsing(house["client"])
    place = at("progress", space, dock.public_id)
    said = {"done": 40, "word": "The crew is named", "revision": dock.revision}
    assert browser.post(place, said).status_code == 404
    contact = Contact.objects.create(account=house["account"], name="Hélène Marchetti", said_on=TODAY)
    Member.objects.filter(space=space).update(contact=contact)
    Action.objects.filter(pk=dock.pk).update(contact=contact, owner=None)
    assert browser.post(place, {**said, "done": 140}).status_code == 422
    assert browser.post(place, {**said, "revision": 99}).status_code == 422
    assert browser.post(place, said).status_code == 302
    dock.refresh_from_db()
    assert dock.done == 40
    assert Comment.objects.get().text == "The crew is named"
    event = AuditEvent.objects.get(verb="action.reported")
    assert (event.actor, event.after) == (house["client"], {"done": 40})


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_are_one(house, space, window, asked):
    refused = []

    def answer():
        try:
            asks.accept(window, asked, 1)
        except ValidationError as error:
            refused.append(error)

    race(answer)
    assert len(refused) == 2
    assert AuditEvent.objects.filter(verb="ask.accepted").count() == 1
