"""Small questions on Home: one field, kept as a fact; put off, or known by nobody."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from trousseau.knowledge.actions.facts import tell
from trousseau.knowledge.kinds import KINDS
from trousseau.knowledge.models import Asked, Stake
from trousseau.knowledge.queries.questions import asked_of

TODAY = timezone.localdate()


def test_asked_of_who_leads_the_account_only(alstrom, cast):
    (question,) = asked_of(cast["manager"])
    assert (question.code, question.account.group) == ("stakes", alstrom.group)
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


def test_nobody_knows_rests_and_is_said(alstrom, cast, signed_in):
    browser = signed_in(cast["manager"])
    browser.post(f"/knowledge/questions/{alstrom.public_id}/stakes/", {"reply": "nobody"})
    assert Asked.objects.get().until == TODAY + dt.timedelta(days=90)
    assert asked_of(cast["manager"])[0].code == "competitors"
    page = browser.get(f"/accounts/{alstrom.public_id}/knowledge/").content.decode()
    assert "nobody knows: What is at stake for Alstrom Holding" in page


def test_an_old_stake_is_confirmed_in_one_click(alstrom, cast, signed_in):
    old = TODAY - dt.timedelta(days=430)
    stake = tell(cast["manager"], alstrom, KINDS["stake"], {"title": "Carbone", "importance": 2, "said_on": old})
    (question,) = asked_of(cast["manager"])
    assert question.name == f"stale_stake.{stake.public_id}"
    signed_in(cast["manager"]).post(f"/knowledge/questions/{alstrom.public_id}/{question.name}/")
    stake.refresh_from_db()
    assert stake.said_on == TODAY
