"""Reminders of a check-up that is due: one when its day has come, one a week late, to each who may freeze."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trousseau.access.models import Organisation, User
from trousseau.access.rules import may
from trousseau.jobs.claiming import claim
from trousseau.portfolio.models import Reminder
from trousseau.portfolio.queries import history


def remind(today: dt.date | None = None) -> int:
    """Send the reminders of a day that have not been sent; gives how many. None where no mail server is named.

    Several workers may call it at once: each reminder is a row that only one of them makes.

    Raises:
        OSError: the mail server refused or was silent; what it did not take is sent by the next call.
    """
    if not settings.EMAIL_CONFIGURED:
        return 0
    today = today or timezone.localdate()
    sent, refused = 0, None
    for person in User.objects.filter(is_active=True).prefetch_related("assignments").order_by("pk"):
        if not may(person, "freeze_checkup"):
            continue
        due = history.next_due(person)
        if due is None or due > today:
            continue
        reminder = claim(Reminder, person=person, due=due, week=(today - due).days // 7)
        if reminder is None:
            continue
        try:
            _send(reminder, today)
        except OSError as error:  # smtplib's errors are OSErrors; the others still get theirs
            reminder.delete()
            refused = error
        else:
            sent += 1
    if refused is not None:
        raise refused
    return sent


def _send(reminder: Reminder, today: dt.date) -> None:
    person, organisation = reminder.person, Organisation.current()
    with translation.override(person.language or settings.LANGUAGE_CODE):
        subject = _("The check-up is due, %(name)s") % {"name": organisation.name}
        body = render_to_string(
            "portfolio/email/checkup_due.txt",
            {
                "person": person,
                "organisation": organisation,
                "due": reminder.due,
                "late": (today - reminder.due).days,
                "months": organisation.checkup_months,
                "link": f"{settings.ADDRESS}{reverse('portfolio:checkup')}" if settings.ADDRESS else "",
            },
        )
        send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [person.email])
    reminder.sent_at = timezone.now()
    reminder.save(update_fields=["sent_at"])
