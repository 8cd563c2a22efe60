"""Reminders to assessors who have not finished: one when the day is near, one when it has passed."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trousseau.access.models import Organisation
from trousseau.access.rules import may
from trousseau.jobs.claiming import claim
from trousseau.selection.models import AssessmentReminder
from trousseau.selection.queries.assessments import Work, unfinished

NEAR = dt.timedelta(days=3)


def remind_assessors(today: dt.date | None = None) -> int:
    """Send the reminders of a day that have not been sent; gives how many. None where no mail server is named.

    Several workers may call it at once: each reminder is a row that only one of them makes. Where the day of a round is
    changed, reminders follow the new day.

    Raises:
        OSError: the mail server refused or was silent; what it did not take is sent by the next call.
    """
    if not settings.EMAIL_CONFIGURED:
        return 0
    today = today or timezone.localdate()
    sent, refused = 0, None
    for work in unfinished():
        kind = _kind(work.round.due, today)
        if kind is None or not may(work.assessor.person, "assess"):
            continue
        reminder = claim(AssessmentReminder, assessor=work.assessor, due=work.round.due, kind=kind)
        if reminder is None:
            continue
        try:
            _send(reminder, work)
        except OSError as error:  # smtplib's errors are OSErrors; the others still get theirs
            reminder.delete()
            refused = error
        else:
            sent += 1
    if refused is not None:
        raise refused
    return sent


def _kind(due: dt.date, today: dt.date) -> AssessmentReminder.Kind | None:
    """Which reminder a day asks for; None: none yet."""
    if today > due:
        return AssessmentReminder.Kind.LATE
    return AssessmentReminder.Kind.NEAR if due - today <= NEAR else None


def _send(reminder: AssessmentReminder, work: Work) -> None:
    person, organisation = work.assessor.person, Organisation.current()
    late = reminder.kind == AssessmentReminder.Kind.LATE
    with translation.override(person.language or settings.LANGUAGE_CODE):
        subject = _("Your assessments are late, %(name)s") if late else _("Your assessments are due soon, %(name)s")
        path = reverse("selection:my_assessments", args=[work.round.public_id])
        body = render_to_string(
            "selection/email/assessments_due.txt",
            {
                "person": person,
                "organisation": organisation,
                "work": work,
                "late": late,
                "link": f"{settings.ADDRESS}{path}" if settings.ADDRESS else "",
            },
        )
        send_mail(subject % {"name": organisation.name}, body, settings.DEFAULT_FROM_EMAIL, [person.email])
    reminder.sent_at = timezone.now()
    reminder.save(update_fields=["sent_at"])
