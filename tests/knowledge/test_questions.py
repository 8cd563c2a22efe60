"""Small questions on Home: one field, kept as a fact; put off, or known by nobody."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from trousseau.access.models import AuditEvent
from trousseau.knowledge.actions import people
from trousseau.knowledge.actions.facts import tell
from trousseau.knowledge.kinds import KINDS
from trousseau.knowledge.models import Asked, Contact, Influence, Stake
from trousseau.knowledge.queries.questions import asked_of

TODAY = timezone.localdate()


def code_of(user):
    """What is asked of someone first."""
    return asked_of(user)[0].code


@pytest.fixture
def decider(alstrom, cast):
    """Somebody who decides at Alstrom, met and looked after."""
    return people.add_contact(
        cast["manager"], alstrom, name="Ingrid Solheim", title="Directrice des achats", buying_role="decides",
        stance="neutral", owner=cast["manager"],
    )  # fmt: skip


@pytest.fixture
def answer(alstrom, cast, signed_in):
    """Answer a question as the manager: `answer("stakes", answer="…")`."""

    def send(name, who="manager", **given):
        return signed_in(cast[who]).post(reverse("knowledge:answer", args=[alstrom.public_id, name]), given)

    return send


def test_asked_of_who_leads_the_account_only(alstrom, cast):
    (question,) = asked_of(cast["manager"])
    assert (question.code, question.account.group) == ("who_decides", alstrom.group)
    assert not asked_of(cast["expert"])
    assert not asked_of(cast["director"])


def test_answered_in_place_and_as_a_page(alstrom, cast, signed_in):
    browser = signed_in(cast["manager"])
    address = f"/knowledge/questions/{alstrom.public_id}/stakes/"
    empty = browser.post(address, {"answer": " "})
    assert empty.status_code == 422
    assert "nobody knows" in empty.content.decode()
    assert browser.post(address, {"answer": "Doubler la cadence"}).url == "/"
    fragment = browser.post(address, {"answer": "Moins de rebuts"}, headers={"HX-Request": "true"})
    assert "Kept, thank you." in fragment.content.decode()
    assert list(Stake.objects.order_by("id").values_list("title", flat=True)) == [
        "Doubler la cadence",
        "Moins de rebuts",
    ]


def test_nobody_knows_rests_and_is_said(alstrom, cast, decider, signed_in):
    browser = signed_in(cast["manager"])
    browser.post(f"/knowledge/questions/{alstrom.public_id}/stakes/", {"reply": "nobody"})
    assert Asked.objects.get().until == TODAY + dt.timedelta(days=90)
    assert code_of(cast["manager"]) == "influences"
    page = browser.get(f"/accounts/{alstrom.public_id}/knowledge/").content.decode()
    assert "nobody knows: What is at stake for Alstrom Holding" in page


def test_an_old_stake_is_confirmed_in_one_click(alstrom, cast, decider, signed_in):
    old = TODAY - dt.timedelta(days=430)
    stake = tell(cast["manager"], alstrom, KINDS["stake"], {"title": "Carbone", "importance": 2, "said_on": old})
    (question,) = asked_of(cast["manager"])
    assert question.name == f"stale_stake.{stake.public_id}"
    signed_in(cast["manager"]).post(f"/knowledge/questions/{alstrom.public_id}/{question.name}/")
    stake.refresh_from_db()
    assert stake.said_on == TODAY


def test_who_decides_is_a_new_person_or_a_known_one(alstrom, cast, answer, signed_in):
    assert 'placeholder="Name, job"' in signed_in(cast["manager"]).get("/knowledge/questions/").content.decode()
    answer("who_decides", answer="Ingrid  Solheim, Directrice des achats")
    made = Contact.objects.get()
    assert (made.name, made.title, made.buying_role) == ("Ingrid Solheim", "Directrice des achats", "decides")
    assert (made.source, made.said_on, made.author) == ("Asked on Home", TODAY, cast["manager"])
    people.change_contact(cast["manager"], made, {"buying_role": ""})
    answer("who_decides", answer="INGRID SOLHEIM")
    assert Contact.objects.get().buying_role == "decides"
    assert list(
        AuditEvent.objects.filter(verb__startswith="contact.").values_list("verb", flat=True).order_by("pk")
    ) == [
        "contact.added",
        "contact.changed",
        "contact.changed",
    ]


def test_two_of_one_name_are_not_guessed_between(alstrom, cast, answer):
    for _time in range(2):
        people.add_contact(cast["manager"], alstrom, name="Paul Martin")
    told = answer("who_decides", answer="paul martin")
    assert told.status_code == 422
    assert "2 people here are called Paul Martin" in told.content.decode()
    assert 'value="paul martin"' in told.content.decode()


def test_who_decides_gets_one_of_us_and_a_stance(cast, decider, answer):
    people.change_contact(cast["manager"], decider, {"owner": None, "stance": ""})
    assert code_of(cast["manager"]) == "owner"
    for wrong in ("", "7" * 30, "0", "x"):
        assert answer(f"owner.{decider.public_id}", answer=wrong).status_code == 422
    answer(f"owner.{decider.public_id}", answer=str(cast["expert"].pk))
    assert answer(f"stance.{decider.public_id}", answer="adores us").status_code == 422
    answer(f"stance.{decider.public_id}", answer="favourable")
    decider.refresh_from_db()
    assert (decider.owner, decider.stance) == (cast["expert"], "favourable")
    late = answer(f"stance.{decider.public_id}", answer="opposed")
    decider.refresh_from_db()
    assert (late.status_code, decider.stance) == (302, "favourable")


def test_who_weighs_on_who_decides(cast, decider, answer):
    answer(f"influences.{decider.public_id}", answer="Paul Renaudin, Directeur d’usine")
    tie = Influence.objects.get()
    assert (tie.by.name, tie.on, tie.source) == ("Paul Renaudin", decider, "Asked on Home")
    assert answer(f"influences.{decider.public_id}", answer="Another").status_code == 302
    assert Influence.objects.count() == 1


@pytest.mark.parametrize(("said", "left"), [("yes", None), ("left", TODAY)])
def test_somebody_of_old_is_still_there_or_has_left(cast, decider, answer, said, left):
    old = TODAY - dt.timedelta(days=426)
    people.change_contact(cast["manager"], decider, {"said_on": old, "last_touch": old})
    unsaid = answer(f"still_there.{decider.public_id}")
    assert unsaid.status_code == 422
    asked = "Is Ingrid Solheim, last touched 14 months ago, still Directrice des achats at Alstrom Holding?"
    assert asked in unsaid.content.decode()
    answer(f"still_there.{decider.public_id}", answer=said)
    decider.refresh_from_db()
    assert decider.left_on == left
    assert code_of(cast["manager"]) == ("who_decides" if left else "stakes")


def test_nobody_answers_of_people_they_may_not_tell_of(cast, decider, answer):
    name = f"stance.{decider.public_id}"
    people.change_contact(cast["manager"], decider, {"stance": ""})
    assert answer(name, "expert", answer="opposed").status_code == 403
    assert answer(name, "client", answer="opposed").status_code in {403, 404}
    decider.refresh_from_db()
    assert decider.stance == ""
