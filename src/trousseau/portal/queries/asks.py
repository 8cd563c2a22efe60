"""What is asked of a client's people, and what of theirs they do."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q, QuerySet

from trousseau.accounts.models import Account
from trousseau.plans.models import Action, Progress
from trousseau.portal.access import Window
from trousseau.portal.items import KINDS, shown
from trousseau.portal.models import Ask, Asking, Member, Space
from trousseau.support.models.commitments import Direction, State

BESIDE = ("to__user", "asked_by", "action", "objective", "commitment", "settled_by")
SEEN = Q(action__shared=True) | Q(objective__shared=True) | Q(commitment__visible=True)


def asks_of(window: Window) -> QuerySet[Ask]:
    """What is asked in a space, as its people see it: never of what is no longer shared; the open ones first."""
    found = Ask.objects.filter(SEEN, space=window.space).exclude(state=Asking.WITHDRAWN)
    return found.select_related(*BESIDE).order_by("-state", "-changed_at")


def waits(window: Window, one: Ask) -> bool:
    """Whether something waits for the answer of who looks."""
    return window.member is not None and one.state == Asking.ASKED and one.to.user_id == window.member.user_id


def actions_of(window: Window) -> QuerySet[Action]:
    """The open actions that are shared and of who looks."""
    contact = window.member.contact if window.member else None
    found: QuerySet[Action] = shown(window, "action").filter(state=Progress.OPEN)
    return found.filter(contact=contact) if contact is not None else found.none()


def our_asks(space: Space) -> QuerySet[Ask]:
    """All that is asked in a space, latest first."""
    return Ask.objects.filter(space=space).select_related(*BESIDE).order_by("-changed_at")


def members_of(space: Space) -> QuerySet[Member]:
    """Who comes into a space today."""
    return space.members.filter(ended_at=None).select_related("user", "contact")


def askable(account: Account) -> Mapping[str, str]:
    """What can be asked about: shared, open, theirs where it is a promise; by `kind:public id`."""
    only = {
        "action": Q(state=Progress.OPEN),
        "objective": Q(),
        "commitment": Q(state=State.OPEN, direction=Direction.THEIRS),
    }
    return {
        f"{kind}:{one.public_id}": str(one)
        for kind, narrowed in only.items()
        for one in KINDS[kind].rows(account).filter(narrowed, **{KINDS[kind].flag: True})
    }
