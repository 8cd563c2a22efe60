"""The letter of an invitation: a few words in the reader's language, and the event itself as iTIP (RFC 5546, 6047).

Each letter names its reader and the organiser, nobody else: who else comes is not for the mail to tell.
"""

from __future__ import annotations

import re

import icalendar
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from trousseau.access.models import Organisation
from trousseau.plans.models import Invitation
from trousseau.plans.models.invitations import Method
from trousseau.plans.models.rhythm import Held
from trousseau.plans.queries.feeds import event
from trousseau.plans.queries.invitations import occasion
from trousseau.portfolio import words

LONGEST = 160
"""Signs of a subject."""
UNSAFE = re.compile(r'[\x00-\x1f\x7f"\u2028\u2029]+')
"""What may stand in no header and in no parameter of an event."""


def letter(one: Invitation) -> EmailMultiAlternatives | None:
    """The letter of an invitation; None where nobody is there any more to read it, or it was overtaken."""
    who, meeting = one.user or one.contact, one.meeting
    if who is None or not _still(one):
        return None
    with translation.override(_language(who.language)):
        house = Organisation.current()
        cancels = one.method == Method.CANCEL
        moved = not cancels and Invitation.objects.filter(
            meeting=meeting, user=one.user, contact=one.contact, pk__lt=one.pk, method=Method.REQUEST
        ).exclude(sent_at=None).exists()  # fmt: skip
        title = line(f"{meeting.title} – {house.name}" if one.contact else f"{meeting.account.name} – {meeting.title}")
        subject = _("Does not take place: {title}") if cancels else _("Moved: {title}") if moved else "{title}"
        context = {
            "title": meeting.title, "day": words.language().date(meeting.on), "at": meeting.at,
            "lasts": meeting.lasts, "where": meeting.where, "cancels": cancels, "moved": moved,
            "organiser": meeting.organiser, "house": house, "who": who,
        }  # fmt: skip
        body = render_to_string("plans/email/invitation.txt", context)
        organiser = meeting.organiser
        message = EmailMultiAlternatives(
            subject.format(title=title)[:LONGEST],
            body,
            settings.DEFAULT_FROM_EMAIL,
            [who.email],
            reply_to=[organiser.email] if organiser and organiser.is_active else None,
        )
    method = Method(one.method).name
    message.attach_alternative(calendar(one, title).decode(), f"text/calendar; method={method}")
    return message


def calendar(one: Invitation, title: str) -> bytes:
    """The event of an invitation, as calendars take it in: the same UID each time, a higher SEQUENCE after a change."""
    meeting, who = one.meeting, one.user or one.contact
    made = icalendar.Calendar()
    made.add("prodid", "-//Trousseau//Key accounts//EN")
    made.add("version", "2.0")
    made.add("method", Method(one.method).name)
    said = event(meeting)
    said["sequence"] = icalendar.vInt(one.sequence)
    said["summary"] = icalendar.vText(title)
    said["status"] = icalendar.vText("CANCELLED" if one.method == Method.CANCEL else "CONFIRMED")
    if one.contact is not None:
        said.pop("url", None)  # the way into this house is not for them
    organiser = meeting.organiser
    if organiser is not None:
        said.add("organizer", _address(organiser.email, organiser.name), encode=False)
    if who is not None:
        guest = _address(who.email, who.name)
        guest.params["RSVP"] = icalendar.vText("TRUE")
        guest.params["PARTSTAT"] = icalendar.vText("NEEDS-ACTION")
        said.add("attendee", guest, encode=False)
    made.add_component(said)
    return bytes(made.to_ical())


def line(text: str) -> str:
    """A text as one line without control characters."""
    return " ".join(UNSAFE.sub(" ", text).split())


def _still(one: Invitation) -> bool:
    """Whether the message still says what is so: neither moved nor cancelled since, its reader still there."""
    if one.user is not None and not one.user.is_active:
        return False
    if one.contact is not None and (one.contact.erased_at or not one.contact.email):
        return False
    if one.method == Method.CANCEL:
        return True
    return one.meeting.state == Held.PLANNED and one.occasion == occasion(one.meeting)


def _address(email: str, name: str) -> icalendar.vCalAddress:
    made = icalendar.vCalAddress(f"mailto:{line(email).replace(' ', '')}")
    made.params["CN"] = icalendar.vText(line(name) or email)
    return made


def _language(said: str) -> str:
    """The language of a person, as far as we speak it; else the house's."""
    known = dict(settings.LANGUAGES)
    short = said.strip().lower()[:2]
    return short if short in known else settings.LANGUAGE_CODE
