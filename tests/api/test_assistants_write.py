"""What assistants write: nothing before their person agreed, once, as that person and within their rights."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from api.assistants import LEGACY, Assistant
from trousseau.access.models import AuditEvent
from trousseau.knowledge.actions.people import add_contact
from trousseau.plans.models import Action, Meeting

TODAY = timezone.localdate()
TOUCH = {"account": "Alstrom SA", "title": "Appel prix", "on": (TODAY - dt.timedelta(days=1)).isoformat(),
         "kind": "call", "minutes": "D’accord sur le principe.", "contacts": ["Paul Renaudin"]}  # fmt: skip
ACTION = {"account": "Alstrom SA", "what": "Revoir la grille", "due": (TODAY + dt.timedelta(days=30)).isoformat()}


@pytest.fixture
def manager(house, plan):
    add_contact(house["manager"], house["account"], name="Paul Renaudin", said_on=TODAY)
    return house["manager"]


@pytest.mark.parametrize("mode", ["auto", LEGACY])
def test_a_person_who_is_asked_and_agrees_has_it_written_as_their_own(manager, mode):
    mine = Assistant(manager, answers="accept", mode=mode)
    done = mine.told("log_touchpoint", **TOUCH)
    [question] = mine.questions
    assert "“Appel prix”, Call" in question
    assert "Paul Renaudin" in question
    assert done["status"] == "written"
    made = Meeting.objects.get(public_id=done["id"])
    assert (made.state, made.minutes, [str(one) for one in made.contacts.all()]) == (
        "held", "D’accord sur le principe.", ["Paul Renaudin"],
    )  # fmt: skip
    assert {one.actor_label for one in AuditEvent.objects.filter(verb__startswith="meeting.")} == {
        "Sophie Lacaze · MCP"
    }


@pytest.mark.parametrize(("mode", "answer"), [("auto", "decline"), (LEGACY, "cancel")])
def test_a_person_who_does_not_agree_has_nothing_written(manager, mode, answer):
    done = Assistant(manager, answers=answer, mode=mode).told("propose_action", **ACTION)
    assert done["status"] == "declined"
    assert not Action.objects.exists()


def test_where_nobody_can_be_asked_it_takes_a_second_call_and_the_same_yes_writes_once(manager):
    mine = Assistant(manager, mode=LEGACY)
    asked = mine.told("propose_action", **ACTION)
    assert (asked["status"], Action.objects.count()) == ("to_confirm", 0)
    assert "“Revoir la grille”, by Sophie Lacaze" in asked["summary"]
    yes = {"confirmation": asked["confirmation"]}
    done, again = mine.told("propose_action", **ACTION, **yes), mine.told("propose_action", **ACTION, **yes)
    assert (done["status"], done["again"], again["again"], again["id"]) == ("written", False, True, done["id"])
    made = Action.objects.get()
    assert (made.what, made.owner, AuditEvent.objects.get(verb="action.added").actor_label) == (
        "Revoir la grille", manager, "Sophie Lacaze · MCP",
    )  # fmt: skip


def test_a_yes_holds_for_what_was_shown_to_whom_and_for_ten_minutes(manager, house):
    mine = Assistant(manager)
    yes = mine.told("propose_action", **ACTION)["confirmation"]
    other = mine.refused("propose_action", **ACTION | {"what": "Baisser les prix"}, confirmation=yes)
    assert "of something else" in other
    assert "of something else" in mine.refused("log_touchpoint", **TOUCH, confirmation=yes)
    assert "no confirmation of yours" in Assistant(manager).refused("propose_action", **ACTION, confirmation=yes)
    assert "no confirmation of yours" in mine.refused("propose_action", **ACTION, confirmation=f"{yes}x")
    house["account"].name = "Alstrom SA (cédée)"
    house["account"].save()
    assert "no longer what was shown" in mine.refused("propose_action", **ACTION, confirmation=yes)
    house["account"].name = "Alstrom SA"
    house["account"].save()
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=11)):
        assert "older than 10 minutes" in mine.refused("propose_action", **ACTION, confirmation=yes)
    assert not Action.objects.exists()


def test_what_would_be_refused_is_refused_before_anybody_is_asked(manager, house):
    mine = Assistant(manager, answers="accept")
    tomorrow = (TODAY + dt.timedelta(days=1)).isoformat()
    assert "That day is still to come." in mine.refused("log_touchpoint", **TOUCH | {"on": tomorrow})
    assert "did you mean Paul Renaudin" in mine.refused("log_touchpoint", **TOUCH | {"contacts": ["Renaudin"]})
    late = {"due": (TODAY - dt.timedelta(days=9)).isoformat()}
    assert "before it starts" in mine.refused("propose_action", **ACTION | late)
    assert "yours to choose" in mine.refused("propose_action", **ACTION, owner="Nobody Here")
    assert "kind: Write one of" in mine.refused("log_touchpoint", **TOUCH | {"kind": "dinner"})
    assert "no such field" in mine.refused("propose_action", **ACTION, shared=True)
    assert mine.questions == []
    assert "You see no account" in Assistant(house["other"], answers="accept").refused("propose_action", **ACTION)
    head = Assistant(house["head"], answers="accept")
    assert head.tools().isdisjoint({"propose_action"})
    assert head.refused("propose_action", **ACTION) == "The person of this token may not do this."
    assert (Meeting.objects.count(), Action.objects.count()) == (0, 0)
