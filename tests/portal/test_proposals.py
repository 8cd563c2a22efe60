"""Ideas of a client: proposed, voted for once a person, answered once, and seen in their space only."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from racing import race
from trousseau.access.models import AuditEvent
from trousseau.accounts import due
from trousseau.notices.models import Notice
from trousseau.plans.models import Action, Initiative
from trousseau.portal.access import Window
from trousseau.portal.actions.proposals import Answer, Thought, accept, decline, merge, propose, vote
from trousseau.portal.actions.spaces import admit, open_space
from trousseau.portal.models import Awaited, Comment, Member, Proposal, Vote


@pytest.fixture
def idea(window):
    return propose(window, Thought("Return the pallets"))


def at(name, space, *more):
    return reverse(f"portal:{name}", args=[space.public_id, *more])


def test_a_client_proposes_votes_and_reads_what_we_answer(house, plan, space, browsing):
    theirs, ours = browsing(house["client"]), browsing(house["manager"])
    refused = theirs.post(at("ideas", space), {"title": " ", "wish": "idea", "text": "kept"})
    assert refused.status_code == 422
    assert "Say in a few words" in refused.content.decode()
    assert "kept" in refused.content.decode()
    theirs.post(at("ideas", space), {"title": "Return the pallets", "wish": "idea", "text": "Between our sites"})
    found = Proposal.objects.get()
    told = Notice.objects.get(user=house["manager"], kind="client.said")
    assert told.params["what"] == "Return the pallets"
    assert [one.title for one in due.items(house["manager"]) if "Answer promised" in one.kind] == ["Return the pallets"]
    answer = reverse("portal:answer_idea", args=[house["account"].public_id, found.public_id, "accept"])
    ours.post(answer, {"becomes": "initiative", "answer": "We begin in January.", "revision": found.revision})
    assert Initiative.objects.get(plan=plan).title == "Return the pallets"
    page = theirs.get(at("ideas", space)).content.decode()
    assert "taken up" in page
    assert "Sophie Lacaze answers: We begin in January." in page
    assert Awaited.objects.get().answered_by == house["manager"]
    assert Notice.objects.get(user=house["client"]).kind == "client.answered"
    assert not [one for one in due.items(house["manager"]) if "Answer promised" in one.kind]
    verbs = set(AuditEvent.objects.filter(verb__startswith="proposal.").values_list("verb", flat=True))
    assert verbs == {"proposal.made", "proposal.accepted"}


def test_an_idea_becomes_an_action_or_joins_another_with_its_votes_or_is_declined_with_a_reason(  # noqa: PLR0917
    house, plan, space, window, idea, person, browsing
):
    second = person("client", name="Yann Kerros")
    admit(house["manager"], space, second)
    other = Window(space, Member.objects.get(user=second))
    beside = propose(other, Thought("Pallets come back"))
    merge(house["manager"], beside, idea, "", 1)
    assert idea.votes.count() == 2
    with pytest.raises(ValidationError, match="not merged itself"):
        merge(house["manager"], idea, beside, "", 1)
    with pytest.raises(ValidationError, match="Say why"):
        decline(house["manager"], idea, "  ", 1)
    ours = browsing(house["manager"])
    answer = reverse("portal:answer_idea", args=[house["account"].public_id, idea.public_id, "accept"])
    refused = ours.post(answer, {"becomes": "action", "due": "", "answer": "", "revision": 1})
    assert "An action has a day" in refused.content.decode()
    ours.post(answer, {"becomes": "action", "due": "2027-03-01", "answer": "", "revision": 1})
    made = Action.objects.get(plan=plan, what="Return the pallets")
    assert made.owner == house["manager"]
    assert not made.shared
    with pytest.raises(ValidationError, match="answered it meanwhile"):
        decline(house["manager"], idea, "Too late", 1)
    with pytest.raises(ValidationError, match="no more votes"):
        vote(window, idea)


def test_an_idea_is_seen_in_its_space_only_and_answered_by_who_writes_the_account(house, plan, space, idea, browsing):
    theirs = open_space(house["other"], house["beside"])
    admit(house["other"], theirs, house["stranger"])
    browser = browsing(house["stranger"])
    assert "Return the pallets" not in browser.get(at("ideas", theirs)).content.decode()
    for place in (at("ideas", space), at("thread", space, "proposal", idea.public_id)):
        assert browser.get(place).status_code == 404
    assert browser.get(at("thread", theirs, "proposal", idea.public_id)).status_code == 404
    assert browser.post(at("vote", theirs, idea.public_id)).status_code == 404
    assert browsing(house["manager"]).post(at("vote", space, idea.public_id)).status_code == 403
    for who in ("head", "other", "expert", "client"):
        with pytest.raises(PermissionDenied):
            accept(house[who], idea, Answer(), 1)
        with pytest.raises(PermissionDenied):
            decline(house[who], idea, "No", 1)


def test_comments_go_both_ways_and_rest_with_us_once_the_thing_is_no_longer_shared(house, plan, space, browsing):
    goal = plan.objectives.get()
    theirs, ours = browsing(house["client"]), browsing(house["manager"])
    place = at("thread", space, "objective", goal.public_id)
    assert theirs.get(place).status_code == 404
    goal.shared = True
    goal.save()
    theirs.post(place, {"text": "The dock is closed at five."})
    assert Awaited.objects.get(answered_at=None).item == f"objective:{goal.public_id}"
    us = reverse("portal:our_thread", args=[house["account"].public_id, "objective", goal.public_id])
    ours.post(us, {"text": "We come at four."})
    assert not Awaited.objects.filter(answered_at=None).exists()
    assert "We come at four." in theirs.get(place).content.decode()
    goal.shared = False
    goal.save()
    assert theirs.get(place).status_code == 404
    assert theirs.post(place, {"text": "Still there?"}).status_code == 404
    assert "The dock is closed at five." in ours.get(us).content.decode()
    assert Comment.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_votes_at_once_are_one_and_two_answers_at_once_are_one(house, plan, space, window):
    idea = propose(window, Thought("Return the pallets"))
    Vote.objects.all().delete()
    race(lambda: vote(window, idea))
    assert Vote.objects.count() == 1
    refused = []

    def answer():
        try:
            accept(house["manager"], idea, Answer("Yes"), 1)
        except ValidationError as error:
            refused.append(error)

    race(answer)
    assert len(refused) == 2
    assert Initiative.objects.count() == 1
