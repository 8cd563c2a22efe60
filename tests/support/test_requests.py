"""Requests: asked, taken, declined, handed on, finished; who is told and who sees what."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.utils import timezone

from trousseau.accounts import due, sections
from trousseau.accounts.access import account_or_404, visible_to
from trousseau.accounts.models import TeamMember
from trousseau.notices.models import Notice
from trousseau.support.actions import requests as actions
from trousseau.support.actions import thread
from trousseau.support.actions.requests import Wish
from trousseau.support.models import Answer, Request, Stage, State
from trousseau.support.problems import SupportError
from trousseau.support.queries import requests

SOON = timezone.localdate() + dt.timedelta(days=9)


@pytest.fixture
def asked(house, skill):
    """A request of the manager, put to Léa, then Thomas."""
    wish = Wish(title="Carbon footprint by part", due=SOON, skills={skill("carbon"): 3}, language="fr")
    return actions.ask(house["manager"], house["account"], wish, [house["lea"], house["thomas"]])


def answers(found):
    return {str(offer.user): offer.answer for offer in found.offers.select_related("user")}


def told(user):
    return list(Notice.objects.filter(user=user).order_by("id").values_list("kind", "params__what"))


def test_the_first_is_asked_and_the_second_waits(house, asked):
    assert answers(asked) == {"Léa Marchal": Answer.OPEN, "Thomas Weber": Answer.WAITING}
    assert told(house["lea"]) == [("request.offered", "offered")]
    assert told(house["thomas"]) == []
    assert asked.next_at is not None
    assert asked.owner is None


def test_the_grant_lasts_as_long_as_the_request_is_open_to_someone(house, asked):
    account = house["account"]
    assert account in visible_to(house["lea"])
    assert account not in visible_to(house["thomas"])
    actions.decline(house["lea"], asked, "On leave")
    assert account not in visible_to(house["lea"])
    with pytest.raises(Http404):
        account_or_404(house["lea"], account.public_id)
    assert account in visible_to(house["thomas"])
    actions.accept(house["thomas"], asked)
    assert account in visible_to(house["thomas"])
    actions.finish(house["thomas"], asked, "Here it is")
    assert account not in visible_to(house["thomas"])
    assert requests.may_see(house["thomas"], asked)  # what they answered stays theirs to read
    assert not requests.may_see(house["lea"], asked)


def test_two_accepting_at_once(house, skill, signed_in):
    wish = Wish(title="Quote for Vesoul", due=SOON)
    found = actions.ask(house["manager"], house["account"], wish, [house["lea"], house["thomas"]], at_once=True)
    assert set(answers(found).values()) == {Answer.OPEN}
    stale = Request.objects.get(pk=found.pk)
    actions.accept(house["lea"], found)
    with pytest.raises(SupportError, match="Léa Marchal took it just before"):
        actions.accept(house["thomas"], stale)
    answer = signed_in(house["thomas"]).post(f"/team/requests/{found.public_id}/accept/", follow=True)
    assert "Léa Marchal took it just before" in answer.text
    assert Request.objects.get(pk=found.pk).owner == house["lea"]
    assert ("request.moved", "taken") in told(house["thomas"])
    assert ("request.moved", "accepted") in told(house["manager"])


def test_declined_by_all_it_climbs(house, asked):
    with pytest.raises(SupportError, match="why"):
        actions.decline(house["lea"], asked, "  ")
    actions.decline(house["lea"], asked, "On leave")
    actions.decline(house["thomas"], asked, "Not my field")
    found = Request.objects.get(pk=asked.pk)
    assert found.stage == Stage.HEAD
    assert answers(found)["Julien Arnaud"] == Answer.OPEN
    actions.decline(house["head"], found, "Nobody free")
    found.refresh_from_db()
    assert found.stage == Stage.DIRECTOR
    with pytest.raises(SupportError, match="last it can go to"):
        actions.decline(house["director"], found, "No")
    actions.hand_on(house["director"], found, house["lea"], "Please")
    actions.accept(house["lea"], found)
    assert [step.kind for step in found.steps.all()] == [
        "asked", "offered", "declined", "offered", "declined", "climbed_head", "offered", "declined",
        "climbed_director", "offered", "handed_on", "offered", "accepted",
    ]  # fmt: skip


def test_handed_on_by_its_owner(house, asked):
    actions.accept(house["lea"], asked)
    with pytest.raises(PermissionDenied):
        actions.hand_on(house["thomas"], asked, house["other"])
    with pytest.raises(SupportError, match="cannot be asked"):
        actions.hand_on(house["lea"], asked, house["lea"])
    actions.hand_on(house["lea"], asked, house["thomas"], "Yours")
    found = Request.objects.get(pk=asked.pk)
    assert (found.state, found.owner) == (State.ASKED, None)
    assert found.next_at is not None
    assert house["account"] not in visible_to(house["lea"])
    assert ("request.offered", "offered") in told(house["thomas"])


def test_nobody_to_ask_goes_to_a_head_at_once(house):
    found = actions.ask(house["manager"], house["account"], Wish(title="Anyone?", due=SOON), [])
    assert found.stage == Stage.HEAD
    assert answers(found) == {"Julien Arnaud": Answer.OPEN}


def test_done_opened_again_withdrawn(house, asked):
    with pytest.raises(PermissionDenied):
        actions.finish(house["thomas"], asked)
    with pytest.raises(SupportError, match="take it first"):
        actions.finish(house["manager"], asked)
    actions.accept(house["lea"], asked)
    actions.finish(house["lea"], asked, "**2.1 kg** a part")
    found = Request.objects.get(pk=asked.pk)
    assert (found.state, found.answer) == (State.DONE, "**2.1 kg** a part")
    assert found.answer_hours is not None
    actions.reopen(house["manager"], found, "One site is missing")
    assert Request.objects.get(pk=asked.pk).owner == house["lea"]
    actions.withdraw(house["manager"], found, "No longer needed")
    with pytest.raises(SupportError, match="withdrawn"):
        actions.accept(house["lea"], found)
    assert ("request.moved", "withdrawn") in told(house["lea"])


def test_a_name_in_a_message_must_be_able_to_see_it(house, asked):
    with pytest.raises(SupportError, match="David Okafor may not see"):
        thread.write(house["manager"], asked, "Ask @David Okafor.")
    assert not asked.messages.exists()
    TeamMember.objects.create(account=house["account"], user=house["other"])
    made = thread.write(house["manager"], asked, "Ask @david okafor, mail a@b.example <script>alert(1)</script>")
    assert list(made.mentioned.all()) == [house["other"]]
    assert told(house["other"]) == [("request.named", "named")]
    assert ("request.written", "written") in told(house["lea"])


def test_a_file_lives_in_its_thread(house, asked, home):
    made = thread.write(house["lea"], asked, "", [SimpleUploadedFile("notes.txt", b"2.1 kg CO2 a part")])
    assert [file.name for file in made.files.all()] == ["notes.txt"]
    assert not made.files.get().listed
    with pytest.raises(SupportError):
        thread.write(house["lea"], asked, "see", [SimpleUploadedFile("x.exe", b"MZ\x90\x00" + b"\x00" * 100)])
    assert asked.messages.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"title": " "},
        {"title": "x" * 201},
        {"due": dt.date(2001, 1, 1)},
        {"due": dt.date(2199, 1, 1)},
        {"urgency": "now!"},
        {"wanted": "x" * 60_000},
    ],
)
def test_what_is_not_whole_is_refused(house, change):
    wish = Wish(**{"title": "Quote", "due": SOON, **change})
    with pytest.raises(SupportError):
        actions.ask(house["manager"], house["account"], wish, [house["lea"]])
    assert not Request.objects.exists()


def test_only_who_sees_the_account_asks(house):
    for stranger in (house["other"], house["lea"]):
        with pytest.raises(PermissionDenied):
            actions.ask(stranger, house["account"], Wish(title="Quote", due=SOON), [])


def test_home_says_what_waits(house, asked):
    (item,) = [one for one in due.items(house["lea"]) if "Carbon" in str(one.title)]
    assert item.url == f"/team/requests/{asked.public_id}/"
    Request.objects.filter(pk=asked.pk).update(due=timezone.localdate() - dt.timedelta(days=2))
    assert any("late since" in str(one.title) for one in due.items(house["manager"]))
    actions.accept(house["lea"], asked)
    assert any("late since" in str(one.title) for one in due.items(house["head"]))


def test_the_papers_list_what_is_open(house, asked):
    told_of = {section.name: said for section, said in sections.told(house["manager"], house["account"], "brief")}
    assert told_of["requests"].rows[0][:2] == ("Carbon footprint by part", "Léa Marchal")
