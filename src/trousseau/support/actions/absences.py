"""Absences out of a calendar file (.ics): days wholly away; what cannot be read is said, event by event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Component

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.support.actions.experts import LONGEST_ABSENCE, may_tell
from trousseau.support.models import Absence
from trousseau.support.problems import SupportError

LARGEST = 2 << 20
MOST = 5_000
ABSENT = dt.timedelta(hours=20)
"""A timed event shorter than this is part of a day, not an absence."""


@dataclass
class Read:
    """What a calendar brought."""

    absences: dict[str, tuple[dt.date, dt.date, str]] = field(default_factory=dict)
    """First day, last day and note, by what the file calls the event."""
    cancelled: set[str] = field(default_factory=set)
    partial: int = 0
    """Events of part of a day, or marked as free: no absences."""
    problems: list[str] = field(default_factory=list)


def read_absences(content: bytes) -> Read:
    """The absences of a calendar file.

    Raises:
        SupportError: it is no calendar, empty of events, or too large.
    """
    if len(content) > LARGEST:
        raise SupportError(_("The file is larger than 2 MB: export only the calendar of absences."))
    try:
        calendars = Calendar.from_ical(content.decode("utf-8-sig", errors="replace"), multiple=True)
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    except (ValueError, IndexError, KeyError, TypeError, AttributeError):
        raise SupportError(_("This is no calendar that can be read: export it as iCalendar (.ics).")) from None
    if not events:
        raise SupportError(_("There is no event in this file."))
    if len(events) > MOST:
        raise SupportError(_("The file has more than 5,000 events: export only the calendar of absences."))
    found = Read()
    for number, event in enumerate(events, 1):
        _take(found, number, event)
    return found


def import_absences(user: User, person: User, content: bytes) -> Read:
    """Put the absences of a calendar file into someone's calendar; the same file again changes nothing.

    Raises:
        PermissionDenied: neither the person nor above them.
        SupportError: the file cannot be read; nothing was changed.
    """
    if not may_tell(user, person):
        raise PermissionDenied
    found = read_absences(content)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)
        for uid, (first, last, note) in found.absences.items():
            Absence.objects.update_or_create(
                user=person, uid=uid, defaults={"first": first, "last": last, "note": note}
            )
        gone, _rows = Absence.objects.filter(user=person, uid__in=found.cancelled).delete()
        if found.absences or gone:
            record(user, "expert.calendar_read", person, after={"absences": len(found.absences), "cancelled": gone})
    return found


def _take(found: Read, number: int, event: Component) -> None:
    """Sort one event into what was read."""
    title = " ".join(str(event.get("SUMMARY", "")).split())[:200]
    label = _("Event {number}").format(number=number) + (_(", “{title}”").format(title=title) if title else "")
    span = _span(event)
    if isinstance(span, str):
        found.problems.append(f"{label}: {span}")
        return
    uid = str(event.get("UID", "")).strip()[:300] or f"{span[0]}/{span[1]}/{title}"[:300]
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        found.cancelled.add(uid)
        found.absences.pop(uid, None)
        return
    whole = span[2] >= ABSENT
    if not whole or str(event.get("TRANSP", "")).upper() == "TRANSPARENT":
        found.partial += 1
        return
    if event.get("RRULE"):
        found.problems.append(
            _("{event}: it repeats, and only its first days were taken; add the others by hand.").format(event=label)
        )
    found.absences[uid] = (span[0], span[1], title)


def _span(event: Component) -> tuple[dt.date, dt.date, dt.timedelta] | str:
    """First and last day of an event and how long it is, or why they cannot be told."""
    try:
        start = event.decoded("DTSTART", None)
        end = event.decoded("DTEND", None)
        duration = event.decoded("DURATION", None)
    except (ValueError, TypeError, AttributeError, KeyError, OverflowError):
        return _("its dates cannot be read.")
    if not isinstance(start, dt.date):
        return _("it does not say when it begins.")
    try:
        first, last, length = _days(start, end, duration)
    except (TypeError, OverflowError, ValueError):
        return _("its dates cannot be read.")
    if length < dt.timedelta():
        return _("it ends before it begins.")
    if not dt.date(2000, 1, 1) <= first <= dt.date(2100, 1, 1) or (last - first).days > LONGEST_ABSENCE:
        return _("it is out of this century or longer than three years.")
    return first, max(first, last), length


def _days(start: dt.date, end: dt.date | None, duration: dt.timedelta | None) -> tuple[dt.date, dt.date, dt.timedelta]:
    """The days of an event; the end of a calendar's day is the day after."""
    if end is None:
        end = start + duration if duration is not None else _next(start)
    if not isinstance(start, dt.datetime):
        if isinstance(end, dt.datetime):
            end = end.date()
        return start, end - dt.timedelta(days=1), max(end, start) - start if end >= start else end - start
    if not isinstance(end, dt.datetime):
        end = dt.datetime.combine(end, dt.time(), start.tzinfo)
    begins, ends = _here(start), _here(end)
    return begins.date(), (ends - dt.timedelta(microseconds=1)).date(), ends - begins


def _next(start: dt.date) -> dt.date:
    return start if isinstance(start, dt.datetime) else start + dt.timedelta(days=1)


def _here(moment: dt.datetime) -> dt.datetime:
    """A moment in the zone of the house; one without a zone is meant there."""
    here = timezone.get_current_timezone()
    return moment.replace(tzinfo=here) if moment.tzinfo is None else moment.astimezone(here)


def lines(found: Read) -> Iterator[str]:
    """What was not taken, in words."""
    yield from found.problems[:20]
    if len(found.problems) > 20:
        yield _("… and {n} more like these.").format(n=len(found.problems) - 20)
