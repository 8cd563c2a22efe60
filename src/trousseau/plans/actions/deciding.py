"""What a meeting decided, and the action of the plan or the commitment that comes of it in one keystroke."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.knowledge.models import Contact
from trousseau.plans.access import living
from trousseau.plans.actions import meetings, writing
from trousseau.plans.actions.plan import Doing, add_action
from trousseau.plans.models import Decision, Meeting
from trousseau.support.actions.commitments import Promised, promise
from trousseau.support.models.commitments import Channel, Direction

Becomes = Literal["", "action", "commitment"]
SOON = dt.timedelta(days=14)
"""When what was decided is due, where nobody says."""


@dataclass(frozen=True)
class Decided:
    """What was decided, whose it is (`owner` of us or `contact` of theirs), by when."""

    text: str
    owner: User | None = None
    contact: Contact | None = None
    due: dt.date | None = None


def decide(user: User, meeting: Meeting, said: Decided, becomes: Becomes = "") -> Decision:
    """Keep what was decided, and what it becomes where that is said at once."""
    with transaction.atomic():
        found = meetings.held(user, meeting)
        text = writing.words("text", said.text, 300, _("Say what was decided."))
        due = said.due or max(found.on, timezone.localdate()) + SOON
        writing.days(found.on, due, timezone.localdate(), first="due", last="due")
        made = Decision.objects.create(
            meeting=found, text=text, owner=said.owner, contact=said.contact, due=due, by=user
        )
        meetings.saved(user, found, "meeting.decided", {}, {"decision": text, "due": due})
        if becomes:
            become(user, made, becomes)
    return made


def become(user: User, decision: Decision, what: Becomes) -> Decision:
    """Make an action of the plan, or a commitment, of what was decided; once."""
    with transaction.atomic():
        found = meetings.held(user, decision.meeting)
        made = Decision.objects.select_for_update().filter(pk=decision.pk, meeting=found).first()
        if made is None:
            raise ValidationError({NON_FIELD_ERRORS: _("Somebody has taken it out meanwhile.")})
        if made.action_id or made.commitment_id:
            return made
        if what == "action":
            _act(user, found, made)
        elif what == "commitment":
            _promise(user, found, made)
        else:
            raise ValidationError({NON_FIELD_ERRORS: _("Choose one of the list.")})
        made.save()
    return made


def drop(user: User, decision: Decision) -> None:
    """Take a decision out of the minutes; what came of it stays."""
    with transaction.atomic():
        found = meetings.held(user, decision.meeting)
        gone, _of = Decision.objects.filter(pk=decision.pk, meeting=found).delete()
        if gone:
            meetings.saved(user, found, "meeting.decision_dropped", {"decision": decision.text}, {})


def _act(user: User, meeting: Meeting, made: Decision) -> None:
    plan = living(user, meeting.account)
    if plan is None:
        raise ValidationError({NON_FIELD_ERRORS: _("This account has no plan yet: open one, or make it a commitment.")})
    owner = made.owner if made.contact is None else None
    if owner is None and made.contact is None:
        owner = meeting.organiser
    starts = min(meeting.on, made.due)
    made.action = add_action(user, plan, Doing(made.text, starts, made.due, owner=owner, contact=made.contact, how=""))


def _promise(user: User, meeting: Meeting, made: Decision) -> None:
    """Ours to the first of theirs who took part; theirs where it is one of theirs who does it."""
    theirs = made.contact is not None
    to = made.contact or meeting.contacts.order_by("pk").first()
    on = min(meeting.on, timezone.localdate())
    made.commitment = promise(
        user,
        meeting.account,
        Promised(
            what=made.text,
            due=made.due,
            owner=made.owner or meeting.organiser or user,
            contact=to,
            contact_name="" if to else meeting.account.name,
            channel=Channel.CALL if meeting.kind == "call" else Channel.MEETING,
            reference=meeting.title,
            promised_on=on,
            direction=Direction.THEIRS if theirs else Direction.OURS,
        ),
    )
