"""Inviting to a meeting by mail, when its manager says so; each message is sent once, whoever works.

`invite` writes down who is to get which message; `deliver`, run by a job, sends what waits and asks nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.jobs.actions import start
from trousseau.jobs.claiming import take
from trousseau.plans.actions.meetings import held
from trousseau.plans.invitation_letters import letter
from trousseau.plans.models import Invitation, Meeting
from trousseau.plans.models.invitations import Answer, Method
from trousseau.plans.queries import invitations as queries

SEND = "invitations_sent"


@dataclass(frozen=True)
class Asked:
    """How many messages were asked for."""

    invitations: int
    cancellations: int


def invite(user: User, meeting: Meeting, revision: int) -> Asked:
    """Have everybody told who does not know yet when and where it is, or that it does not take place.

    Raises:
        ValidationError: everybody knows, or the meeting was changed meanwhile.
    """
    with transaction.atomic():
        found = held(user, meeting, revision)
        due = [one for one in queries.guests(user, found) if one.due]
        if not due:
            raise ValidationError({NON_FIELD_ERRORS: _("Nobody is to be told anything: all know when and where.")})
        last = max((one.sequence for one in Invitation.objects.filter(meeting=found)), default=-1)
        sequence = max(found.revision - 1, last + 1)
        Invitation.objects.bulk_create(
            Invitation(
                meeting=found,
                user=one.who if isinstance(one.who, User) else None,
                contact=None if isinstance(one.who, User) else one.who,
                method=one.due,
                sequence=sequence,
                occasion=queries.occasion(found),
                by=user,
            )
            for one in due
        )
        asked = Asked(sum(one.due == Method.REQUEST for one in due), sum(one.due == Method.CANCEL for one in due))
        # never a name of theirs: it may have to be erased
        audit.record(user, "meeting.invited", found, after={
            "invited": asked.invitations, "cancelled": asked.cancellations, "when and where": queries.occasion(found),
        })  # fmt: skip
        start(SEND, user=user)
    return asked


def answer(user: User, meeting: Meeting, key: str, said: str) -> None:
    """Type what somebody answered to the last message they got."""
    if said not in Answer.values:
        raise ValidationError({"answer": _("Choose one of the list.")})
    with transaction.atomic():
        found = held(user, meeting)
        guest = next((one for one in queries.guests(user, found) if one.key == key), None)
        if guest is None or guest.last is None or guest.last.method != Method.REQUEST:
            raise ValidationError({"answer": _("They were not invited yet.")})
        before = guest.last.answer
        if before == said:
            return
        guest.last.answer = said
        guest.last.save(update_fields=["answer"])
        audit.record(user, "meeting.answered", found, before={"answer": before}, after={"answer": said})


def waiting() -> bool:
    """Whether a message waits to be sent."""
    return Invitation.objects.filter(sent_at=None).exists()


def deliver() -> int:
    """Send what waits; gives how many. Several workers may call it at once.

    Raises:
        OSError: the mail server refused or was silent; what it did not take is sent by the next call.
    """
    sent, refused = 0, None
    rows = Invitation.objects.filter(sent_at=None).select_related(
        "meeting__account", "meeting__organiser", "user", "contact", "by"
    )
    for one in rows.order_by("pk"):
        if not take(one):
            continue
        try:
            _send(letter(one))
        except OSError as error:  # smtplib's errors are OSErrors; the others still get theirs
            Invitation.objects.filter(pk=one.pk).update(claimed_at=None)
            refused = error
        else:
            Invitation.objects.filter(pk=one.pk).update(sent_at=timezone.now())
            sent += 1
    if refused is not None:
        raise refused
    return sent


def _send(message: EmailMultiAlternatives | None) -> None:
    """Send a message; one that is to nobody any more is done with."""
    if message is not None:
        message.send()
