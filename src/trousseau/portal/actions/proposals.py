"""Ideas and needs: proposed, voted for, and answered: taken up, merged into another, or not taken up and why."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.accounts.models import Account
from trousseau.plans.access import living, may_edit
from trousseau.plans.actions.initiatives import Together, add_initiative
from trousseau.plans.actions.plan import Doing, add_action
from trousseau.plans.actions.writing import words
from trousseau.portal.access import Window
from trousseau.portal.actions import answering
from trousseau.portal.models import Proposal, ProposalState, Said, Space, Vote, Wish

OPEN_AT_MOST = 200
"""More open ideas than this in one space nobody answers."""


@dataclass(frozen=True)
class Thought:
    """What is said of an idea or a need."""

    title: str
    text: str = ""
    wish: str = Wish.IDEA


def propose(window: Window, said: Thought) -> Proposal:
    """Propose an idea or tell a need, as somebody of the client; an answer is promised."""
    member = answering.member_of(window)
    with transaction.atomic():
        made = _made(member.user, member.space, said, ours=False)
        Vote.objects.create(proposal=made, user=member.user)
        answering.promised(member, Said.PROPOSAL, made.public_id, made.title)
    return made


def put_to_vote(user: User, space: Space, said: Thought) -> Proposal:
    """Propose an idea of ours to the people of a space."""
    answering.demand(user, space.account)
    with transaction.atomic():
        return _made(user, space, said, ours=True)


def vote(window: Window, proposal: Proposal, *, wanted: bool = True) -> int:
    """Vote for an idea, or take the vote back; gives how many votes it has then."""
    member = answering.member_of(window)
    with transaction.atomic():
        found = _held(member.space, proposal)
        if found.state != ProposalState.OPEN:
            raise ValidationError({NON_FIELD_ERRORS: _("It is answered already: it takes no more votes.")})
        if wanted:
            changed = Vote.objects.get_or_create(proposal=found, user=member.user)[1]
        else:
            changed = bool(Vote.objects.filter(proposal=found, user=member.user).delete()[0])
        if changed:
            verb = "proposal.voted" if wanted else "proposal.vote_taken_back"
            audit.record(member.user, verb, member.space.account, after={"what": found.title})
        return found.votes.count()


@dataclass(frozen=True)
class Answer:
    """What we answer, as the client reads it; `action`: what is done by when, where it becomes one."""

    text: str = ""
    action: Doing | None = None
    """None: it becomes an initiative of the plan."""


def accept(user: User, proposal: Proposal, said: Answer, revision: int) -> Proposal:
    """Take an idea up: it becomes an initiative of the plan, or an action."""
    with transaction.atomic():
        found = _answerable(user, proposal, revision)
        plan = living(user, found.space.account)
        if plan is None:
            raise ValidationError({NON_FIELD_ERRORS: _("This account has no plan yet: open one, then take it up.")})
        if not may_edit(user, plan.account):
            raise PermissionDenied
        if said.action is not None:
            found.action = add_action(user, plan, said.action)
        else:
            found.initiative = add_initiative(user, plan, Together(title=found.title, why=found.text[:1000]))
        return _answered(user, found, ProposalState.ACCEPTED, said.text, "")


def merge(user: User, proposal: Proposal, into: Proposal, text: str, revision: int) -> Proposal:
    """Merge an idea into another of the same space: its votes join, each person once."""
    with transaction.atomic():
        found = _answerable(user, proposal, revision)
        other = _held(found.space, into)
        if other.pk == found.pk or other.state == ProposalState.MERGED:
            raise ValidationError({"into": _("Choose another idea of this space, one that is not merged itself.")})
        voters = found.votes.values_list("user", flat=True)
        Vote.objects.bulk_create([Vote(proposal=other, user_id=one) for one in voters], ignore_conflicts=True)
        found.into = other
        return _answered(user, found, ProposalState.MERGED, text, "")


def decline(user: User, proposal: Proposal, text: str, revision: int) -> Proposal:
    """Not take an idea up; why is told to the client."""
    with transaction.atomic():
        found = _answerable(user, proposal, revision)
        return _answered(user, found, ProposalState.DECLINED, text, _("Say why: the client reads it."))


def _made(user: User, space: Space, said: Thought, *, ours: bool) -> Proposal:
    if space.proposals.filter(state=ProposalState.OPEN).count() >= OPEN_AT_MOST:
        raise ValidationError({NON_FIELD_ERRORS: _("Many ideas wait for an answer: wait for some of them first.")})
    title = words("title", said.title, 200, _("Say in a few words what it is about."))
    if said.wish not in Wish.values:
        raise ValidationError({"wish": _("Say whether it is an idea or a need.")})
    text = words("text", said.text, 2000)
    made = Proposal.objects.create(space=space, wish=said.wish, title=title, text=text, author=user, ours=ours)
    audit.record(user, "proposal.made", space.account, after={"what": title})
    return made


def _held(space: Space, proposal: Proposal) -> Proposal:
    """An idea as it is now, locked, of this space and no other."""
    found = Proposal.objects.select_for_update(of=("self",)).select_related("space__account__manager")
    one = found.filter(pk=proposal.pk, space=space).first()
    if one is None:
        raise ValidationError({NON_FIELD_ERRORS: _("It is no longer there: somebody took it away meanwhile.")})
    return one


def _answerable(user: User, proposal: Proposal, revision: int) -> Proposal:
    account: Account = proposal.space.account
    answering.demand(user, account)
    found = _held(proposal.space, proposal)
    if found.state != ProposalState.OPEN or found.revision != revision:
        raise ValidationError({NON_FIELD_ERRORS: _("%(name)s answered it meanwhile: look at it again.") % {
            "name": found.answered_by or _("Somebody")}})  # fmt: skip
    return found


def _answered(user: User, found: Proposal, state: ProposalState, text: str, needed: str) -> Proposal:
    found.answer = words("answer", text, 2000, needed)
    found.state, found.answered_by, found.answered_at = state, user, timezone.now()
    found.revision += 1
    found.save()
    answering.answered(user, found.space, Said.PROPOSAL, found.public_id, found.answer)
    audit.record(user, f"proposal.{state.value}", found.space.account, after={"what": found.title, "why": found.answer})
    return found
