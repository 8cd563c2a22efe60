"""Two who do things at the same moment, and a clock of the server that jumps."""

from __future__ import annotations

import datetime as dt
import itertools
from contextlib import suppress

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from racing import race
from trousseau.access import chain
from trousseau.access.models import AuditEvent
from trousseau.plans.models import Objective
from trousseau.portal.actions.entering import make_link
from trousseau.portal.actions.inviting import Guest, invite
from trousseau.portal.actions.proposals import Thought, decline, propose, vote
from trousseau.portal.actions.sharing import share
from trousseau.portal.models import Proposal, Vote


def turns(*works):
    """Work for `race`: each of its threads does another one of these."""
    mine = itertools.count()

    def one():
        works[next(mine) % len(works)]()

    return one


def events(*verbs):
    return [*AuditEvent.objects.filter(verb__in=verbs).order_by("pk").values_list("verb", flat=True)]


@pytest.mark.django_db(transaction=True)
def test_shares_at_once_are_one_and_share_against_unshare_ends_as_the_trail_says(house, plan, space):
    goal = plan.objectives.get()
    told = "space.shared", "space.unshared"
    race(lambda: share(house["manager"], house["account"], "objective", goal.public_id))
    assert (Objective.objects.get().shared, events(*told)) == (True, ["space.shared"])
    race(
        turns(
            lambda: share(house["manager"], house["account"], "objective", goal.public_id, shared=False),
            lambda: share(house["manager"], house["account"], "objective", goal.public_id),
        )
    )
    seen = events(*told)
    assert Objective.objects.get().shared == (seen[-1] == "space.shared")
    assert all(one != other for one, other in itertools.pairwise(seen)), "each event changed something"
    assert Objective.objects.get().revision == goal.revision + len(seen)
    assert chain.verify().broken is None


@pytest.mark.django_db(transaction=True)
def test_a_vote_against_the_answer_counts_only_where_it_came_before(house, plan, space, window):
    idea = propose(window, Thought("Return the pallets"))
    Vote.objects.all().delete()
    race(lambda: vote(window, idea))
    assert (Vote.objects.count(), events("proposal.voted")) == (1, ["proposal.voted"])
    race(turns(lambda: vote(window, idea, wanted=False), lambda: vote(window, idea)))
    seen = events("proposal.voted", "proposal.vote_taken_back")
    assert Vote.objects.count() == (seen[-1] == "proposal.voted")
    Vote.objects.all().delete()

    def refused_or(work):
        def one():
            with suppress(ValidationError):
                work()

        return one

    race(
        turns(refused_or(lambda: vote(window, idea)), refused_or(lambda: decline(house["manager"], idea, "No room", 1)))
    )
    assert Proposal.objects.get().state == "declined"
    order = events("proposal.voted", "proposal.declined")[1:]
    assert order[-1] == "proposal.declined" or "proposal.voted" not in order
    with pytest.raises(ValidationError, match="no more votes"):
        vote(window, idea)


JUMPS = (-26, -1, 1, 24 * 40)
"""Hours."""


@pytest.mark.parametrize("hours", JUMPS)
def test_a_clock_that_jumps_makes_no_error_and_a_link_no_older_than_it_says(house, space, hours):
    _person, entry = make_link(house["client"].email)
    _made, asked = invite(house["manager"], [space], Guest("paule.renaud@alstrom.example", "Paule Renaud"))
    enter, join = reverse("portal:enter", args=[entry]), reverse("portal:join", args=[asked])
    signed_in_before = Client()
    signed_in_before.force_login(house["client"], backend="allauth.account.auth_backends.AuthenticationBackend")
    home = reverse("portal:home", args=[space.public_id])
    assert signed_in_before.get(home).status_code == 200
    with time_machine.travel(timezone.now() + dt.timedelta(hours=hours), tick=False):
        assert Client().get(join).status_code == (410 if hours > 24 * 30 else 200)
        assert Client().post(enter).status_code == (410 if hours > 0 else 302)
        assert Client().post(enter).status_code == 410, "it works once, whatever the clock says"
        assert signed_in_before.get(home).status_code in {200, 302}
        share(house["manager"], house["account"], "objective", plan_goal(house).public_id)
    assert Client().post(enter).status_code == (302 if hours > 0 else 410), "used, it does not come back with the clock"
    assert signed_in_before.get(home).status_code in {200, 302}
    assert chain.verify().broken is None


def plan_goal(house):
    """An objective, made whatever the clock says."""
    from trousseau.plans.actions.plan import Wanted, add_objective, open_plan

    today = timezone.localdate()
    made = open_plan(house["manager"], house["account"], "Grow.", today, today + dt.timedelta(days=700))
    return add_objective(house["manager"], made, Wanted(title="In full", due=today + dt.timedelta(days=100)))
