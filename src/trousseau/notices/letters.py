"""Sending what people are told, by mail: one letter for several things, each thing in one letter."""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import Organisation
from trousseau.jobs.claiming import claim
from trousseau.notices import kinds, queries, unsubscribing
from trousseau.notices.models import Letter, Notice, Pace
from trousseau.notices.queries import Mail

log = logging.getLogger(__name__)
LONGEST = 160
"""Signs of a subject."""


@dataclass(frozen=True)
class Said:
    """One thing a letter tells, with its link and what is listed below it."""

    text: str
    link: str
    below: tuple[tuple[str, str], ...]


def deliver(now: dt.datetime | None = None) -> int:
    """Send the letters that may go now; gives how many. Several workers may call it at once.

    Raises:
        OSError: the mail server refused or was silent; what it did not take is sent by the next call.
    """
    sent, refused = 0, None
    for mail in queries.mails(now or timezone.now()):
        letter = _taken(mail)
        if letter is None:
            continue
        try:
            _message(letter, mail).send()
        except OSError as error:  # smtplib's errors are OSErrors; the others still get theirs
            letter.delete()
            refused = error
        except Exception:
            letter.delete()
            log.exception("letter %s to %s cannot be made: the others go", mail.slot, mail.user.pk)
        else:
            # what has left is never taken back, whatever happens to its record
            Letter.objects.filter(pk=letter.pk).update(sent_at=timezone.now())
            sent += 1
    if refused is not None:
        raise refused
    return sent


def _taken(mail: Mail) -> Letter | None:
    """The letter, where it is this worker's to send: its notices are in no other."""
    with transaction.atomic():
        letter = claim(Letter, user=mail.user, pace=mail.pace, slot=mail.slot)
        if letter is None:
            return None
        mine = Notice.objects.filter(pk__in=[notice.pk for notice in mail.notices])
        mine.filter(letter=None).update(letter=letter)
        if not mine.filter(letter=letter).exists():
            letter.delete()
            return None
    return letter


def _message(letter: Letter, mail: Mail) -> EmailMessage:
    person, house = mail.user, Organisation.current()
    notices = list(letter.notices.order_by("at", "id"))
    with translation.override(person.language or settings.LANGUAGE_CODE):
        groups: dict[str, list[Said]] = defaultdict(list)
        for notice in notices:
            kind = kinds.find(notice.kind)
            if kind is not None:
                below = kind.lines(person, notice.params) if kind.lines else ()
                groups[str(kind.label)].append(
                    Said(
                        kind.text(notice.params),
                        _link(notice.url),
                        tuple((" ".join(line.text.split()), _link(line.url)) for line in below),
                    )
                )
        context = {
            "person": person,
            "organisation": house,
            "groups": dict(groups),
            "pace": mail.pace,
            "stop": [
                (str(kind.label), unsubscribing.link(person, kind.name))
                for kind in kinds.known()
                if str(kind.label) in groups and settings.ADDRESS
            ],
            "stop_all": unsubscribing.link(person),
        }
        body = render_to_string("notices/email/letter.txt", context)
        message = EmailMessage(_subject(groups, mail, house), body, settings.DEFAULT_FROM_EMAIL, [person.email])
        if context["stop_all"]:
            # RFC 8058: the reader's own program may stop them with one press
            message.extra_headers["List-Unsubscribe"] = f"<{context['stop_all']}>"
            message.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.extra_headers["Auto-Submitted"] = "auto-generated"
    return message


def _link(path: str) -> str:
    return settings.ADDRESS + path if settings.ADDRESS and path else ""


def _subject(groups: dict[str, list[Said]], mail: Mail, house: Organisation) -> str:
    """What the letter is about: the thing itself where it is one, else how many."""
    lines = [said.text for group in groups.values() for said in group]
    if len(lines) == 1:
        return " ".join(lines[0].split())[:LONGEST]
    count = len(lines)
    if mail.pace == Pace.WEEKLY:
        said = ngettext("%(name)s, your week: %(count)d thing", "%(name)s, your week: %(count)d things", count)
    elif mail.pace == Pace.DAILY:
        said = ngettext("%(name)s, your day: %(count)d thing", "%(name)s, your day: %(count)d things", count)
    else:
        said = _("%(name)s: %(count)d things for you")
    return " ".join((said % {"count": count, "name": house.name}).split())[:LONGEST]


def prune(now: dt.datetime | None = None) -> int:
    """Forget what was read half a year ago, and what nobody read in a year; gives how many notices."""
    now = now or timezone.now()
    old = Notice.objects.filter(read_at__lt=now - dt.timedelta(days=182)) | Notice.objects.filter(
        at__lt=now - dt.timedelta(days=365)
    )
    gone, _of = old.delete()
    Letter.objects.filter(sent_at__lt=now - dt.timedelta(days=182), notices=None).delete()
    return gone
