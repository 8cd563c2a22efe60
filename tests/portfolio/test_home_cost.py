"""What Home costs someone who leads accounts and is asked things everywhere, as on a real day."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from selection.test_sessions import DAY, THREE, grid
from selection.tiers_held import give_tier
from trousseau.access.audit import record
from trousseau.accounts import due
from trousseau.accounts.access import every_account
from trousseau.accounts.models import TeamMember
from trousseau.knowledge.models import Contact, Contract
from trousseau.notices.models import Notice
from trousseau.portfolio.queries.source import asked
from trousseau.selection import actions
from trousseau.selection.models import Assessor, GridVersion, Proposal, Round
from trousseau.staffing.models import Assessment, DevelopmentAction, HandOver, Subject, Voice
from trousseau.staffing.models import Proposal as Matching
from trousseau.support.models import Answer, Commitment, Handover, Offer, Request, State

pytestmark = pytest.mark.django_db
KINDS = {
    "Assessments", "Competencies", "Decisions", "Hand-over", "My development plan", "People at clients", "Request",
    "Sales fall", "Sales rise", "Touchpoints behind, none for 12 months",
    "Contract, 10 days left", "You promised, 1 day late",
}  # fmt: skip
"""What every one of them is asked, whatever their role."""


@pytest.fixture
def opened(director):
    """A decision session, opened by the director."""
    GridVersion.objects.create(number=1, reason="first", grid=grid().as_json(), moves={})
    actions.publish_tiers(director, THREE, "first", based_on=0, asked=asked(director, {}))
    return actions.open_session(director, "Winter", DAY, ["Claire"], asked(director, {}))


@pytest.fixture
def people(opened, director, person):
    """A director, a head, and the head's manager who leads every account."""
    head = person("head")
    manager = person("manager", reports_to=head)
    every_account().update(manager=manager)
    return {"director": director, "head": head, "manager": manager}


def ask(user, session, other, number):
    """Ask something of someone in every room; `number` tells one day's things from another's."""
    today = timezone.localdate()
    soon, late = today + dt.timedelta(days=10), today - dt.timedelta(days=1)
    account = every_account().order_by("pk")[number % 9]
    give_tier(account.group.name if account.group else account.key, "develop", today - dt.timedelta(days=400))
    found = Round.objects.create(due=soon, grid=1, criteria=[{"key": "fit"}])
    Assessor.objects.create(round=found, person=user)
    Proposal.objects.create(session=session, client=f"Somebody {number}", tier="key", why="Large", by=other)
    for name in "AB":
        told = {"account": account, "buying_role": "decides", "said_on": today, "owner": other}
        Contact.objects.create(name=f"{name}{number}", last_touch=today - dt.timedelta(days=400), **told)
    TeamMember.objects.get_or_create(account=account, user=user, role="expert")
    Contract.objects.create(account=account, name=f"Frame {number}", end=soon, said_on=today)
    Commitment.objects.create(
        account=account, what=f"Answer {number}", owner=user, promised_on=late, first_due=late, due=late
    )
    put = {"account": account, "due": late, "promised_hours": 8, "promised_at": timezone.now()}
    Request.objects.create(title="Mine", owner=user, state=State.ACCEPTED, **put)
    Request.objects.create(title="Theirs", owner=other, asker=user, state=State.ACCEPTED, **put)
    offered = Request.objects.create(title="To take", asker=other, next_at=timezone.now(), **put)
    Offer.objects.create(request=offered, user=user, place=1, answer=Answer.OPEN)
    Handover.objects.get_or_create(account=account, done_at=None, defaults={"leaving": other, "taking": user})
    HandOver.objects.create(account=account, giver=user, taker=other, due=soon)
    Matching.objects.create(title=f"Year {number}", state=Matching.State.PROPOSED, created_by=other)
    subject = Subject.objects.create(name=f"Candidate {number}", profile="manager", reports_to=other)
    round_ = Assessment.objects.create(subject=subject, due=soon, number=0, framework={})
    Voice.objects.create(assessment=round_, person=user, part=Voice.Part.EVALUATOR)
    own, _made = Subject.objects.get_or_create(user=user, defaults={"profile": "manager"})
    DevelopmentAction.objects.create(subject=own, competency="x", text=f"Read {number}", due=soon, owner=user)
    Notice.objects.create(user=user, kind="request.late", key=str(number))
    record(user, "account.regrouped", account)


def statements(browser):
    """How many statements one look at Home costs, once this process knows what it keeps."""
    browser.get("/")
    with CaptureQueriesContext(
        connection,
    ) as asked_for:
        assert browser.get("/").status_code == 200
    return len(asked_for)


@pytest.mark.parametrize("role", ["director", "head", "manager"])
def test_home_of_a_full_day_costs_few_statements_and_a_fuller_one_no_more(people, opened, role, signed_in):
    user = people[role]
    other = people["manager" if role != "manager" else "head"]
    ask(user, opened, other, 0)
    kinds = {str(item.kind) for item in due.items(user)}
    assert kinds >= KINDS - ({"Contract, 10 days left"} if role == "head" else set())
    browser = signed_in(user)
    first = statements(browser)
    for number in range(1, 11):
        ask(user, opened, other, number)
    assert statements(browser) <= first <= 25
