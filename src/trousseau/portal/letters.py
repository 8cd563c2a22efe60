"""The letters that carry a link to somebody at a client, in their language."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from trousseau.access.actions import digest
from trousseau.access.models import Organisation
from trousseau.jobs.progress import Progress
from trousseau.portal.actions.entering import make_link
from trousseau.portal.models import EntryLink, Invite

logger = logging.getLogger("trousseau.portal")


def base(request: HttpRequest) -> str:
    """The address of this house: the public one where it is set."""
    return settings.ADDRESS or request.build_absolute_uri("/").rstrip("/")


def invitation_url(request: HttpRequest, secret: str) -> str:
    """The whole address of an invitation."""
    return base(request) + reverse("portal:join", args=[secret])


def invite(request: HttpRequest, made: Invite, secret: str) -> bool:
    """Send an invitation after the commit; one that the server refuses is marked. False without a mail server."""
    if not settings.EMAIL_CONFIGURED:
        return False
    organisation = Organisation.current().in_header
    with override(made.language):
        subject = _("%(organisation)s opens a space for you") % {"organisation": organisation}
        told = {
            "name": made.name, "organisation": organisation, "link": invitation_url(request, secret),
            "until": made.expires_at, "accounts": [one.account.name for one in made.spaces.select_related("account")],
            "by": made.created_by,
        }  # fmt: skip
        body = render_to_string("portal/email/invite.txt", told)

    def send() -> None:
        try:
            send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [made.email])
        except OSError as error:  # smtplib's errors are OSErrors; the link is on the page, so nothing is lost
            logger.exception("The invitation %s could not be sent", made.public_id)
            Invite.objects.filter(pk=made.pk).update(bounced_at=timezone.now(), bounce=refusal(error))

    transaction.on_commit(send)
    return True


def refusal(error: OSError) -> str:
    """What the mail server said to a letter it did not take; empty where it said nothing, or is not there."""
    answers = [*getattr(error, "recipients", {}).values()]
    if not answers and hasattr(error, "smtp_code"):
        answers = [(error.smtp_code, getattr(error, "smtp_error", ""))]
    if not answers:
        return ""
    code, words = answers[0]
    text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    return f"{code} {' '.join(text.split())}"[:300]


def send_entry(_progress: Progress, *, email: str, base: str) -> dict[str, object]:
    """Send who has a place the link they asked for; nothing tells whoever asked whether there was anybody.

    A letter that the server refuses is marked, for whoever invited them, and fails the job.
    """
    made = make_link(email)
    if made is None:
        return {}
    person, secret = made
    organisation = Organisation.current().in_header
    with override(person.language or settings.LANGUAGE_CODE):
        subject = _("Your link to the space of %(organisation)s") % {"organisation": organisation}
        told = {
            "name": person.name,
            "organisation": organisation,
            "link": base + reverse("portal:enter", args=[secret]),
        }
        body = render_to_string("portal/email/entry.txt", told)
    try:
        send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [person.email])
    except OSError as error:
        refused = EntryLink.objects.filter(user=person, digest=digest(secret))
        refused.update(bounced_at=timezone.now(), bounce=refusal(error))
        raise
    return {}
