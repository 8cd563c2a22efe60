"""The e-mails that carry a link; sent after the commit, and only where a mail server is configured."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from trousseau.access.models import Invitation, Organisation

logger = logging.getLogger("trousseau.access")


def address(request: HttpRequest, secret: str) -> str:
    """Give the whole address of a link, on the public address where one is set."""
    path = reverse("access:join", args=[secret])
    return f"{settings.ADDRESS}{path}" if settings.ADDRESS else request.build_absolute_uri(path)


def post(request: HttpRequest, invitation: Invitation, secret: str) -> bool:
    """Send the link to whom it is for, after the commit; False where there is no mail server."""
    if not settings.EMAIL_CONFIGURED:
        return False
    organisation = Organisation.current()
    context = {"invitation": invitation, "link": address(request, secret), "organisation": organisation}
    subject = _("Your access to Trousseau, %(name)s") % {"name": organisation.in_header}
    body = render_to_string("access/email/link.txt", context)

    def send() -> None:
        try:
            send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [invitation.email])
        except OSError:  # smtplib's errors are OSErrors; the link is on the page, so nothing is lost
            logger.exception("The link for %s could not be sent", invitation.email)

    transaction.on_commit(send)
    return True
